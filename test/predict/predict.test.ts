import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, costMechanisms, exactMva, pathModel, predict, SidecoreError, xenPv } from '../../src';
import { arbitraryModel } from '../iopath/arbitrary-model';

const close = (actual: number, expected: number, relative = 1e-9) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * Math.abs(expected) + 1e-300);

const windows = fc.integer({ min: 1, max: 300 });
const batches = fc.constantFrom<'solve' | undefined>('solve', undefined);

describe('predict on random paths', () => {
  it('keeps the ledger and the demands of the cores in step', () => {
    fc.assert(
      fc.property(arbitraryModel, windows, batches, (input, window, batch) => {
        const model = pathModel(input);
        const { ledger, centres, network } = predict(model, { window, batch });
        let total = 0;
        for (const [name, row] of Object.entries(ledger.cores)) {
          const ofStages = ledger.stages.filter((stage) => stage.core === name);
          for (const mechanism of costMechanisms)
            expect(row[mechanism]).toBeCloseTo(
              ofStages.reduce((sum, stage) => sum + stage.cycles[mechanism], 0),
              6,
            );
          const core = model.machine.cores[name];
          const siblingBusy = core.sibling !== undefined && core.sibling in ledger.cores;
          const speed =
            (core.clock ?? model.machine.clock) * (siblingBusy ? model.machine.siblingSpeedup / 2 : 1);
          close(centres[name].demand * speed, row.total);
          total += row.total;
        }
        close(ledger.total.total, total);
        for (const [name, { demand }] of Object.entries(network.stations))
          expect(demand).toBe(centres[name].demand);
      }),
    );
  });

  it("obeys Little's law and the utilisation law, and is the exact solution of the network it prints", () => {
    fc.assert(
      fc.property(arbitraryModel, windows, batches, (input, window, batch) => {
        const prediction = predict(input, { window, batch });
        const solution = exactMva(prediction.network);
        close(prediction.packetRate, solution.classes.flow.throughput);
        close(prediction.packetRate * prediction.cycleTime, window);
        const inside = Object.values(prediction.centres).reduce((sum, one) => sum + one.queueLength, 0);
        const roundTrip = prediction.network.classes.flow.thinkTime ?? 0;
        close(inside + prediction.packetRate * roundTrip, window);
        for (const [name, centre] of Object.entries(prediction.centres)) {
          close(centre.utilization, prediction.packetRate * centre.demand);
          expect(centre.utilization).toBeLessThanOrEqual(1 + 1e-9);
          close(centre.queueLength, solution.stations[name].queueLength);
        }
      }),
    );
  });

  it('lies within its bounds', () => {
    fc.assert(
      fc.property(arbitraryModel, windows, (input, window) => {
        const { bounds, packetRate, bracket, throughput } = predict(input, { window });
        for (const { lower, upper } of [bounds.asymptotic, bounds.balancedJob ?? bounds.asymptotic]) {
          expect(packetRate).toBeGreaterThanOrEqual(lower * (1 - 1e-9));
          expect(packetRate).toBeLessThanOrEqual(upper * (1 + 1e-9));
        }
        expect(bounds.balancedJob?.lower).toBeGreaterThanOrEqual(bounds.asymptotic.lower * (1 - 1e-9));
        expect(bounds.balancedJob?.upper).toBeLessThanOrEqual(bounds.asymptotic.upper * (1 + 1e-9));
        expect(bracket.lower).toBe(throughput);
        expect(bracket.upper).toBeGreaterThanOrEqual(throughput);
      }),
    );
  });

  // Below the batch a larger window also means larger batches, whose payload can spill from the second-level cache:
  // there the throughput of a random path may fall, by under 1 % (docs/theory.md, section 3).
  it('never carries less with a larger window that holds the batch', () => {
    const holding = fc.integer({ min: 40, max: 400 });
    fc.assert(
      fc.property(arbitraryModel, holding, holding, (input, one, other) => {
        const less = predict(input, { window: Math.min(one, other) }).throughput;
        const more = predict(input, { window: Math.max(one, other) }).throughput;
        expect(more).toBeGreaterThanOrEqual(less * (1 - 1e-9));
      }),
    );
  });

  it('never carries less with a larger window on the template, from one packet up', () => {
    for (const topology of Object.keys(xenPv.topologies))
      for (const placement of Object.keys(xenPv.placements))
        for (const batch of [undefined, 'solve'] as const) {
          let less = 0;
          for (let window = 1; window <= 1024; window = Math.ceil(window * 1.3)) {
            const { throughput } = predict(xenPv, { topology, placement, window, batch });
            expect(throughput).toBeGreaterThanOrEqual(less * (1 - 1e-6));
            less = throughput;
          }
        }
  });

  it('reloads less per packet in larger batches, whatever the footprints', () => {
    const context = fc.record({
      footprintLines: fc.double({ min: 100, max: 3000, noNaN: true }),
      touchedLinesPerUnit: fc.double({ min: 20, max: 1000, noNaN: true }),
    });
    const contexts = fc.tuple(context, context, context);
    fc.assert(
      fc.property(contexts, fc.integer({ min: 1, max: 60 }), ([guest, driver, hypervisor], batch) => {
        const model = {
          ...xenPv,
          contexts: {
            ...xenPv.contexts,
            'receiving-guest': { ...guest, tlbPages: 40 },
            'driver-domain': { ...driver, tlbPages: 50 },
            hypervisor: { ...hypervisor, tlbPages: 10, runsInCaller: true },
          },
        };
        const reload = (size: number) =>
          predict(model, { topology: 'inter-node-receive', placement: 'none', batch: size }).ledger.total
            .reload;
        expect(reload(batch + 1)).toBeLessThanOrEqual(reload(batch) * 1.01);
      }),
    );
  });

  it('does not depend on the order in which stages, contexts and placements are written', () => {
    fc.assert(
      fc.property(arbitraryModel, (input) => {
        const links = pathModel(input).topologies.path.links;
        const reversed = <T>(table: Readonly<Record<string, T>>): Record<string, T> =>
          Object.fromEntries(Object.entries(table).reverse());
        const names = input.topologies.path.stages ?? [];
        const shuffled = {
          ...input,
          contexts: reversed(input.contexts),
          stages: reversed(input.stages),
          // With every hand-over written out, only the first place of the list still says something.
          topologies: {
            path: {
              ...input.topologies.path,
              stages: [...names.slice(0, 1), ...names.slice(1).reverse()],
              links: [...links].reverse(),
            },
          },
        };
        close(predict(shuffled).throughput, predict(input).throughput);
      }),
    );
  });

  it('never charges a stage less than nothing', () => {
    fc.assert(
      fc.property(arbitraryModel, batches, (input, batch) => {
        for (const stage of predict(input, { batch }).ledger.stages) {
          for (const value of Object.values(stage.cycles)) expect(value).toBeGreaterThanOrEqual(0);
          for (const value of Object.values(stage.misses)) expect(value).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe('predict', () => {
  it('gives a result that is frozen and survives JSON', () => {
    const prediction = predict(xenPv, { topology: 'intra-node', placement: 'driver-domain' });
    expect(JSON.parse(JSON.stringify(prediction))).toEqual(prediction);
    const frozen = (value: unknown): boolean =>
      typeof value !== 'object' ||
      value === null ||
      (Object.isFrozen(value) && Object.values(value).every(frozen));
    expect(frozen(prediction)).toBe(true);
  });

  it('charges reload only where two scheduled contexts share a core', () => {
    const { ledger } = predict(xenPv, { topology: 'inter-node-receive', placement: 'driver-domain' });
    expect(ledger.total.reload).toBe(0);
    const shared = predict(xenPv, { topology: 'inter-node-receive', placement: 'none' });
    expect(new Set(shared.ledger.stages.map((stage) => stage.core)).size).toBe(1);
    for (const stage of shared.ledger.stages) expect(stage.cycles.reload).toBeGreaterThan(0);
  });

  it('spares page walks where the translation buffer is tagged', () => {
    const tagged = {
      ...xenPv,
      contexts: Object.fromEntries(
        Object.entries(xenPv.contexts).map(([name, context]) => [name, { ...context, taggedTlb: true }]),
      ),
    };
    const before = predict(xenPv, { topology: 'inter-node-receive', placement: 'none' });
    const after = predict(tagged, { topology: 'inter-node-receive', placement: 'none' });
    expect(before.ledger.misses.tlb).toBeGreaterThan(0);
    expect(after.ledger.misses.tlb).toBe(0);
    expect(after.ledger.total.reload).toBeLessThan(before.ledger.total.reload);
  });

  it('takes received payload from the last-level cache with direct cache access, from memory without', () => {
    const scenario = { topology: 'inter-node-receive', placement: 'driver-domain' };
    const cached = predict({ ...xenPv, machine: { ...xenPv.machine, directCacheAccess: 1 } }, scenario);
    const plain = predict(xenPv, scenario);
    expect(plain.ledger.misses.dram).toBeCloseTo(1448 / 64, 9);
    expect(cached.ledger.misses.dram).toBe(0);
    expect(cached.throughput).toBeGreaterThan(plain.throughput);
  });

  it('charges more for a hand-over the farther the cores are apart', () => {
    const placed = (core: string) => {
      const cores = {
        ...xenPv.machine.cores,
        'guest-core': { socket: 'near', sibling: 'twin' },
        twin: { socket: 'near', sibling: 'guest-core' },
      };
      const assign = {
        'sending-guest': 'guest-core',
        'receiving-guest': 'guest-core',
        'driver-domain': core,
      };
      return predict(
        { ...xenPv, machine: { ...xenPv.machine, cores }, placements: { here: { assign } } },
        { topology: 'inter-node-receive' },
      );
    };
    const [twin, near, far] = ['twin', 'side-core', 'far-core'].map(placed);
    expect(twin.ledger.total.transfer).toBeLessThan(near.ledger.total.transfer);
    expect(near.ledger.total.transfer).toBeLessThan(far.ledger.total.transfer);
    expect(far.ledger.misses.remotePeer).toBeGreaterThan(0);
    expect(twin.warnings.map((warning) => warning.code)).toContain('sibling-estimate');
    expect(twin.throughput).toBeLessThan(near.throughput);
  });

  it('names the window as the bottleneck when too few packets are in flight', () => {
    const { bottleneck, warnings } = predict(xenPv, {
      topology: 'inter-node-receive',
      placement: 'driver-domain',
      window: 2,
    });
    expect(bottleneck.kind).toBe('window');
    expect(warnings.map((warning) => warning.code)).toContain('window-limited');
    expect(warnings.map((warning) => warning.code)).toContain('batch-limited-by-window');
  });

  it('splits messages into packets, all alike', () => {
    const prediction = predict(xenPv, { topology: 'inter-node-receive', message: 65_536 });
    expect(prediction.payload).toBeCloseTo(65_536 / 46, 9);
    close(prediction.packetRate / prediction.messageRate, 46);
    close(prediction.throughput, prediction.messageRate * 65_536 * 8);
  });

  it('works out batches from 1 where the consumer outruns its producer, to many windows where it does not', () => {
    const { batches } = predict(xenPv, {
      topology: 'inter-node-receive',
      placement: 'driver-domain',
      batch: 'solve',
    });
    const at = (link: string) => batches.find((one) => one.link === link)?.batch ?? Number.NaN;
    // The bottleneck, on a core of its own, hardly sleeps.
    expect(at('device -> nic-receive')).toBeGreaterThan(64);
    expect(at('grant-copy -> netfront-receive')).toBeLessThan(8);
    expect(batches.every((one) => one.solved)).toBe(true);
  });

  it.each([
    [{ topology: 'elsewhere' }, 'unknown-name', 'topologies'],
    [{ placement: 'nowhere' }, 'unknown-name', 'placements'],
    [{ message: 0 }, 'invalid-value', 'scenario.message'],
    [{ window: 0 }, 'invalid-value', 'scenario.window'],
    [{ window: 1.5 }, 'invalid-value', 'scenario.window'],
    [{ batch: 0.5 }, 'invalid-value', 'scenario.batch'],
    [{ windows: 3 } as object, 'invalid-shape', 'scenario.windows'],
  ])('rejects %j', (scenario, code, path) => {
    expect(() => predict(xenPv, scenario)).toThrow(SidecoreError);
    try {
      predict(xenPv, scenario);
    } catch (error) {
      expect(error).toMatchObject({ code, path });
    }
  });
});

describe('notification regime', () => {
  /** A producer of 1 us that pays 2 us to wake a consumer which then needs 3 us to start (docs/theory.md, 3 (b)). */
  const model = (consumerMicroseconds: number) => ({
    machine: {
      clock: 1e9,
      cores: { producer: {}, consumer: {} },
      latency: { l2: 0, llc: 0, dram: 0, peer: 0, remotePeer: 0 },
    },
    network: { roundTrip: 0 },
    traffic: { window: 100_000 },
    batch: 'solve' as const,
    batchCap: 100_000,
    contexts: { producer: {}, consumer: {} },
    mechanisms: { wake: { sourceCycles: 2000, wakeLatency: 3e-6, activates: true } },
    stages: {
      produce: { context: 'producer', cycles: 1000 },
      consume: { context: 'consumer', cycles: 1000 * consumerMicroseconds },
    },
    topologies: {
      path: {
        stages: ['produce', 'consume'],
        links: [{ from: 'produce', to: 'consume', mechanism: 'wake' }],
      },
    },
    placements: { apart: { assign: { producer: 'producer', consumer: 'consumer' } } },
  });

  // Simulated throughputs per microsecond of docs/theory.md, section 3 (b): the formula is within 4 %.
  it.each([
    [0.99, 0.99],
    [0.6, 0.81],
    [0.05, 0.65],
  ])('a consumer of %f us lets %f packets a microsecond through, within 5 %%', (consumer, expected) => {
    const { packetRate, batches } = predict(model(consumer));
    expect(Math.abs(packetRate / 1e6 / expected - 1)).toBeLessThan(0.05);
    close(batches[0].batch, (1 + 3) / (1 - consumer), 1e-4);
  });

  it('warns that a faster side-core lowers the throughput, and polling cures it', () => {
    const transmit = (clock: number, mechanism: string) => {
      const cores = { ...xenPv.machine.cores, 'side-core': { socket: 'near', clock } };
      const topology = xenPv.topologies['inter-node-transmit'];
      const busyGuest = { ...xenPv.stages, 'application-send': { context: 'sending-guest', cycles: 9000 } };
      const links = topology.links?.map((link) =>
        link.mechanism === 'event-channel' ? { ...link, mechanism } : link,
      );
      return predict(
        {
          ...xenPv,
          machine: { ...xenPv.machine, cores },
          stages: busyGuest,
          topologies: { transmit: { ...topology, links, reply: undefined } },
          placements: { 'driver-domain': { assign: xenPv.placements['driver-domain'].assign } },
        },
        { batch: 'solve' },
      );
    };
    const [slow, fast, faster] = [2.67e9, 4e9, 8e9].map((clock) => transmit(clock, 'event-channel'));
    expect(fast.throughput).toBeLessThan(slow.throughput);
    expect(faster.throughput).toBeLessThan(fast.throughput);
    expect(faster.warnings.map((warning) => warning.code)).toContain('notification-regime');
    expect(transmit(8e9, 'poll').throughput).toBeGreaterThan(faster.throughput);
    expect(transmit(8e9, 'poll').warnings.map((warning) => warning.code)).not.toContain(
      'notification-regime',
    );
  });
});

describe('compare', () => {
  it('refuses a scenario where a list of them belongs', () => {
    expect(() => compare(xenPv, {} as never)).toThrow(
      expect.objectContaining({ code: 'invalid-value', path: 'scenarios' }),
    );
  });

  it('sets every placement of a topology beside the first', () => {
    const { predictions } = compare(xenPv);
    expect(predictions).toHaveLength(4 * 3);
    for (const one of predictions) {
      const first = predictions.find((other) => other.topology === one.topology);
      close(one.speedup, one.throughput / (first?.throughput ?? Number.NaN));
      close(one.throughput, predict(xenPv, { topology: one.topology, placement: one.placement }).throughput);
    }
    expect(predictions[4].speedup).toBeCloseTo(1.79, 2);
  });
});
