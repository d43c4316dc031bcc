import { describe, expect, it } from 'vitest';
import { check, type PathModelInput, predict, type Traffic, xenPv } from '../../src';

const close = (actual: number, expected: number, relative = 1e-9) =>
  expect(Math.abs(actual / expected - 1)).toBeLessThanOrEqual(relative);

const ask = (
  traffic: Partial<Traffic>,
  placement = 'driver-domain',
  topology = 'inter-node-receive',
  model = xenPv,
) => predict(model, { topology, placement, traffic });

/** The template with side-cores for two queues, and cores of their own for two guests. */
const wide: PathModelInput = {
  ...xenPv,
  machine: {
    ...xenPv.machine,
    cores: {
      ...xenPv.machine.cores,
      'guest-core-2': { socket: 'near' },
      'side-core-2': { socket: 'near' },
    },
  },
  placements: {
    ...xenPv.placements,
    'two-side-cores': {
      assign: {
        'sending-guest': ['guest-core', 'guest-core-2'],
        'receiving-guest': ['guest-core', 'guest-core-2'],
        'driver-domain': ['side-core', 'side-core-2'],
      },
    },
    'one-side-core': {
      assign: {
        'sending-guest': ['guest-core', 'guest-core-2'],
        'receiving-guest': ['guest-core', 'guest-core-2'],
        'driver-domain': 'side-core',
      },
    },
  },
};

describe('request-response traffic', () => {
  it('with one transaction in flight takes the round trip and the work of every centre', () => {
    for (const topology of Object.keys(xenPv.topologies)) {
      const { network, cycleTime, messageRate, centres } = ask(
        { kind: 'request-response', message: 100, reply: 1000, window: 1 },
        'none',
        topology,
      );
      const work = Object.values(centres).reduce((sum, { demand }) => sum + demand, 0);
      close(cycleTime, work + (network.classes.flow.thinkTime ?? Number.NaN));
      close(messageRate, 1 / cycleTime);
    }
  });

  it('sends no acknowledgements of its own, and counts the packets of both messages', () => {
    const { ledger, packetRate, messageRate, throughput } = ask({
      kind: 'request-response',
      message: 2000,
      reply: 5000,
    });
    for (const { stage, cycles } of ledger.stages)
      if (stage.includes('acknowledgement')) expect(cycles.base).toBe(0);
    close(packetRate / messageRate, 2 + 4);
    close(throughput, messageRate * 7000 * 8);
  });

  it('charges a message and a reply like two messages that swap their sizes', () => {
    const sizes = { kind: 'request-response' as const, message: 100, reply: 1000, window: 4 };
    const there = ask(sizes, 'none', 'intra-node');
    const back = ask({ ...sizes, message: 1000, reply: 100 }, 'none', 'intra-node');
    close(there.ledger.total.base, back.ledger.total.base);
  });

  it('gains less from a side-core than a stream does', () => {
    const speedup = (traffic: Partial<Traffic>) =>
      ask(traffic, 'driver-domain').throughput / ask(traffic, 'none').throughput;
    expect(speedup({ kind: 'request-response', message: 100, reply: 100, window: 1 })).toBeLessThan(1.1);
    expect(speedup({})).toBeGreaterThan(1.7);
  });
});

describe('several flows', () => {
  it('in both directions share alike, and load both wires', () => {
    const both = ask({ kind: 'bidirectional' }, 'driver-domain', 'intra-node');
    close(both.flows.forward.throughput, both.flows.backward.throughput, 1e-6);
    close(both.throughput, both.flows.forward.throughput * 2, 1e-6);
    expect(Object.keys(ask({ kind: 'bidirectional' }).centres)).toContain('wire-back');
  });

  it('of several guests add up, and no core works more than always', () => {
    for (const placement of ['none', 'driver-domain', 'driver-domain-other-socket'])
      for (const guests of [1, 2, 5]) {
        const prediction = ask({ guests }, placement);
        const rates = Object.values(prediction.flows).map(({ throughput }) => throughput);
        expect(rates).toHaveLength(guests);
        close(
          prediction.throughput,
          rates.reduce((sum, rate) => sum + rate, 0),
        );
        for (const { utilization } of Object.values(prediction.centres))
          expect(utilization).toBeLessThanOrEqual(1 + 1e-9);
        const inCentres = Object.values(prediction.centres).reduce((sum, one) => sum + one.queueLength, 0);
        const thinking = Object.keys(prediction.flows).reduce(
          (sum, flow) =>
            sum + prediction.flows[flow].unitRate * (prediction.network.classes[flow].thinkTime ?? 0),
          0,
        );
        close(inCentres + thinking, 64 * guests, 1e-6);
      }
  });

  it('of one guest and one queue are the plain stream', () => {
    close(
      ask({ guests: 1, queues: 1 }).throughput,
      predict(xenPv, { topology: 'inter-node-receive', placement: 'driver-domain' }).throughput,
    );
  });

  it('reload on each other when guests share a core', () => {
    expect(ask({ guests: 1 }).ledger.total.reload).toBe(0);
    expect(ask({ guests: 2 }).ledger.total.reload).toBeGreaterThan(0);
    expect(ask({ guests: 2 }, 'two-side-cores', 'inter-node-receive', wide).ledger.total.reload).toBe(0);
  });

  it('carry twice as much over two queues with a side-core each, until the wire is full', () => {
    const guests = { guests: 2 };
    const one = ask(guests, 'one-side-core', 'inter-node-receive', wide);
    const two = ask(guests, 'two-side-cores', 'inter-node-receive', wide);
    expect(one.bottleneck.name).toBe('side-core');
    close(two.throughput / one.throughput, 2, 0.02);
    expect(Object.keys(two.centres)).toContain('side-core-2');
  });

  it('are named after guest, queue and direction', () => {
    const { flows } = ask({ kind: 'bidirectional', guests: 2, queues: 2 });
    expect(Object.keys(flows)).toContain('guest-2/queue-1/backward');
    expect(Object.keys(flows)).toHaveLength(8);
  });

  it('are refused where a topology knows no way back', () => {
    const oneWay = {
      ...xenPv,
      topologies: {
        ...xenPv.topologies,
        'inter-node-receive': { ...xenPv.topologies['inter-node-receive'], reply: undefined },
      },
    };
    expect(() => ask({ kind: 'bidirectional' }, 'none', 'inter-node-receive', oneWay)).toThrow(
      expect.objectContaining({ code: 'unsupported', path: 'topologies.inter-node-receive' }),
    );
  });
});

describe('work that varies less than exponential work', () => {
  it('raises the prediction inside its bracket, up to the asymptotic bound', () => {
    for (const placement of ['none', 'driver-domain'])
      for (const window of [2, 8, 16, 24, 64])
        for (const guests of [1, 2]) {
          const at = (variation: number) => ask({ variation, window, guests }, placement);
          const [regular, between, exponential] = [0, 0.5, 1].map(at);
          // Waits for sleeping consumers depend a little on the rate itself.
          close(regular.bracket.lower, exponential.throughput, 1e-3);
          close(exponential.bracket.lower, exponential.throughput);
          expect(between.throughput).toBeGreaterThanOrEqual(exponential.throughput * (1 - 1e-6));
          expect(regular.throughput).toBeGreaterThanOrEqual(between.throughput * (1 - 1e-6));
          expect(regular.throughput).toBeLessThanOrEqual(regular.bracket.upper * (1 + 1e-9));
        }
  });

  it('keeps the packets together and no core above full use', () => {
    for (const guests of [1, 3])
      for (const window of [1, 12, 64]) {
        const { centres, flows, network } = ask({ variation: 0, window, guests });
        let packets = 0;
        for (const { queueLength, utilization } of Object.values(centres)) {
          packets += queueLength;
          expect(utilization).toBeLessThanOrEqual(1 + 1e-9);
        }
        for (const [name, { unitRate }] of Object.entries(flows))
          packets += unitRate * (network.classes[name].thinkTime ?? 0);
        close(packets, window * guests, 1e-6);
      }
  });
});

describe('applications and neighbours', () => {
  it('charge application work per message, once at each application', () => {
    const cycles = (traffic: Partial<Traffic>, topology: string) =>
      ask(traffic, 'none', topology).ledger.total.base;
    const applicationCycles = 10_000;
    close(cycles({ applicationCycles }, 'inter-node-receive') - cycles({}, 'inter-node-receive'), 10_000);
    close(cycles({ applicationCycles }, 'intra-node') - cycles({}, 'intra-node'), 20_000);
    const long = { message: 14_480 };
    close(
      cycles({ ...long, applicationCycles }, 'inter-node-receive') - cycles(long, 'inter-node-receive'),
      1000,
      1e-6,
    );
  });

  it('peak the worth of a side-core where the cores balance', () => {
    // docs/theory.md, section 8: 1.79, 2.23, 1.49 and 1.23.
    const speedups = [0, 4600, 20_000, 50_000].map((applicationCycles) => {
      const [before, after] = ['none', 'driver-domain'].map((placement) =>
        ask({ applicationCycles }, placement),
      );
      return after.throughput / before.throughput;
    });
    [1.79, 2.23, 1.49, 1.23].forEach((expected, i) => {
      close(speedups[i], expected, 0.02);
    });
  });

  const besides = (core: object) => ({
    ...xenPv,
    machine: {
      ...xenPv.machine,
      cores: { ...xenPv.machine.cores, 'side-core': { socket: 'near', ...core } },
    },
  });

  it('take their share of a core', () => {
    const alone = ask({}, 'driver-domain', 'inter-node-receive');
    const beside = ask({}, 'driver-domain', 'inter-node-receive', besides({ background: 0.25 }));
    close(beside.throughput / alone.throughput, 0.75, 1e-3);
  });

  it('cap a ring of 256 slots that is drained once in 30 ms near 99 Mbit/s (docs/theory.md, section 4)', () => {
    const model = { ...besides({ timeSlice: 0.03 }), batchCap: 256 };
    close(ask({ window: 4096 }, 'driver-domain', 'inter-node-receive', model).throughput, 98.9e6, 0.005);
    expect(() => check(model, { placement: 'driver-domain', topology: 'inter-node-receive' })).toThrow(
      expect.objectContaining({ code: 'unsupported', path: 'machine.cores.side-core.timeSlice' }),
    );
  });

  it('cap the packets of a ring, each of them: of several flows, and of transactions of many packets', () => {
    const model: PathModelInput = {
      machine: { clock: 1e9, cores: { one: {}, two: { timeSlice: 1e-3 } } },
      network: { roundTrip: 0, rate: 1e12 },
      slots: 10,
      contexts: { sender: {}, driver: {} },
      stages: { send: { context: 'sender', cycles: 10 }, receive: { context: 'driver', cycles: 10 } },
      topologies: {
        path: {
          stages: ['send', 'receive'],
          links: [{ from: 'send', to: 'receive', mechanism: 'event-channel' }],
        },
      },
      placements: { apart: { assign: { sender: 'one', driver: 'two' } } },
    };
    for (const queues of [1, 2, 4])
      close(predict(model, { window: 500, batch: 8, traffic: { queues } }).packetRate, 10_000 * queues, 1e-3);
    const busy = { ...besides({ timeSlice: 0.03 }), batchCap: 256 };
    for (const packets of [1, 5, 20]) {
      const traffic = { kind: 'request-response' as const, message: 1448 * packets, reply: 1, window: 512 };
      const { throughput } = ask(traffic, 'driver-domain', 'inter-node-receive', busy);
      close(throughput / (8 * (1448 * packets + 1)), 256 / 0.03 / packets, 0.01);
    }
  });
});
