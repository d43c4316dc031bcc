import { type PathModelInput, pathModel, templates } from '../../src';
import { type FitResult, fit, type Observation, type Validation, validate } from '../../src/fit';
import { persistentGrants, persistentGrantsClock } from '../validation/published/figures';
import { driverDomainAsEnd } from '../validation/published/test-beds';
import { measured } from './measured';

/** Two ways of granting, the templates' names for them, and which of a pair of figures is theirs. */
const waysOfGranting = [
  { way: 'granted', template: 'xen-pv', index: 0 },
  { way: 'persistent', template: 'xen-pv-persistent-grants', index: 1 },
] as const;

/** Netback copies the first 128 bytes of what it takes, and maps pages only for what is left. */
const copiedBytes = 128;

/** What the template knows of granting and of copies is from the same source: it may not come in twice. */
const knownBefore = ['stages.netback-transmit.cycles', 'stages.netback-receive.cycles'];

/**
 * Both ways of granting in one model, so that they share netfront and netback: topologies `granted-sent`,
 * `persistent-sent`, ...
 */
function bothWays(): PathModelInput {
  const [granted, persistent] = waysOfGranting.map(({ template }) => driverDomainAsEnd(template));
  const { parameters = {} } = templates['xen-pv'];
  const topologies: Record<string, PathModelInput['topologies'][string]> = {};
  for (const { way, template } of waysOfGranting) {
    for (const [name, topology] of Object.entries(driverDomainAsEnd(template).topologies))
      topologies[`${way}-${name}`] = {
        ...topology,
        stages: topology.stages?.map(nameOf(way)),
        links: topology.links?.map((link) => ({
          ...link,
          from: link.from && nameOf(way)(link.from),
          to: nameOf(way)(link.to),
        })),
      };
    const { reply: _, ...between } = templates[template].topologies['intra-node'];
    topologies[`${way}-between-guests`] = between;
  }
  const packets = topologies['granted-packets-sent'];
  topologies['granted-headers-sent'] = { ...packets, stages: packets.stages?.map(copiesHeader) };
  topologies['granted-packets-sent'] = { ...packets, stages: packets.stages?.flatMap(copiesAndMaps) };
  return {
    ...granted,
    name: 'xen-persistent-grants',
    machine: { ...granted.machine, clock: persistentGrantsClock },
    stages: {
      ...granted.stages,
      ...persistent.stages,
      'driver-copy-to-user': granted.stages['driver-copy-to-user'],
      'persistent-driver-copy-to-user': persistent.stages['driver-copy-to-user'],
      'grant-copy-header': {
        ...granted.stages['grant-copy'],
        cyclesPerByte: 0,
        reads: [],
        writes: [],
        per: 'segment',
      },
    },
    topologies,
    placements: {
      apart: {
        assign: granted.placements.apart.assign ?? {},
        topologies: Object.fromEntries(
          waysOfGranting.map(({ way }) => [`${way}-between-guests`, { 'sending-guest': 'peer-core' }]),
        ),
      },
    },
    parameters: Object.fromEntries(knownBefore.map((path) => [path, parameters[path]])),
  };
}

const nameOf = (way: string) => (stage: string) =>
  way === 'persistent' && stage === 'driver-copy-to-user' ? `persistent-${stage}` : stage;
const copiesHeader = (stage: string) => (stage === 'grant-map' ? 'grant-copy-header' : stage);
const copiesAndMaps = (stage: string) => (stage === 'grant-map' ? ['grant-copy-header', stage] : [stage]);

/** One number for every plain copy, and one for an operation of grant copy, be it for a header or for a page. */
const grantParameters = {
  free: [
    'stages.netback-transmit.cycles',
    'stages.netback-receive.cycles',
    'stages.grant-map.cycles',
    'stages.grant-copy.cyclesPerByte',
    'machine.streamingParallelism.llc',
  ],
  tied: {
    'grant-copy': ['stages.grant-copy.cycles', 'stages.grant-copy-header.cycles'],
    'plain-copy': [
      'stages.copy-to-grant.cyclesPerByte',
      'stages.driver-copy.cyclesPerByte',
      'stages.copy-from-grant.cyclesPerByte',
    ],
  },
};

/** The twelve packet rates of one queue. */
export function packetRates(): Observation[] {
  return (['sent', 'received'] as const).flatMap((direction) =>
    ([64, 1496, 65535] as const).flatMap((bytes) =>
      waysOfGranting.map(({ way, index }) => {
        const copied = way === 'granted' && direction === 'sent' && bytes <= copiedBytes;
        return measured({
          configuration: `${way}, ${direction}, ${bytes} B`,
          topology: `${way}-${copied ? 'headers' : 'packets'}-${direction}`,
          message: bytes,
          metric: 'message_rate',
          value: persistentGrants[`${direction}${bytes}`][index],
          // A generator's packet has its headers inside, and is sent whole.
          covariates: { 'network.headerBytes': 0, 'traffic.segmentation': Math.ceil(bytes / 1500) },
        });
      }),
    ),
  );
}

/** Bulk throughput of one queue, where the driver domain or another guest is the other end. */
export function bulkThroughput(): Observation[] {
  const figures = {
    sent: persistentGrants.sentBulk,
    received: persistentGrants.receivedBulk,
    'between-guests': persistentGrants.betweenGuests,
  };
  return Object.entries(figures).flatMap(([direction, pair]) =>
    waysOfGranting.map(({ way, index }) =>
      measured({
        configuration: `${way}, ${direction}, bulk`,
        topology: `${way}-${direction}`,
        message: 65_160,
        metric: 'throughput',
        value: pair[index] * 1e9,
        covariates: { 'network.headerBytes': 52, 'traffic.segmentation': 45 },
      }),
    ),
  );
}

export interface GrantFits {
  /** Fitted to the packet rates; each left out in turn. */
  readonly single: FitResult;
  /** Each size left out in turn. */
  readonly bySize: FitResult;
  /** Bulk throughput, of which the fit saw nothing. */
  readonly bulk: Validation;
}

export function fitGrants(): GrantFits {
  const model = pathModel(bothWays());
  const options = { ...grantParameters, scenario: { placement: 'apart', window: 450 } };
  const single = fit(model, packetRates(), { ...options, leaveOut: 'configuration' });
  const bySize = fit(model, packetRates(), { ...options, leaveOut: ({ message }) => `${message} B` });
  const bulk = validate(single.model, bulkThroughput(), { scenario: options.scenario });
  return { single, bySize, bulk };
}
