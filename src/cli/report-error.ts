import { styleText } from 'node:util';
import { CommanderError } from 'commander';
import { version } from '../../package.json';
import { SidecoreError } from '../common/error';
import { exitCodes } from './exit-codes';
import { optionOf } from './options';
import { printable, wantsColor } from './terminal';

/** Prints an error on stderr, without a stack trace, and returns the exit code that it stands for. */
export function reportError(error: unknown, args: readonly string[]): number {
  if (error instanceof CommanderError) return reportUsage(error, args);
  if (error instanceof SidecoreError) {
    const hint = error.hint ? `; ${error.hint}` : '';
    const message =
      hint && error.message.endsWith(hint) ? error.message.slice(0, -hint.length) : error.message;
    print(error.code, inOptions(message, error.path, args), error.hint);
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
  const command = args.find((arg) => /^[a-z][a-z-]*$/.test(arg));
  const [message, ...more] = error.message.replace(/^error: /, '').split('\n');
  const suggestion = more.map((line) => line.replace(/^\((.*)\)$/, '$1')).join(' ');
  const known = command && error.code !== 'commander.unknownCommand' ? `sidecore ${command}` : 'sidecore';
  print('invalid-usage', message, [suggestion, `${known} --help explains`].filter(Boolean).join(' '));
  return exitCodes.badInput;
}

/** Fields of the library's options that have another name on the command line. */
const otherNames: Readonly<Record<string, string>> = {
  between: 'vary',
  outputs: 'output',
  filename: 'chart',
};

/** The message with the option that was given in place of the library's field that it stands for. */
function inOptions(message: string, path: string, args: readonly string[]): string {
  const [, field, rest = ''] =
    /^(?:options\.(?:bounds\.)?|scenario\.(?:traffic\.)?|(?=filename$))([A-Za-z]+)(.*)$/.exec(path) ?? [];
  if (field === undefined) return message;
  const option = optionOf(otherNames[field] ?? field);
  const isGiven = (name: string) => args.some((arg) => arg === name || arg.startsWith(`${name}=`));
  let shown = path;
  if (isGiven(option)) shown = `${option}${rest.replace('.', ' ')}`;
  // What varies is a field of every scenario.
  else if (isGiven('--vary')) shown = `--vary ${field}${rest}`;
  return message.replace(`${path}: `, `${shown}: `);
}

function print(code: string, message: string, hint: string): void {
  const color = wantsColor(process.stderr);
  const paint = (style: 'red' | 'dim', text: string) =>
    color ? styleText(style, text, { validateStream: false }) : text;
  process.stderr.write(`sidecore: ${paint('red', 'error')} [${code}] ${printable(message)}\n`);
  if (hint) process.stderr.write(`  ${paint('dim', 'hint:')} ${printable(hint)}\n`);
}
