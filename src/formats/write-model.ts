import { Document, isCollection, isMap, isScalar, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { onlyFields } from '../common';
import type { PathModel } from '../iopath/model';
import { pathModel } from '../iopath/path-model';
import type { PathModelInput } from '../iopath/path-model-input';
import { notes, type Shape } from './file-fields';
import { modelFile } from './model-file';
import { modelTables } from './model-tables';
import { bare, definition, entry } from './shape';

/** What `writeModel` is asked. */
export interface WriteModelOptions {
  /** Explain the file and its fields in comments; default true. */
  readonly comments?: boolean;
}

/**
 * Writes a model as a YAML file to be edited: units in every quantity, ranges and sources beside their numbers;
 * fields that say nothing are left out. `readModel` gives the same model back.
 *
 * @throws SidecoreError when the model is not valid
 * @example
 * const text = writeModel(templates['xen-pv']);
 * await readModel(text); // equals pathModel(templates['xen-pv'])
 */
export function writeModel(input: PathModelInput | PathModel, options: WriteModelOptions = {}): string {
  onlyFields(options, ['comments'], 'options');
  const document = new Document(
    { sidecore: 1, ...modelTables(pathModel(input)) },
    { aliasDuplicateObjects: false },
  );
  const root = document.contents as unknown as YAMLMap<Scalar<string>>;
  for (const { value } of pairs(root)) {
    if (!isCollection(value)) continue;
    if (!isMap(value) || value.has('low')) layOut(value, 2);
    else for (const inner of pairs(value)) layOut(inner.value, 4 + inner.key.value.length);
  }
  if (options.comments ?? true) comment(document, root);
  return document.toString({ lineWidth: 0 });
}

function pairs(map: unknown): Pair<Scalar<string>, unknown>[] {
  return (map as YAMLMap<Scalar<string>, unknown>).items;
}

const widest = 100;

/** Writes a range, or a table or list that is short and flat, in one line, others with an entry a line. */
function layOut(node: unknown, indent: number): void {
  if (!isCollection(node)) return;
  const values = isMap(node) ? pairs(node).map(({ value }) => value) : node.items;
  const length = JSON.stringify(node).replaceAll('"', '').length + 2 * values.length;
  const deep = values.some((value) => isCollection(value) && value.items.some((inner) => isNested(inner)));
  const range = isMap(node) && node.has('low') && node.has('high');
  const numbers = !isMap(node) && values.every((value) => typeof (value as Scalar).value === 'number');
  node.flow = values.length === 0 || range || numbers || (indent + length <= widest && !deep);
  if (!node.flow) for (const value of values) layOut(value, indent + 2);
}

function isNested(item: unknown): boolean {
  return isCollection(item) || isCollection((item as Pair).value);
}

const header = ` A model of an I/O path. Predict with: sidecore predict FILE
 Quantities have units: "30 us", "1500 B", "10 Gbit/s", "1800 cycles", "2 * 1448 B". Any number may be
 { value, low, high, source }; a short source is looked up in "sources", at the end.
 For completion in an editor, put this on top:
 # yaml-language-server: $schema=node_modules/sidecore/schema/model.json`;

/** Explains every section before it, and what its entries are made of. */
function comment(document: Document, root: YAMLMap<Scalar<string>>): void {
  document.commentBefore = header;
  for (const { key, value } of pairs(root)) {
    const shape = entry(modelFile, key.value)!;
    if (!isMap(value)) {
      if (isScalar(value) && !['name', 'description'].includes(key.value))
        value.comment = ` ${described(shape)}`;
      continue;
    }
    key.spaceBefore = true;
    const fields = definition(bare(shape)).type === 'record' ? usedFields(bare(shape), value) : [];
    key.commentBefore = [described(shape), ...fields].map((line) => ` ${line}`).join('\n');
    if (definition(bare(shape)).type === 'object') explainFields(shape, value);
  }
}

function described(shape: Shape | undefined): string {
  return (shape && notes.get(shape)?.description) ?? '';
}

/** A line for each field that the entries of a table use. */
function usedFields(shape: Shape, table: YAMLMap): string[] {
  const fields = definition(bare(entry(shape, '')!)).shape ?? {};
  const used = new Set(
    pairs(table).flatMap(({ value }) => (isMap(value) ? pairs(value).map(({ key }) => key.value) : [])),
  );
  return Object.keys(fields)
    .filter((field) => used.has(field))
    .map((field) => `  ${field}: ${described(fields[field])}`);
}

function explainFields(shape: Shape, table: YAMLMap): void {
  for (const { key, value } of pairs(table)) {
    const text = ` ${described(entry(bare(shape), key.value))}`;
    if (isScalar(value)) value.comment = text;
    else key.commentBefore = text;
  }
}
