import { SidecoreError, shown } from '../common';
import { unknown } from './check-values';
import type { PathModel } from './model';
import { checkedModel, pathModel } from './path-model';
import type { PathModelInput } from './path-model-input';

/**
 * A copy of a model with some of its numbers changed, each named by its path: `stages.netback-receive.cycles`,
 * `machine.latency.peer`, `traffic.window`, `topologies.inter-node.links.0.cap`. What does not change is shared.
 *
 * @param values new numbers (or `'solve'` for a batch) by path, SI units
 * @throws SidecoreError `unknown-name` for a path that the model lacks, `invalid-value` where no number stands there,
 * and what `pathModel` throws for a number out of its range
 * @example
 * const faster = withValues(xenPv, { 'machine.clock': 3.5e9, 'stages.netback-receive.cycles': 700 });
 * faster.machine.clock; // 3.5e9
 */
export function withValues(
  model: PathModel | PathModelInput,
  values: Readonly<Record<string, number | 'solve'>>,
): PathModel {
  const complete = pathModel(model);
  const paths = Object.keys(values);
  if (paths.length === 0) return complete;
  const copied = new Set<object>();
  const changed = copy(complete, copied);
  for (const path of paths) set(changed, path, values[path], copied);
  // A word in place of a number may be more than a change of numbers: then everything is checked again.
  const numbers = paths.every((path) => typeof values[path] === 'number');
  return checkedModel(changed as unknown as PathModel, numbers ? complete : undefined);
}

/**
 * The number at a path of a model, in SI units; `'solve'` for a batch that is solved for.
 *
 * @throws SidecoreError as `withValues`
 * @example
 * valueAt(withValues(xenPv, { 'machine.clock': 3.5e9 }), 'machine.clock'); // 3500000000
 */
export function valueAt(model: PathModel, path: string): number | 'solve' {
  let node: unknown = model;
  const names = steps(path);
  for (let at = 0; at < names.length; at++) node = child(node, names, at);
  if (typeof node === 'number' || node === 'solve') return node;
  throw notANumber(path, node);
}

type Node = Record<string, unknown>;

function set(root: Node, path: string, value: number | 'solve', copied: Set<object>): void {
  const names = steps(path);
  const last = names.length - 1;
  let node = root;
  for (let at = 0; at < last; at++) {
    const next = child(node, names, at);
    if (typeof next !== 'object' || next === null) throw notANumber(path, next);
    node[names[at]] = copied.has(next) ? next : copy(next, copied);
    node = node[names[at]] as Node;
  }
  const before = child(node, names, last);
  if (typeof before !== 'number' && before !== 'solve') throw notANumber(path, before);
  node[names[last]] = value;
}

function copy(node: object, copied: Set<object>): Node {
  const twin = (Array.isArray(node) ? [...node] : { ...node }) as Node;
  copied.add(twin);
  return twin;
}

/** The names of a path; `links[0]`, as model files have it, is `links.0`. */
function steps(path: string): string[] {
  return (path.includes('[') ? path.replace(/\[(\d+)\]/g, '.$1') : path).split('.');
}

function child(node: unknown, names: readonly string[], at: number): unknown {
  if (typeof node === 'object' && node !== null && Object.hasOwn(node, names[at]))
    return (node as Node)[names[at]];
  const known = typeof node === 'object' && node !== null ? Object.keys(node) : [];
  return unknown(names.slice(0, at + 1).join('.'), names[at], 'value', known);
}

function notANumber(path: string, found: unknown): SidecoreError {
  return new SidecoreError({
    code: 'invalid-value',
    path,
    message: `${shown(found)} stands there, not a number`,
    hint: 'name one number of the model, for example stages.netback-receive.cycles',
  });
}
