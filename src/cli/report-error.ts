import { styleText } from 'node:util';
import { CommanderError } from 'commander';
import { version } from '../../package.json';
import { SidecoreError } from '../common/error';
import { exitCodes } from './exit-codes';
import { printable, wantsColor } from './terminal';

/** Prints an error on stderr, without a stack trace, and returns the exit code that it stands for. */
export function reportError(error: unknown, args: readonly string[]): number {
  if (error instanceof CommanderError) return reportUsage(error, args);
  if (error instanceof SidecoreError) {
    const hint = error.hint ? `; ${error.hint}` : '';
    const message =
      hint && error.message.endsWith(hint) ? error.message.slice(0, -hint.length) : error.message;
    print(error.code, message, error.hint);
    return error.code === 'no-convergence' ? exitCodes.noConvergence : exitCodes.badInput;
  }
  const message = error instanceof Error ? error.message : String(error);
  print(
    'internal',
    message,
    `this is a mistake in sidecore ${version}, please report it with the command and its input; SIDECORE_DEBUG=1 shows where it happened`,
  );
  if (process.env.SIDECORE_DEBUG && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return exitCodes.internal;
}

function reportUsage(error: CommanderError, args: readonly string[]): number {
  // Help and version were asked for and have been printed.
  if (error.exitCode === 0) return exitCodes.ok;
  // A bare `sidecore` printed its help where an error belongs.
  if (error.code === 'commander.help') return exitCodes.badInput;
  const command = args.find((arg) => /^[a-z]+$/.test(arg));
  const [message, ...more] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = more.map((line) => line.replace(/^\((.*)\)$/, '$1')).join(' ');
  const known = command && error.code !== 'commander.unknownCommand' ? `sidecore ${command}` : 'sidecore';
  print('invalid-usage', message, [suggestion, `${known} --help explains`].filter(Boolean).join(' '));
  return exitCodes.badInput;
}

function print(code: string, message: string, hint: string): void {
  const color = wantsColor(process.stderr);
  const paint = (style: 'red' | 'dim', text: string) =>
    color ? styleText(style, text, { validateStream: false }) : text;
  process.stderr.write(`sidecore: ${paint('red', 'error')} [${code}] ${printable(message)}\n`);
  if (hint) process.stderr.write(`  ${paint('dim', 'hint:')} ${printable(hint)}\n`);
}
