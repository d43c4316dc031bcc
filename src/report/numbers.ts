/** Numbers as people read them. Nothing here prints NaN. */

const separated = (digits: string) => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');

/** Whole, with thousands separators: `18,264`. Below ten a digit is kept, so that little does not read as nothing. */
export function grouped(value: number): string {
  if (!Number.isFinite(value)) return notFinite(value);
  const size = Math.abs(value);
  if (size >= 1e15) return value.toExponential(2);
  if (size < 0.05) return '0';
  if (size < 10 && !Number.isInteger(value)) return value.toFixed(1).replace(/\.0$/, '');
  const whole = separated(String(Math.round(size)));
  return value < 0 ? `-${whole}` : whole;
}

/** With a number of significant digits: `3.03`, `0.0123`, `18,264`, `1.20e-7`. */
export function significant(value: number, digits = 3): string {
  if (!Number.isFinite(value)) return notFinite(value);
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1e15 || size < 1e-3) return value.toExponential(digits - 1);
  return size >= 10 ** (digits - 1) ? grouped(value) : value.toPrecision(digits);
}

/** With its sign: `+644`, `-2,893`. */
export function signed(value: number): string {
  return value > 0 ? `+${grouped(value)}` : grouped(value);
}

/** A share of 0 to 1: `55 %`; below one per cent `0.3 %`. */
export function percent(share: number): string {
  const hundredths = 100 * share;
  return `${Math.abs(hundredths) < 1 ? grouped(hundredths) : grouped(Math.round(hundredths))} %`;
}

/** A ratio: `1.79x`. */
export function times(ratio: number): string {
  if (!Number.isFinite(ratio)) return notFinite(ratio);
  return `${ratio !== 0 && (ratio < 0.01 || ratio >= 1000) ? significant(ratio) : ratio.toFixed(2)}x`;
}

export interface BitRateUnit {
  readonly name: string;
  /** Bits per second. */
  readonly size: number;
}

const bitRateUnits: readonly BitRateUnit[] = [
  { name: 'Tbit/s', size: 1e12 },
  { name: 'Gbit/s', size: 1e9 },
  { name: 'Mbit/s', size: 1e6 },
  { name: 'kbit/s', size: 1e3 },
  { name: 'bit/s', size: 1 },
];

/** The unit in which the largest of some bit rates reads best; one unit for all, so that they compare at a glance. */
export function bitRateUnit(rates: readonly number[]): BitRateUnit {
  const largest = rates.reduce((most, rate) => (Number.isFinite(rate) && rate > most ? rate : most), 0);
  // What rounds up to 1.00 of a unit is shown in that unit.
  return bitRateUnits.find(({ size }) => largest >= 0.9995 * size) ?? bitRateUnits[bitRateUnits.length - 1];
}

function notFinite(value: number): string {
  if (Number.isNaN(value)) return '-';
  return value > 0 ? 'infinite' : '-infinite';
}
