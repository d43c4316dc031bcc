import { SidecoreError, shown } from '../common';
import { didYouMean } from './suggest';
import type { XmlElement } from './xml-tree';

/** The children with this name. */
export function all(parent: XmlElement, name: string): readonly XmlElement[] {
  return parent.children.filter((child) => child.name === name);
}

/** The one child with this name. */
export function one(parent: XmlElement, name: string, path: string): XmlElement {
  const found = all(parent, name);
  if (found.length === 1) return found[0];
  throw new SidecoreError({
    code: 'invalid-shape',
    path: `${path}.${name}`,
    message: found.length === 0 ? 'this element is missing' : `this element is there ${found.length} times`,
  });
}

/** A number as XML holds it. */
export function numberIn(
  text: string | undefined,
  path: string,
  allowed: 'any' | 'positive' | 'non-negative' | 'count',
): number {
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  const fits =
    Number.isFinite(value) &&
    (allowed === 'any' ||
      (allowed === 'positive'
        ? value > 0
        : value >= 0 && (allowed !== 'count' || Number.isSafeInteger(value))));
  if (fits) return value;
  const kinds = {
    any: 'a finite number',
    positive: 'a finite number above 0',
    'non-negative': 'a finite number of 0 or more',
    count: 'a whole number of 0 or more',
  };
  throw new SidecoreError({
    code: 'invalid-value',
    path,
    message: `${shown(text)} is not ${kinds[allowed]}`,
  });
}

const reserved = ['__proto__', 'constructor', 'prototype', ''];

/** A name that is not taken yet. */
export function newName(element: XmlElement, taken: object, path: string): string {
  const { name } = element.attributes;
  const problem =
    name === undefined || reserved.includes(name)
      ? `${shown(name)} cannot be a name`
      : Object.hasOwn(taken, name)
        ? `the name ${shown(name)} is given twice`
        : undefined;
  if (problem === undefined) return name;
  throw new SidecoreError({ code: 'invalid-shape', path, message: problem });
}

/** Throws `unknown-name` when a reference leads nowhere. */
export function within(
  name: string | undefined,
  known: readonly string[],
  path: string,
  what: string,
): string {
  if (name !== undefined && known.includes(name)) return name;
  throw new SidecoreError({
    code: 'unknown-name',
    path,
    message: `there is no ${what} ${shown(name)}`,
    hint: didYouMean(name ?? '', known, `known: ${known.join(', ')}`),
  });
}
