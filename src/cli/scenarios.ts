import { SidecoreError, shown } from '../common';
import type { Dimension } from '../formats/dimensions';
import { parseQuantity } from '../formats/parse-quantity';
import { didYouMean } from '../formats/suggest';
import type { PathModel, Traffic, TrafficKind } from '../iopath/model';
import { predict, type Scenario } from '../predict';
import { countOf } from './options';

/** The options of a command that say which questions to ask of a model, as they stand on the command line. */
export interface ScenarioOptions {
  readonly topology?: readonly string[];
  readonly placement?: readonly string[];
  readonly message?: string;
  readonly window?: string;
  readonly batch?: string;
  readonly kind?: TrafficKind;
  readonly arrivalRate?: string;
  readonly reply?: string;
  readonly guests?: string;
  readonly queues?: string;
  readonly segmentation?: string;
  readonly applicationCycles?: string;
  readonly variation?: string;
}

/** Every chosen topology under every chosen placement; what is not chosen is the model's. */
export function scenariosOf(model: PathModel, options: ScenarioOptions): Scenario[] {
  const topologies = chosen(options.topology, model.topologies, '--topology', 'topology');
  const placements = chosen(options.placement, model.placements, '--placement', 'placement');
  const message = messageOf(options.message);
  const batch = batchOf(options.batch);
  checkKind(model, options);
  const traffic = trafficOf(options);
  return topologies.flatMap((topology) =>
    placements.map((placement) => {
      const scenario = { topology, placement, message, batch, traffic };
      return { ...scenario, window: windowOf(options.window, model, scenario) };
    }),
  );
}

/** Refuses an option that says nothing about traffic of this kind. */
function checkKind(model: PathModel, { kind, arrivalRate, reply }: ScenarioOptions): void {
  const contradicts = (option: string, wanted: TrafficKind, found: TrafficKind) => {
    if (found !== wanted)
      throw new SidecoreError({
        code: 'invalid-usage',
        path: option,
        message: `this is of ${wanted} traffic, and the kind is ${found}`,
        hint: `leave it out, or give --kind ${wanted}`,
      });
  };
  if (arrivalRate !== undefined) contradicts('--arrival-rate', 'open', kind ?? 'open');
  if (reply !== undefined) {
    const otherwise = arrivalRate === undefined ? model.traffic.kind : 'open';
    contradicts('--reply', 'request-response', kind ?? otherwise);
  }
}

/** The fields of the traffic that the command line changes; undefined when it changes none. */
function trafficOf(options: ScenarioOptions): Partial<Traffic> | undefined {
  const read = (text: string | undefined, dimension: Dimension, path: string) =>
    text === undefined ? undefined : parseQuantity(text, dimension, { path });
  const given = {
    kind: options.kind ?? (options.arrivalRate === undefined ? undefined : ('open' as const)),
    arrivalRate: read(options.arrivalRate, 'packetRate', '--arrival-rate'),
    reply: read(options.reply, 'size', '--reply'),
    guests: options.guests === undefined ? undefined : countOf(options.guests, '--guests', 1),
    queues: options.queues === undefined ? undefined : countOf(options.queues, '--queues', 1),
    segmentation: read(options.segmentation, 'ratio', '--segmentation'),
    applicationCycles: read(options.applicationCycles, 'cycles', '--application-cycles'),
    variation: read(options.variation, 'ratio', '--variation'),
  };
  const changed = Object.entries(given).filter(([, value]) => value !== undefined);
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

function messageOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const bytes = parseQuantity(given, 'size', { path: '--message' });
  if (bytes > 0) return bytes;
  throw invalid('--message', `${shown(given)} is not above 0`);
}

function batchOf(given: string | undefined): number | 'solve' | undefined {
  if (given === undefined || given === 'solve') return given;
  const size = Number(given);
  if (given.trim() !== '' && Number.isFinite(size) && size >= 1) return size;
  throw invalid('--batch', `${shown(given)} is neither a number of 1 or more nor solve`);
}

/** Packets in flight. A window in bytes depends on what a packet carries, which the scenario decides. */
function windowOf(given: string | undefined, model: PathModel, scenario: Scenario): number | undefined {
  if (given === undefined) return undefined;
  const { payload } = predict(model, scenario);
  const packets = parseQuantity(given, 'window', { path: '--window', payload });
  if (Number.isSafeInteger(packets) && packets >= 1) return packets;
  throw invalid('--window', `${shown(given)} is not a whole number of packets, 1 or more`);
}

function chosen(
  names: readonly string[] | undefined,
  known: object,
  option: string,
  what: string,
): readonly string[] {
  if (names === undefined) return Object.keys(known);
  for (const name of names)
    if (!Object.hasOwn(known, name))
      throw new SidecoreError({
        code: 'unknown-name',
        path: option,
        message: `there is no ${what} ${shown(name)}`,
        hint: didYouMean(name, Object.keys(known), `known: ${Object.keys(known).join(', ')}`),
      });
  return [...new Set(names)];
}

function invalid(option: string, message: string): SidecoreError {
  return new SidecoreError({ code: 'invalid-value', path: option, message });
}
