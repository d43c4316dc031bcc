import type { Observation } from '../fit/observation';
import type { ObservationProblem } from '../formats';
import { exitCodes } from './exit-codes';
import { readText } from './files';
import type { ImportArguments } from './import-arguments';
import { printNote } from './output';

export interface ReadData {
  readonly observations: readonly Observation[];
  /** Rows that could not be taken. */
  readonly problems: readonly ObservationProblem[];
}

/** Most problems that are printed one by one. */
const mostNotes = 10;

/**
 * Reads files of measurements of any format. Rows that it could not take it names on stderr, and they fail the command in
 * the end: what the others say is answered all the same.
 */
export async function readObservationFiles(
  files: readonly string[],
  options: ImportArguments,
): Promise<ReadData> {
  const [{ importObservations, readRunName }, { importOptions }] = await Promise.all([
    import('../formats'),
    import('./import-arguments'),
  ]);
  const observations: Observation[] = [];
  const problems: ObservationProblem[] = [];
  for (const path of files) {
    const { name, text } = await readText(path);
    const read = importObservations(text, { ...importOptions(options, readRunName, name), file: name });
    observations.push(...read.observations);
    problems.push(...read.problems);
  }
  for (const { file, line, code, message } of problems.slice(0, mostNotes))
    printNote(`not taken [${code}] ${file}:${line}: ${message}`);
  if (problems.length > mostNotes)
    printNote(`and ${problems.length - mostNotes} more rows that could not be taken`);
  if (problems.length > 0) process.exitCode = exitCodes.failedCheck;
  return { observations, problems };
}
