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
  const unit = durationUnit(Math.abs(seconds));
  return `${significant(seconds / unit.size, digits)} ${unit.name}`;
}

/** The unit in which a time reads best. What rounds up to 1.000 of a unit is shown in that unit. */
export function durationUnit(seconds: number): { readonly name: string; readonly size: number } {
  return units.find(({ size }) => seconds >= 0.99995 * size) ?? units[units.length - 1];
}
