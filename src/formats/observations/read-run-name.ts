import { SidecoreError } from '../../common';
import { parseQuantity } from '../parse-quantity';
import type { RunOptions } from './run-options';

const fields = ['configuration', 'topology', 'placement', 'message', 'window', 'replicate'] as const;

/**
 * Reads fields of a run off the name of its file. The pattern is the name with fields in braces: `configuration`,
 * `topology`, `placement`, `message` (bytes), `window` (packets), `replicate`; other names become covariates, `{}`
 * stands for anything. `{window:B}` says that the number has a unit; bytes of a window are left as the covariate
 * `window_bytes`, because the file's name does not say how large a packet is. A message or window of `0`, `-` or
 * `default` is not known. Folders are looked at when the pattern has them.
 *
 * @throws SidecoreError `invalid-syntax` when the name does not fit, `invalid-value` when a number is none
 * @example
 * readRunName('lab/tcp_same_l1448_P4_r2.json', 'tcp_{placement}_l{message}_P{streams}_r{replicate}.json');
 * // { placement: 'same', message: 1448, replicate: '2', covariates: { streams: 4 } }
 */
export function readRunName(name: string, pattern: string): RunOptions {
  const { expression, names } = compiled(pattern);
  const path = name.replace(/\\/g, '/').split('/');
  const depth = pattern.split('/').length;
  const tail = path.slice(-depth).join('/');
  const match = expression.exec(tail);
  if (!match)
    throw new SidecoreError({
      code: 'invalid-syntax',
      location: name,
      message: `the name does not fit the pattern ${pattern}`,
      hint: 'write the name with fields in braces, like run_{placement}_{message}.json',
    });
  const run: Record<string, unknown> = {};
  const covariates: Record<string, number | string> = {};
  names.forEach(({ field, unit }, i) => {
    const text = match[i + 1];
    if (field === 'message' || field === 'window') {
      if (/^(?:0+|-|default)$/.test(text)) return;
      const bytes = field === 'message' || /B$|b$|bit|byte/.test(unit);
      const value = quantity(text, unit, bytes, field, name);
      if (field === 'window' && bytes) covariates.window_bytes = value;
      else run[field] = value;
    } else if ((fields as readonly string[]).includes(field)) run[field] = text;
    else if (field !== '')
      covariates[field] = /^\d+(?:\.\d+)?$/.test(text) && unit === '' ? Number(text) : text + unit;
  });
  return { ...run, ...(Object.keys(covariates).length > 0 ? { covariates } : {}) };
}

function quantity(text: string, unit: string, bytes: boolean, field: string, name: string): number {
  const bare = /^[\d.]+$/.test(text);
  try {
    return parseQuantity(bare ? `${text} ${unit || (bytes ? 'B' : '')}` : text, bytes ? 'size' : 'window', {
      path: field,
    });
  } catch (error) {
    throw error instanceof SidecoreError ? error.at(name) : error;
  }
}

function compiled(pattern: string): { expression: RegExp; names: { field: string; unit: string }[] } {
  const names: { field: string; unit: string }[] = [];
  const parts = pattern.split(/(\{[^{}]*\})/);
  const source = parts.map((part) => {
    if (!/^\{.*\}$/.test(part)) return part.replace(/[.*+?^$()|[\]\\{}/]/g, '\\$&');
    const [, field, unit = ''] = /^\{\s*([\w-]*)\s*(?::\s*([A-Za-z]+))?\s*\}$/.exec(part) ?? [];
    if (field === undefined || (field !== '' && names.some((other) => other.field === field)))
      throw new SidecoreError({
        code: 'invalid-syntax',
        path: 'pattern',
        message: field === undefined ? `${part} is not a field` : `{${field}} stands twice in the pattern`,
        hint: 'a field is {name} or {name:unit}',
      });
    names.push({ field, unit });
    return '([^/]+?)';
  });
  if (names.length === 0)
    throw new SidecoreError({
      code: 'invalid-syntax',
      path: 'pattern',
      message: `${pattern} has no field in braces`,
      hint: 'for example run_{placement}_{message}.json',
    });
  return { expression: new RegExp(`^${source.join('')}$`), names };
}
