import { significant } from './numbers';

const units = [
  { name: 's', size: 1 },
  { name: 'ms', size: 1e-3 },
  { name: 'us', size: 1e-6 },
  { name: 'ns', size: 1e-9 },
] as const;

/** Seconds as people read them: `12.3 ms`; from a minute on in seconds. */
export function duration(seconds: number, digits = 4): string {
  if (!Number.isFinite(seconds) || seconds === 0) return significant(seconds);
  const size = Math.abs(seconds);
  // What rounds up to 1.000 of a unit is shown in that unit.
  const unit = units.find((one) => size >= 0.99995 * one.size) ?? units[units.length - 1];
  return `${significant(seconds / unit.size, digits)} ${unit.name}`;
}
