import { SidecoreError } from '../common';
import type { PathModelInput } from '../iopath/path-model-input';
import { didYouMean } from './suggest';

/**
 * Refuses a core that a file adds to a template's, that nothing runs on, and that is nearly called like one of them: what
 * it says was meant for that one.
 */
export function checkCoreNames(template: PathModelInput, input: PathModelInput): void {
  const known = Object.keys(template.machine.cores);
  const used = new Set(textsOf(input.placements));
  for (const { sibling } of Object.values(input.machine.cores)) if (sibling) used.add(sibling);
  for (const name of Object.keys(input.machine.cores)) {
    if (known.includes(name) || used.has(name)) continue;
    const hint = didYouMean(name, known);
    if (hint)
      throw new SidecoreError({
        code: 'unknown-name',
        path: `machine.cores.${name}`,
        message: 'the template has no core of this name, and no placement uses it',
        hint,
      });
  }
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : [];
}
