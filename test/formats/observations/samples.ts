import { readFileSync } from 'node:fs';
import type { Observation, ObservationSet } from '../../../src/formats';

/** Output of measuring tools as their manuals and sources describe it, with round numbers. */
export function sample(name: string): string {
  return readFileSync(new URL(`../samples/${name}`, import.meta.url), 'utf8');
}

/** `metric subject level` of an observation. */
export function nameOf({ metric, subject, level }: Observation): string {
  return [metric, subject, level].filter(Boolean).join(' ');
}

/** Values by metric, subject and level. */
export function valuesOf({ observations }: ObservationSet): Record<string, number> {
  return Object.fromEntries(observations.map((one) => [nameOf(one), one.value]));
}

export function codesOf(list: readonly { readonly code: string }[]): string[] {
  return list.map(({ code }) => code);
}

/** The line of a text that holds a part, from 1. */
export function lineWith(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length;
}
