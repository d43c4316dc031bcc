import { onlyFields, SidecoreError } from '../common';
import type { PathModel } from '../iopath/model';
import { pathTraffic } from '../iopath/packet-traffic';
import { pathModel } from '../iopath/path-model';
import { type PathModelInput, withDefaults } from '../iopath/path-model-input';
import { templates } from '../iopath/templates';
import { checkCoreNames } from './check-core-names';
import { checkShape } from './check-shape';
import type { Conversion, Dimension } from './dimensions';
import { extendPlacements } from './extend-placements';
import { mergeModel } from './merge-model';
import { modelFile } from './model-file';
import { modelRanges } from './model-ranges';
import type { WrittenAs } from './plain-model';
import { type GivenQuantity, type KnownNumber, QuantityReader } from './quantity-reader';
import { readDocument } from './read-document';
import { relocate, swapped, translated } from './relocate';
import { mapQuantities, type Table } from './shape';

/** What `readModel` is asked. */
export interface ReadModelOptions {
  /** Name of the file, for errors. */
  readonly file?: string;
}

/**
 * Reads a model file, YAML or JSON. The format is declared in `schema/model.json`; in short:
 *
 * - `sidecore: 1` is required; `template: xen-pv` starts from a built-in model, and everything else in the file lies
 *   over it: tables merge by name, lists replace, null takes an entry away.
 * - Quantities have units ("30 us"); where a plain number says enough (cycles, lines, ratios) it will do. They may be
 *   expressions ("2 * 1448 B") with names from `definitions`; mathjs, which parses them, is loaded only then.
 * - Any number may be `{ value, low, high, source }`; the range goes to `parameters` under its path. The range of a
 *   template's number stays as long as the number does.
 * - Short forms: `machine.sockets: [[a, b], [c]]`, links as `from -> to: mechanism`, placements as `context: core`
 *   with `extends` and `move`, a window in bytes.
 *
 * @throws SidecoreError with code, path and location (`file:line:column`) of the first thing that is wrong
 * @example
 * const model = await readModel('{ sidecore: 1, template: xen-pv, network: { rate: 40 Gbit/s } }');
 * model.network.rate; // 4e10
 */
export async function readModel(text: string, options: ReadModelOptions = {}): Promise<PathModel> {
  onlyFields(options, ['file'], 'options');
  const document = readDocument(text, options.file ?? 'model');
  const writtenAs: WrittenAs = new Map();
  try {
    checkShape(modelFile, document.data);
    return await build(document.data as Table, writtenAs);
  } catch (error) {
    throw relocate(error, document, writtenAs);
  }
}

async function build(file: Table, writtenAs: WrittenAs): Promise<PathModel> {
  const template = typeof file.template === 'string' ? templates[file.template] : undefined;
  const reader = new QuantityReader(
    new Map(Object.entries((file.definitions ?? {}) as Record<string, string | number>)),
    new Map(Object.entries((file.sources ?? {}) as Record<string, string>)),
  );
  await reader.checkDefinitions();

  const numbers = new Map<string, KnownNumber>();
  const given = quantitiesOf(file);
  const read = async (wanted: (quantity: Found) => boolean, conversion: Conversion) => {
    for (const quantity of given)
      if (!numbers.has(quantity.path) && wanted(quantity))
        numbers.set(
          quantity.path,
          await reader.read(quantity.given, quantity.dimension, quantity.path, conversion),
        );
  };
  await read(({ path }) => path === 'machine.clock', {});
  const clock = numbers.get('machine.clock')?.value ?? template?.machine.clock;
  await read(({ dimension }) => dimension !== 'window', { clock });

  const assemble = () => {
    const replaced = mapQuantities(modelFile, file, '', (_, __, path) => numbers.get(path)?.value ?? null);
    return complete(mergeModel(template, replaced as Table, writtenAs));
  };
  // A window in bytes needs the payload, and so all the rest.
  const { traffic, network } = withDefaults(assemble());
  const { payload } = pathTraffic(traffic, network).there;
  const conversion = { clock, payload: payload > 0 ? payload : 1 };
  await read(() => true, conversion);

  const input = assemble();
  if (template) checkCoreNames(template, input);
  const ranges = new Map<string, KnownNumber['range']>();
  const inModel = swapped(writtenAs);
  for (const [path, { range }] of numbers) if (range) ranges.set(translated(path, inModel), range);
  const parameters = await modelRanges({ input, template, file, ranges, reader, conversion });
  return pathModel({ ...input, parameters });
}

interface Found {
  readonly given: GivenQuantity;
  readonly dimension: Dimension;
  readonly path: string;
}

function quantitiesOf(file: Table): Found[] {
  const found: Found[] = [];
  mapQuantities(modelFile, file, '', (given, dimension, path) => {
    found.push({ given: given as GivenQuantity, dimension, path });
  });
  return found;
}

/** Says what is missing before a default hides it, and works the placements out. */
function complete(model: Table): PathModelInput {
  const machine = model.machine as Table | undefined;
  const required: [string, unknown][] = [
    ...['machine', 'contexts', 'stages', 'topologies', 'placements'].map((name): [string, unknown] => [
      name,
      model[name],
    ]),
    ['machine.clock', machine?.clock],
    ['machine.cores', machine?.cores],
  ];
  for (const [path, value] of required)
    if (value === undefined)
      throw new SidecoreError({
        code: 'invalid-shape',
        path,
        message: 'missing',
        hint: `give it, or start from a template (template: ${Object.keys(templates)[0]})`,
      });
  const input = model as unknown as PathModelInput;
  return { ...input, placements: extendPlacements(input.placements) };
}
