import { onlyFields, plainObject, positive, SidecoreError, shown } from '../../common';

/** What the caller knows about a file of measurements that the file itself does not say. */
export interface RunOptions {
  /** Name of the file, for the origin of every observation and for errors. */
  readonly file?: string;
  readonly configuration?: string;
  readonly topology?: string;
  readonly placement?: string;
  /** Bytes that the application writes at once. */
  readonly message?: number;
  /** Packets in flight. */
  readonly window?: number;
  readonly replicate?: string;
  /** Added to every observation. */
  readonly covariates?: Readonly<Record<string, number | string>>;
  /** Subjects of the tool by the names that the model has for them, for example `{ sender: 'guest', cpu3: 'core3' }`;
   * `-` leaves out what is of a subject. */
  readonly subjects?: Readonly<Record<string, string>>;
}

const texts = ['file', 'configuration', 'topology', 'placement', 'replicate'] as const;

/** Checks the options of an importer; more fields than those of `RunOptions` are named by the importer. */
export function checkRunOptions(text: unknown, options: RunOptions, more: readonly string[] = []): void {
  if (typeof text !== 'string')
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'text',
      message: `${shown(text)} is not the text of a file`,
    });
  plainObject(options, 'options');
  onlyFields(options, [...texts, 'message', 'window', 'covariates', 'subjects', ...more], 'options');
  for (const field of texts) if (options[field] !== undefined) checkText(options[field], field);
  if (options.message !== undefined) positive(options.message, 'message');
  if (options.window !== undefined) positive(options.window, 'window');
  for (const [name, value] of Object.entries(options.subjects ?? {})) checkText(value, `subjects.${name}`);
  for (const [name, value] of Object.entries(options.covariates ?? {}))
    if (typeof value !== 'number' || !Number.isFinite(value)) checkText(value, `covariates.${name}`);
}

function checkText(value: unknown, path: string): void {
  if (typeof value !== 'string')
    throw new SidecoreError({ code: 'invalid-value', path, message: `${shown(value)} is not a text` });
}
