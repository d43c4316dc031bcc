import { SidecoreError, shown } from '../../common';
import { parseQuantity } from '../../formats/parse-quantity';
import { readDocument } from '../../formats/read-document';
import { isTable } from '../../formats/shape';
import { type SiDimension, siQuantity } from '../../formats/si-quantity';
import { type FieldName, type FieldType, fields, optionName } from './fields';
import type { Kind } from './kinds';

/** The options of a kind, from the texts of the command line. */
export function stationOptions(
  kind: Kind,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const options: Record<string, unknown> = {};
  const target: Record<string, unknown> = {};
  for (const name of [...kind.needs, ...(kind.may ?? [])]) {
    const text = given[name];
    if (typeof text !== 'string') {
      if (!kind.needs.includes(name)) continue;
      throw new SidecoreError({
        code: 'invalid-usage',
        path: optionName(name),
        message: 'this option is missing',
        hint: `give ${optionName(name)}: ${fields[name].help}`,
      });
    }
    const value = values[fields[name].type](text, optionName(name));
    if (name.startsWith('target')) target[name[6].toLowerCase() + name.slice(7)] = value;
    else options[name] = value;
  }
  const asksForTarget = kind.may?.some((name: FieldName) => name.startsWith('target')) === true;
  if (!asksForTarget) return options;
  if (Object.keys(target).length > 0) return { ...options, target };
  throw new SidecoreError({
    code: 'invalid-usage',
    path: '--target-...',
    message: 'there is no target',
    hint: 'give one, for example --target-waiting-time 5ms',
  });
}

/** The error of a station with the name of the option in place of the field. */
export function asOption(error: unknown): unknown {
  if (!(error instanceof SidecoreError) || error.path === '' || error.path.startsWith('-')) return error;
  const [, first, rest] = /^(?:options\.)?(?:target\.)?([A-Za-z]+)(.*)$/s.exec(error.path) ?? [];
  if (first === undefined) return error;
  const targeted = /^(?:options\.)?target\./.test(error.path);
  const name = targeted ? `target${first[0].toUpperCase()}${first.slice(1)}` : first;
  if (!Object.hasOwn(fields, name)) return error;
  return error.at(error.location, `${optionName(name)}${rest}`);
}

const number = (dimension: SiDimension) => (text: string, path: string) => siQuantity(text, dimension, path);
const list = (dimension: SiDimension) => (text: string, path: string) =>
  text.split(',').map((item, i) => siQuantity(item.trim(), dimension, `${path}[${i}]`));

/** A share of 0 to 1, also in per cent. */
function share(text: string, path: string): number {
  return parseQuantity(text, 'ratio', { path });
}

const values: Readonly<Record<FieldType, (text: string, path: string) => unknown>> = {
  rate: number('rate'),
  time: number('time'),
  number: number('number'),
  share,
  times: list('time'),
  numbers: list('number'),
  word: (text) => text,
  'share-in-time': (text, path) => {
    const parts = /^(.+?)\s+in\s+(.+)$/.exec(text.trim());
    if (parts) return { share: share(parts[1], path), time: siQuantity(parts[2], 'time', path) };
    throw new SidecoreError({
      code: 'invalid-value',
      path,
      message: `${shown(text)} is not a share in a time`,
      hint: 'write it as "95% in 5ms"',
    });
  },
  data: (text, path) => inSi(readDocument(text, path).data, undefined, path),
};

const dimensions: Readonly<Record<string, SiDimension>> = {
  arrivalRate: 'rate',
  serviceTime: 'time',
  switchoverTime: 'time',
  mean: 'time',
  means: 'time',
  value: 'time',
  values: 'time',
  minimum: 'time',
  maximum: 'time',
  generator: 'rate',
};

/** Data with the quantities of known fields in SI. */
function inSi(data: unknown, field: string | undefined, path: string): unknown {
  if (Array.isArray(data)) return data.map((item, i) => inSi(item, field, `${path}[${i}]`));
  if (isTable(data))
    return Object.fromEntries(
      Object.entries(data).map(([name, value]) => [name, inSi(value, name, `${path}.${name}`)]),
    );
  const dimension = field !== undefined && Object.hasOwn(dimensions, field) ? dimensions[field] : undefined;
  return dimension && typeof data === 'string' ? siQuantity(data, dimension, path) : data;
}
