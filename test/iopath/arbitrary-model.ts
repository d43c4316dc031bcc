import fc from 'fast-check';
import type { Link, PathModelInput } from '../../src';

const cost = (max: number) => fc.double({ min: 0, max, noNaN: true });

/** A random path: a chain of stages in up to four contexts on up to four cores, with random mechanisms and costs. */
export const arbitraryModel: fc.Arbitrary<PathModelInput> = fc
  .record({
    stages: fc.array(
      fc.record({
        context: fc.constantFrom('guest', 'driver', 'hypervisor', 'peer'),
        cycles: fc.double({ min: 50, max: 4000, noNaN: true }),
        cyclesPerByte: cost(0.5),
        metadataLines: cost(10),
        per: fc.constantFrom(
          'packet' as const,
          'segment' as const,
          'acknowledgement' as const,
          'message' as const,
        ),
        payload: fc.constantFrom('none', 'read', 'write'),
      }),
      { minLength: 1, maxLength: 9 },
    ),
    mechanisms: fc.array(fc.constantFrom('call', 'event-channel', 'kick', 'interrupt-injection', 'poll'), {
      minLength: 9,
      maxLength: 9,
    }),
    cores: fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 4, maxLength: 4 }),
    batch: fc.double({ min: 1, max: 40, noNaN: true }),
    rate: fc.constantFrom(1e9, 10e9, 100e9),
    roundTrip: cost(1e-3),
    message: fc.integer({ min: 1, max: 65_536 }),
    tagged: fc.boolean(),
    cached: cost(1),
  })
  .map((draw): PathModelInput => {
    const names = draw.stages.map((_, s) => `stage-${s}`);
    const links = names
      .slice(1)
      .map((to, s): Link => ({ from: names[s], to, mechanism: draw.mechanisms[s] }));
    const stages = Object.fromEntries(
      draw.stages.map(({ payload, ...stage }, s) => [
        names[s],
        {
          ...stage,
          reads: payload === 'read' ? [`buffer-${s - 1}`] : [],
          writes: payload === 'write' ? [`buffer-${s}`] : [],
        },
      ]),
    );
    const [guest, driver, peer] = draw.cores;
    return {
      name: 'random',
      machine: {
        clock: 2.5e9,
        directCacheAccess: draw.cached,
        cores: {
          a: { socket: 'near', sibling: 'd' },
          b: { socket: 'near', clock: 3e9 },
          c: { socket: 'far' },
          d: { socket: 'near', sibling: 'a' },
        },
      },
      network: { rate: draw.rate, roundTrip: draw.roundTrip },
      traffic: { message: draw.message, window: 32, segmentation: 4 },
      batch: draw.batch,
      contexts: {
        guest: { footprintLines: 1000, touchedLinesPerUnit: 400, tlbPages: 40 },
        driver: { footprintLines: 1200, touchedLinesPerUnit: 500, tlbPages: 50, taggedTlb: draw.tagged },
        peer: { footprintLines: 700, touchedLinesPerUnit: 200, tlbPages: 30 },
        hypervisor: { footprintLines: 250, touchedLinesPerUnit: 150, tlbPages: 10, runsInCaller: true },
      },
      stages,
      topologies: { path: { stages: names, links, wire: true } },
      placements: { only: { assign: { guest, driver, peer, hypervisor: guest } } },
    };
  });
