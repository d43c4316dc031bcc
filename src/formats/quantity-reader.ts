import { finite, SidecoreError, shown } from '../common';
import type { ParameterRange } from '../iopath/model';
import { type Conversion, type Dimension, dimensions, inCycles, inDimension } from './dimensions';
import { evaluateExpression, loadParser, type Parser } from './evaluate-expression';
import { plainMeasure, withUnit } from './parse-quantity';
import { plainQuantity } from './plain-quantity';
import { didYouMean } from './suggest';
import { type Measure, unitCalled, units } from './units';

/** A number of a file with what is known about it. */
export interface KnownNumber {
  readonly value: number;
  readonly range?: ParameterRange;
}

/** A quantity as a file may give it, checked for its shape. */
export type GivenQuantity = string | number | GivenRange;
export interface GivenRange {
  readonly value: string | number;
  readonly low: string | number;
  readonly high: string | number;
  readonly source?: string;
}

/** The most names in `definitions`, and the longest chain of names that need each other. */
const mostDefinitions = 1000;
const longestChain = 50;

/** Reads the quantities of one file: plain ones at once, expressions with the file's definitions and mathjs. */
export class QuantityReader {
  private readonly values = new Map<string, Measure>();
  /** Names being evaluated, to find a definition that needs itself. */
  private readonly open: string[] = [];
  private parsing?: Promise<Parser>;

  constructor(
    private readonly definitions: ReadonlyMap<string, string | number>,
    private readonly sources: ReadonlyMap<string, string>,
  ) {}

  /** Evaluates every definition, needed or not. */
  async checkDefinitions(): Promise<void> {
    if (this.definitions.size > mostDefinitions)
      throw new SidecoreError({
        code: 'too-large',
        path: 'definitions',
        message: `${this.definitions.size} entries are more than ${mostDefinitions}`,
      });
    for (const name of this.definitions.keys()) {
      const path = `definitions.${name}`;
      if (!/^[A-Za-z_]\w*$/.test(name) || unitCalled(name))
        throw new SidecoreError({
          code: 'invalid-value',
          path,
          message: unitCalled(name)
            ? `${shown(name)} is a unit`
            : `${shown(name)} cannot stand in an expression`,
          hint: 'name it with letters, digits and "_", not like a unit',
        });
      await this.defined(name);
    }
  }

  async read(
    given: GivenQuantity,
    dimension: Dimension,
    path: string,
    conversion: Conversion,
  ): Promise<KnownNumber> {
    if (typeof given !== 'object') return { value: await this.number(given, dimension, path, conversion) };
    const value = await this.number(given.value, dimension, `${path}.value`, conversion);
    return { value, range: await this.range(value, given, dimension, path, conversion) };
  }

  /** What is known about a number. */
  async range(
    value: number | undefined,
    given: Omit<GivenRange, 'value'>,
    dimension: Dimension,
    path: string,
    conversion: Conversion,
  ): Promise<ParameterRange> {
    const low = await this.number(given.low, dimension, `${path}.low`, conversion);
    const high = await this.number(given.high, dimension, `${path}.high`, conversion);
    if (value === undefined || (low <= value && value <= high))
      return { low, high, source: this.sources.get(given.source ?? '') ?? given.source ?? '' };
    const { unit = '' } = dimensions[dimension];
    throw new SidecoreError({
      code: 'invalid-value',
      path,
      message: `the value ${value} ${unit} is not between low ${shown(given.low)} and high ${shown(given.high)}`,
    });
  }

  private async number(
    given: string | number,
    dimension: Dimension,
    path: string,
    conversion: Conversion,
  ): Promise<number> {
    if (typeof given === 'number') {
      const measure = { value: finite(given, path), powers: {} };
      return inDimension(withUnit(measure, given, dimension, path), given, dimension, path, conversion);
    }
    const plain = plainMeasure(given, dimension, path, conversion);
    if (plain)
      return inDimension(withUnit(plain, given, dimension, path), given, dimension, path, conversion);
    const convert = (measure: Measure) => inCycles(measure, dimension, conversion);
    const measure = await this.evaluate(given, path, convert);
    return inDimension(measure, given, dimension, path, conversion);
  }

  private async evaluate(
    text: string,
    path: string,
    convert: (measure: Measure) => Measure,
  ): Promise<Measure> {
    // A lone name needs no expression.
    if (this.definitions.has(text.trim())) return convert(await this.defined(text.trim()));
    return evaluateExpression(text, {
      path,
      parser: () => this.parser(),
      lookUp: async (name) => convert(await this.called(name, path)),
    });
  }

  private parser(): Promise<Parser> {
    this.parsing ??= loadParser();
    return this.parsing;
  }

  private async called(name: string, path: string): Promise<Measure> {
    const unit = unitCalled(name);
    if (unit) return { value: Number(`1e${unit.exponent}`) * unit.factor, powers: unit.powers };
    if (this.definitions.has(name)) return this.defined(name);
    const known = [...this.definitions.keys(), ...units.keys()];
    throw new SidecoreError({
      code: 'unknown-name',
      path,
      message: `there is no unit or definition ${shown(name)}`,
      hint: didYouMean(name, known, 'names come from the table `definitions`'),
    });
  }

  private async defined(name: string): Promise<Measure> {
    const known = this.values.get(name);
    if (known) return known;
    const path = `definitions.${name}`;
    if (this.open.includes(name))
      throw new SidecoreError({
        code: 'cycle',
        path,
        message: `it needs itself: ${[...this.open.slice(this.open.indexOf(name)), name].join(' -> ')}`,
      });
    if (this.open.length >= longestChain)
      throw new SidecoreError({
        code: 'too-large',
        path,
        message: `more than ${longestChain} definitions need each other in a row`,
      });
    const given = this.definitions.get(name)!;
    this.open.push(name);
    const measure =
      typeof given === 'number'
        ? { value: finite(given, path), powers: {} }
        : (plainQuantity(given, undefined, path) ?? (await this.evaluate(given, path, (same) => same)));
    this.open.pop();
    finite(measure.value, path);
    this.values.set(name, measure);
    return measure;
  }
}
