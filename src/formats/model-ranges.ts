import { SidecoreError } from '../common';
import type { ParameterRange, PathModel } from '../iopath/model';
import { type PathModelInput, withDefaults } from '../iopath/path-model-input';
import type { Conversion, Dimension } from './dimensions';
import { modelFile } from './model-file';
import type { GivenRange, KnownNumber, QuantityReader } from './quantity-reader';
import { mapQuantities, type Table } from './shape';
import { didYouMean } from './suggest';

export interface ModelNumber {
  /** Absent: to be solved for. */
  readonly value?: number;
  readonly dimension: Dimension;
}

/** Every number of a complete model by its path. */
export function modelNumbers(model: PathModel): Map<string, ModelNumber> {
  const numbers = new Map<string, ModelNumber>();
  if (model.batch === 'solve') numbers.set('batch', { dimension: 'packets' });
  mapQuantities(modelFile, model, '', (value, dimension, path) => {
    numbers.set(path, { value: value as number, dimension });
  });
  return numbers;
}

interface RangeSources {
  readonly input: PathModelInput;
  readonly template: PathModelInput | undefined;
  readonly file: Table;
  /** Ranges that stand beside their number, by path. */
  readonly ranges: ReadonlyMap<string, KnownNumber['range']>;
  readonly reader: QuantityReader;
  readonly conversion: Conversion;
}

/**
 * What is known about the numbers of a model: the template's ranges whose number still stands, then what the table
 * `parameters` says, then the ranges beside the numbers.
 */
export async function modelRanges(given: RangeSources): Promise<Record<string, ParameterRange>> {
  const { input, template, file, ranges, reader, conversion } = given;
  const numbers = modelNumbers(withDefaults(input));
  const all = new Map<string, ParameterRange>();
  if (template) {
    const before = modelNumbers(withDefaults(template));
    for (const [path, range] of Object.entries(template.parameters ?? {}))
      if (numbers.has(path) && numbers.get(path)?.value === before.get(path)?.value) all.set(path, range);
  }
  const table = (file.parameters ?? {}) as Record<string, Omit<GivenRange, 'value'> | null>;
  for (const [path, range] of Object.entries(table)) {
    const number = numbers.get(path);
    if (!number)
      throw new SidecoreError({
        code: 'unknown-name',
        path: `parameters.${path}`,
        message: 'the model has no number of this path',
        hint: didYouMean(path, numbers.keys(), 'for example stages.<stage>.cycles'),
      });
    if (range === null) all.delete(path);
    else {
      const { value, dimension } = number;
      all.set(path, await reader.range(value, range, dimension, `parameters.${path}`, conversion));
    }
  }
  for (const [path, range] of ranges) if (range) all.set(path, range);
  return Object.fromEntries(all);
}
