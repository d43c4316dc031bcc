import type { Context, Link, Mechanism, PathModelInput, Traffic } from '../../src';

/** What of a receiver differs from test to test. */
interface Receiver {
  readonly traffic: Partial<Traffic>;
  /** Cycles of the driver and of the protocol, at one per nanosecond. */
  readonly driver?: number;
  readonly protocol?: number;
  readonly level?: number;
  readonly interrupt?: Partial<Mechanism>;
  readonly handOver?: Partial<Mechanism>;
  readonly toDriver?: Partial<Link>;
  readonly toProtocol?: Partial<Link>;
  readonly apart?: boolean;
  readonly slots?: number;
  readonly batchCap?: number;
  readonly roundTrip?: number;
}

/** A device, a driver and a protocol, on one core or on two: a receiver whose numbers can be followed by hand. */
export function receiver(given: Receiver): PathModelInput {
  const driver: Partial<Context> = { interruptLevel: given.level ?? 0 };
  return {
    machine: { clock: 1e9, cores: { first: {}, second: {} } },
    network: { roundTrip: given.roundTrip ?? 0 },
    batch: 'solve',
    ...(given.batchCap === undefined ? {} : { batchCap: given.batchCap }),
    ...(given.slots === undefined ? {} : { slots: given.slots }),
    traffic: { kind: 'open', message: 1000, ...given.traffic },
    contexts: { driver, protocol: {} },
    mechanisms: {
      interrupt: { activates: true, ...given.interrupt },
      'hand-over': { activates: true, ...given.handOver },
    },
    stages: {
      receive: { context: 'driver', cycles: given.driver ?? 1000 },
      process: { context: 'protocol', cycles: given.protocol ?? 4000 },
    },
    topologies: {
      path: {
        stages: ['receive', 'process'],
        links: [
          { to: 'receive', mechanism: 'interrupt', ...given.toDriver },
          { from: 'receive', to: 'process', mechanism: 'hand-over', ...given.toProtocol },
        ],
      },
    },
    placements: { only: { assign: { driver: 'first', protocol: given.apart ? 'second' : 'first' } } },
  };
}
