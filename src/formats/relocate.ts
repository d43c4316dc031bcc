import { SidecoreError } from '../common';
import { templates } from '../iopath/templates';
import type { WrittenAs } from './plain-model';
import type { TextDocument } from './read-document';
import { isTable, join } from './shape';

/** A path with its longest known beginning replaced. */
export function translated(path: string, map: ReadonlyMap<string, string>): string {
  for (let known = path; known !== ''; known = outer(known)) {
    const other = map.get(known);
    if (other !== undefined) return other + path.slice(known.length);
  }
  return path;
}

export function swapped(map: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...map].map(([key, value]) => [value, key]));
}

function outer(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.'), path.lastIndexOf('[')));
}

/** An error of the model as an error of the file: with its path and place there. Other errors stay as they are. */
export function relocate(error: unknown, document: TextDocument, writtenAs: WrittenAs): unknown {
  if (!(error instanceof SidecoreError) || error.location !== '') return error;
  const path = inFile(error.path, document, writtenAs);
  const template = isTable(document.data) ? document.data.template : undefined;
  if (!document.holds(path) && typeof template === 'string' && inTemplate(template, error.path))
    return error.at(`${document.locate('template')} (template ${template})`);
  return error.at(document.locate(path), path);
}

function inFile(path: string, document: TextDocument, writtenAs: WrittenAs): string {
  if (document.holds(path)) return path;
  // Ranges stand beside their number.
  const of = path.startsWith('parameters.') ? path.slice('parameters.'.length) : path;
  const written = translated(of, writtenAs);
  if (document.holds(written)) return written;
  const nearest = outer(written);
  return written !== of && document.holds(nearest) ? nearest : path;
}

function inTemplate(name: string, path: string): boolean {
  const paths = new Set<string>();
  const collect = (value: unknown, at: string) => {
    paths.add(at);
    if (Array.isArray(value)) for (const [i, inner] of value.entries()) collect(inner, join(at, i));
    else if (isTable(value)) for (const [key, inner] of Object.entries(value)) collect(inner, join(at, key));
  };
  collect(Object.hasOwn(templates, name) ? templates[name] : {}, '');
  return paths.has(path);
}
