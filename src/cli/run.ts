import { exitCodes } from './exit-codes';
import { fileError } from './files';
import { program } from './program';
import { reportError } from './report-error';

/**
 * Runs one command line. Data goes to stdout, everything else to stderr; the process ends by itself with the exit
 * code of the outcome, so that nothing written is lost.
 */
export async function run(args: readonly string[]): Promise<void> {
  // A reader that closes the pipe, as `head` does, has seen enough.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    process.exit(reportError(fileError(error, 'stdout', 'cannot be written'), args));
  });
  process.stderr.on('error', () => process.exit(exitCodes.internal));
  process.once('uncaughtException', (error) => process.exit(reportError(error, args)));
  try {
    await program().parseAsync([...args], { from: 'user' });
  } catch (error) {
    process.exitCode = reportError(error, args);
  }
}
