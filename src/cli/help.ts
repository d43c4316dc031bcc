/** The examples at the end of a command's help: what each does, and the command line. */
export function examples(lines: readonly (readonly [command: string, does: string])[]): string {
  return ['', 'Examples:', ...lines.flatMap(([command, does]) => [`  # ${does}`, `  ${command}`])].join('\n');
}
