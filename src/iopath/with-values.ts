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
 * const faster = withValues(xenPv, { 'machine.clock': 3.5e9, 'stages.grant-copy-receive.cycles': 700 });
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
  return checkedModel(changed as unknown as PathModel);
}

/** The number at a path of a model. @throws SidecoreError as `withValues` */
export function valueAt(model: PathModel, path: string): number | 'solve' {
  let node: unknown = model;
  for (const [name, where] of steps(path)) node = child(node, name, where);
  if (typeof node === 'number' || node === 'solve') return node;
  throw notANumber(path, node);
}

type Node = Record<string, unknown>;

function set(root: Node, path: string, value: number | 'solve', copied: Set<object>): void {
  const names = steps(path);
  let node = root;
  for (const [name, where] of names.slice(0, -1)) {
    const next = child(node, name, where);
    if (typeof next !== 'object' || next === null) throw notANumber(path, next);
    node[name] = copied.has(next) ? next : copy(next, copied);
    node = node[name] as Node;
  }
  const [last] = names[names.length - 1];
  const before = child(node, last, path);
  if (typeof before !== 'number' && before !== 'solve') throw notANumber(path, before);
  node[last] = value;
}

function copy(node: object, copied: Set<object>): Node {
  const twin = (Array.isArray(node) ? [...node] : { ...node }) as Node;
  copied.add(twin);
  return twin;
}

/** The names of a path, each with the path up to it. */
function steps(path: string): [string, string][] {
  const names = path.split('.');
  return names.map((name, at) => [name, names.slice(0, at + 1).join('.')]);
}

function child(node: unknown, name: string, where: string): unknown {
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, name))
    unknown(where, name, 'value', typeof node === 'object' && node !== null ? Object.keys(node) : []);
  return (node as Node)[name];
}

function notANumber(path: string, found: unknown): SidecoreError {
  return new SidecoreError({
    code: 'invalid-value',
    path,
    message: `${shown(found)} stands there, not a number`,
    hint: 'name one number of the model, for example stages.netback-receive.cycles',
  });
}
