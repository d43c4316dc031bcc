import { SidecoreError, shown } from '../common';
import {
  type ColumnMap,
  type ImportFormat,
  type ImportOptions,
  importFormats,
  type RunOptions,
} from '../formats';
import { parseQuantity } from '../formats/parse-quantity';
import { didYouMean } from '../formats/suggest';

/** The options of `sidecore import` that say what the files hold, as they stand on the command line. */
export interface ImportArguments {
  readonly format: string;
  readonly configuration?: string;
  readonly topology?: string;
  readonly placement?: string;
  readonly message?: string;
  readonly window?: string;
  readonly replicate?: string;
  readonly set?: readonly string[];
  readonly namePattern?: string;
  readonly subject?: readonly string[];
  readonly column?: readonly string[];
  readonly packets?: string;
  readonly packetRate?: string;
  readonly interval?: string;
}

/** Options of the importers for one file; what its name says comes before what holds for all files. */
export function importOptions(
  given: ImportArguments,
  readRunName: (name: string, pattern: string) => RunOptions,
  name: string,
): ImportOptions {
  const named = given.namePattern === undefined ? {} : readRunName(name, given.namePattern);
  const { configuration, topology, placement, replicate } = given;
  const format = formatOf(given.format);
  const subjects = pairs(given.subject, '--subject');
  const facts = pairs(given.set, '--set');
  const covariates = {
    ...Object.fromEntries(Object.entries(facts).map(([key, value]) => [key, numberOrText(value)])),
    ...named.covariates,
  };
  const columns = columnsOf(given.column);
  return defined({
    ...defined({ configuration, topology, placement, replicate }),
    message: quantity(given.message, 'size', '--message'),
    window: quantity(given.window, 'window', '--window'),
    ...named,
    format,
    columns,
    subjects,
    covariates,
    packets: quantity(given.packets, 'packets', '--packets'),
    packetRate: quantity(given.packetRate, 'packetRate', '--packet-rate'),
    interval: quantity(given.interval, 'time', '--interval'),
  });
}

function formatOf(name: string): ImportFormat | undefined {
  if (name === 'auto') return undefined;
  const format = importFormats.find((one) => one === name);
  if (format) return format;
  throw new SidecoreError({
    code: 'unknown-name',
    path: '--format',
    message: `there is no format ${shown(name)}`,
    hint: didYouMean(name, importFormats, `known: auto, ${importFormats.join(', ')}`),
  });
}

function quantity(
  text: string | undefined,
  dimension: 'size' | 'window' | 'packets' | 'packetRate' | 'time',
  option: string,
): number | undefined {
  if (text === undefined) return undefined;
  const value = parseQuantity(text, dimension, { path: option });
  if (value > 0) return value;
  throw new SidecoreError({ code: 'invalid-value', path: option, message: `${shown(text)} is not above 0` });
}

/** `name=value` by name; only a subject may be nameless, as the sum over all CPUs is. */
function pairs(texts: readonly string[] = [], option: string): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=');
      if (at > 0 || (at === 0 && option === '--subject'))
        return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
      throw new SidecoreError({
        code: 'invalid-usage',
        path: option,
        message: `${shown(text)} is not of the form name=value`,
      });
    }),
  );
}

function numberOrText(text: string): number | string {
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : text;
}

/** `NAME=FIELD` or `NAME=METRIC[:SUBJECT][@UNIT]`. */
function columnsOf(texts: readonly string[] | undefined): ColumnMap | undefined {
  if (texts === undefined) return undefined;
  const entries = Object.entries(pairs(texts, '--column')).map(([name, meaning]) => {
    const [, word, subject, unit] = /^([^:@]+)(?::([^@]*))?(?:@(.*))?$/.exec(meaning) ?? [];
    const fields = ['configuration', 'topology', 'placement', 'message_bytes', 'window', 'replicate'];
    return [name, fields.includes(meaning) ? meaning : { metric: word ?? meaning, subject, unit }];
  });
  return Object.fromEntries(entries) as ColumnMap;
}

/** The fields that have a value. */
function defined<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
