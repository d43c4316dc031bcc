/** What is counted or measured; a quantity is a product of powers of these. */
export const bases = ['time', 'size', 'cycle', 'packet', 'line', 'page'] as const;
export type Base = (typeof bases)[number];
/** Powers that are not zero. */
export type Powers = Readonly<Partial<Record<Base, number>>>;

/** A number of SI seconds, bytes, cycles, packets, lines and pages to some powers. */
export interface Measure {
  readonly value: number;
  readonly powers: Powers;
}

/** One of it is `factor` x 10^`exponent`: decimal prefixes stay exact when they join the digits of a number. */
export interface Unit {
  readonly exponent: number;
  readonly factor: number;
  readonly powers: Powers;
}

const small = { n: -9, u: -6, m: -3 };
const large = { k: 3, M: 6, G: 9, T: 12 };
const binary = { Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

interface Spelling {
  readonly names: readonly string[];
  readonly powers: Powers;
  readonly factor?: number;
  readonly exponent?: number;
  readonly prefixes?: Readonly<Record<string, number>>;
  readonly binary?: boolean;
}

const spellings: readonly Spelling[] = [
  { names: ['s'], powers: { time: 1 }, prefixes: small },
  { names: ['second', 'seconds'], powers: { time: 1 } },
  { names: ['min'], powers: { time: 1 }, factor: 60 },
  { names: ['h'], powers: { time: 1 }, factor: 3600 },
  { names: ['Hz'], powers: { time: -1 }, prefixes: large },
  { names: ['B', 'byte', 'bytes'], powers: { size: 1 }, prefixes: large, binary: true },
  { names: ['b', 'bit', 'bits'], powers: { size: 1 }, factor: 1 / 8, prefixes: large, binary: true },
  { names: ['bps'], powers: { size: 1, time: -1 }, factor: 1 / 8, prefixes: large },
  { names: ['cycle', 'cycles'], powers: { cycle: 1 }, prefixes: large },
  { names: ['packet', 'packets'], powers: { packet: 1 }, prefixes: large },
  { names: ['pps'], powers: { packet: 1, time: -1 }, prefixes: large },
  { names: ['line', 'lines'], powers: { line: 1 }, prefixes: large },
  { names: ['page', 'pages'], powers: { page: 1 }, prefixes: large },
  { names: ['%'], powers: {}, exponent: -2 },
];

/** Every unit by every spelling. */
export const units: ReadonlyMap<string, Unit> = new Map(spellings.flatMap(spell));

function spell({ names, powers, factor = 1, exponent = 0, prefixes, binary: both }: Spelling) {
  const spelled: [string, Unit][] = [];
  for (const name of names) {
    spelled.push([name, { exponent, factor, powers }]);
    for (const [prefix, decimal] of Object.entries(prefixes ?? {}))
      spelled.push([prefix + name, { exponent: decimal, factor, powers }]);
    if (both)
      for (const [prefix, times] of Object.entries(binary))
        spelled.push([prefix + name, { exponent: 0, factor: factor * times, powers }]);
  }
  return spelled;
}

/** The unit of this spelling; the micro sign and the Greek letter mean `u`. */
export function unitCalled(name: string): Unit | undefined {
  return units.get(name.replace(/^[\u00b5\u03bc]/, 'u'));
}

/** a + times b, power by power. */
export function combinePowers(a: Powers, b: Powers, times: number): Powers {
  const sum: Partial<Record<Base, number>> = {};
  for (const base of bases) {
    const power = (a[base] ?? 0) + times * (b[base] ?? 0);
    if (power !== 0) sum[base] = power;
  }
  return sum;
}

export function samePowers(a: Powers, b: Powers): boolean {
  return bases.every((base) => (a[base] ?? 0) === (b[base] ?? 0));
}
