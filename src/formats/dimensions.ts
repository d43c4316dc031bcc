import { SidecoreError, shown } from '../common';
import { combinePowers, type Measure, type Powers, samePowers, units } from './units';

interface DimensionRow {
  /** With its article, for messages. */
  readonly what: string;
  readonly powers: Powers;
  /** The number inside is so many times the product of SI bases: rates are kept in bits, sizes in bytes. */
  readonly scale?: number;
  /** The unit that a number is printed with; absent for pure numbers. */
  readonly unit?: string;
  /** Prefixes that it may be printed with. */
  readonly prefixes?: Readonly<Record<string, number>>;
  /** True when a plain number says enough. */
  readonly bare: boolean;
  readonly examples: readonly string[];
  /** Other measures that are taken and converted. */
  readonly or?: readonly Powers[];
}

const small = { n: -9, u: -6, m: -3, '': 0 };
const large = { '': 0, k: 3, M: 6, G: 9, T: 12 };
const size: Powers = { size: 1 };
const time: Powers = { time: 1 };

/** Every kind of quantity that a file may hold. */
const table = {
  time: {
    what: 'a time',
    powers: time,
    unit: 's',
    prefixes: small,
    bare: false,
    examples: ['30 us', '2 ms'],
  },
  size: { what: 'a size', powers: size, unit: 'B', bare: false, examples: ['1500 B', '64 KiB'] },
  rate: {
    what: 'a bit rate',
    powers: { size: 1, time: -1 },
    scale: 8,
    unit: 'bit/s',
    prefixes: large,
    bare: false,
    examples: ['10 Gbit/s', '1.25 GB/s'],
  },
  bandwidth: {
    what: 'a bandwidth',
    powers: { size: 1, time: -1 },
    unit: 'B/s',
    prefixes: large,
    bare: false,
    examples: ['25 GB/s', '200 Gbit/s'],
  },
  frequency: {
    what: 'a frequency',
    powers: { time: -1 },
    unit: 'Hz',
    prefixes: large,
    bare: false,
    examples: ['2.67 GHz', '800 MHz'],
    or: [{ cycle: 1, time: -1 }],
  },
  packetRate: {
    what: 'a packet rate',
    powers: { packet: 1, time: -1 },
    unit: 'packets/s',
    prefixes: large,
    bare: false,
    examples: ['250 kpackets/s', '1.5 Mpps'],
  },
  cycles: {
    what: 'a number of cycles',
    powers: { cycle: 1 },
    unit: 'cycles',
    bare: true,
    examples: ['1800 cycles', '1.2 kcycles'],
    or: [{}],
  },
  latency: {
    what: 'a latency',
    powers: { cycle: 1 },
    unit: 'cycles',
    bare: true,
    examples: ['42 cycles', '83 ns', '42 cycles + 67 ns'],
    or: [{}],
  },
  cyclesPerByte: {
    what: 'a cost per byte',
    powers: { cycle: 1, size: -1 },
    unit: 'cycles/B',
    bare: true,
    examples: ['0.25 cycles/B'],
    or: [{}],
  },
  lines: {
    what: 'a number of cache lines',
    powers: { line: 1 },
    unit: 'lines',
    bare: true,
    examples: ['400 lines'],
    or: [{}],
  },
  pages: {
    what: 'a number of pages',
    powers: { page: 1 },
    unit: 'pages',
    bare: true,
    examples: ['40 pages'],
    or: [{}],
  },
  packets: {
    what: 'a number of packets',
    powers: { packet: 1 },
    unit: 'packets',
    bare: true,
    examples: ['64 packets'],
    or: [{}],
  },
  window: {
    what: 'a window',
    powers: { packet: 1 },
    unit: 'packets',
    bare: true,
    examples: ['64 packets', '64 KiB'],
    or: [{}, size],
  },
  count: { what: 'a plain number', powers: {}, bare: true, examples: ['16'] },
  ratio: { what: 'a ratio', powers: {}, bare: true, examples: ['0.5', '50 %'] },
} satisfies Record<string, DimensionRow>;

/** A kind of quantity, with the SI unit it is kept in: seconds, bytes, bits per second, hertz, cycles and so on. */
export type Dimension = keyof typeof table;
export const dimensions: Readonly<Record<Dimension, DimensionRow>> = table;

/** What some quantities need to be understood. */
export interface Conversion {
  /** Hertz: turns the time in a latency into cycles. */
  readonly clock?: number;
  /** Bytes that a packet carries: turns a window in bytes into packets. */
  readonly payload?: number;
}

/** For a latency, time as cycles of the clock; anything else as it is. */
export function inCycles(measure: Measure, dimension: Dimension, { clock }: Conversion): Measure {
  const { time: power } = measure.powers;
  if (dimension !== 'latency' || power === undefined || clock === undefined) return measure;
  return {
    value: measure.value * clock ** power,
    powers: combinePowers(combinePowers(measure.powers, { time: 1 }, -power), { cycle: 1 }, power),
  };
}

/** The number that a dimension keeps for a measure. */
export function inDimension(
  given: Measure,
  text: unknown,
  dimension: Dimension,
  path: string,
  conversion: Conversion,
): number {
  const { powers, scale = 1, or = [] }: DimensionRow = dimensions[dimension];
  const measure = inCycles(given, dimension, conversion);
  if (![powers, ...or].some((one) => samePowers(one, measure.powers)))
    throw wrongUnit(
      `${shown(text)} is ${described(measure.powers)}`,
      dimension,
      path,
      dimension === 'latency' && measure.powers.time ? 'give the clock, or the latency in cycles' : undefined,
    );
  let value = measure.value * scale;
  if (dimension === 'window' && samePowers(measure.powers, size))
    value = packetsOf(value, text, path, conversion);
  if (Number.isFinite(value)) return value;
  throw new SidecoreError({
    code: 'invalid-value',
    path,
    message: `${shown(text)} is not a finite number`,
    hint: `write ${written(dimension)}`,
  });
}

function packetsOf(bytes: number, text: unknown, path: string, { payload }: Conversion): number {
  if (payload !== undefined) return Math.ceil(bytes / payload);
  throw new SidecoreError({
    code: 'invalid-unit',
    path,
    message: `${shown(text)} is in bytes, and the payload of a packet is not known here`,
    hint: 'give the window in packets',
  });
}

/** A number without a unit where it could mean several things. */
export function missingUnit(given: unknown, dimension: Dimension, path: string): SidecoreError {
  return new SidecoreError({
    code: 'invalid-unit',
    path,
    message: `${shown(given)} has no unit`,
    hint: `write ${written(dimension)}`,
  });
}

/** A measure of something else. */
export function wrongUnit(found: string, dimension: Dimension, path: string, hint?: string): SidecoreError {
  return new SidecoreError({
    code: 'invalid-unit',
    path,
    message: `${found}, not ${dimensions[dimension].what}`,
    hint: hint ?? `write ${written(dimension)}`,
  });
}

/** How a quantity of this kind is written, for the hint of an error. */
export function written(dimension: Dimension): string {
  const { what, examples } = dimensions[dimension];
  return `${what} like ${examples.map((example) => `"${example}"`).join(' or ')}`;
}

/** Powers in words: the name of the dimension that has them, else a formula such as `cycle^2/size`. */
export function described(powers: Powers): string {
  if (samePowers(powers, {})) return 'a number without a unit';
  const known = Object.values(dimensions).find((row) => samePowers(row.powers, powers));
  if (known) return known.what;
  const part = (sign: number) =>
    Object.entries(powers)
      .filter(([, power]) => Math.sign(power) === sign)
      .map(([base, power]) => (Math.abs(power) === 1 ? base : `${base}^${Math.abs(power)}`))
      .join('*');
  const below = part(-1);
  return `a quantity in ${part(1) || '1'}${below && `/${below}`}`;
}

/** Spellings of the units, and of the quotients of two units, that measure a dimension: for a pattern. */
export function unitPattern(dimension: Dimension): string {
  const { powers, or = [] }: DimensionRow = dimensions[dimension];
  const wanted = [powers, ...or, ...(dimension === 'latency' ? [time] : [])];
  const measuring = (of: Powers) =>
    [...units].filter(([, unit]) => samePowers(unit.powers, of)).map(([name]) => name);
  const group = (names: string[]) => (names.length === 1 ? names[0] : `(?:${names.join('|')})`);
  const alone = wanted
    .filter((of) => !samePowers(of, {}) || dimension === 'ratio')
    .flatMap((of) => measuring(of));
  const quotients = wanted.flatMap((of) =>
    [time, size].flatMap((below) => {
      const product = combinePowers(of, below, 1);
      const above = samePowers(product, {}) ? [] : measuring(product);
      return samePowers(of, {}) || above.length === 0
        ? []
        : [`${group(above)} */ *${group(measuring(below))}`];
    }),
  );
  return [...alone, ...quotients].join('|');
}
