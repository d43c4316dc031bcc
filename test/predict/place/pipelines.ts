import fc from 'fast-check';
import type { PathModelInput } from '../../../src';

/** A pipeline of blocks that can all move, each in a context of its own, before a stage that stays. */
export const pipeline = (
  costs: readonly { readonly cycles: number; readonly lines: number; readonly footprint: number }[],
  mechanisms: readonly string[],
  sideSocket: string,
): PathModelInput => {
  const names = costs.map((_, i) => `work-${i}`);
  const contexts = costs.map((_, i) => `owner-${i}`);
  return {
    machine: {
      clock: 2.5e9,
      cores: { home: { socket: 'near' }, 'side-a': { socket: sideSocket }, 'side-b': { socket: sideSocket } },
    },
    network: { roundTrip: 0, rate: 1e12 },
    traffic: { window: 400 },
    contexts: {
      application: {},
      ...Object.fromEntries(
        contexts.map((name, i) => [
          name,
          { footprintLines: costs[i].footprint, touchedLinesPerUnit: costs[i].footprint / 3, tlbPages: 10 },
        ]),
      ),
    },
    stages: {
      ...Object.fromEntries(
        names.map((name, i) => [
          name,
          {
            context: contexts[i],
            cycles: costs[i].cycles,
            metadataLines: costs[i].lines,
            reads: i > 0 ? [`buffer-${i - 1}`] : [],
            writes: [`buffer-${i}`],
          },
        ]),
      ),
      use: { context: 'application', cycles: 500, movable: 'no', application: true },
    },
    topologies: {
      path: {
        stages: [...names, 'use'],
        links: [
          { to: names[0], mechanism: 'nic-interrupt' },
          ...names
            .slice(1)
            .map((to, i) => ({ from: names[i], to, mechanism: mechanisms[i % mechanisms.length] })),
        ],
      },
    },
    placements: {
      all: { assign: Object.fromEntries(['application', ...contexts].map((name) => [name, 'home'])) },
    },
  };
};

/** Random ones, with two side-cores on the same socket or another one. */
export const pipelines = (mostBlocks: number) =>
  fc
    .record({
      costs: fc.array(
        fc.record({
          cycles: fc.integer({ min: 100, max: 4000 }),
          lines: fc.integer({ min: 0, max: 10 }),
          footprint: fc.integer({ min: 50, max: 1500 }),
        }),
        { minLength: 1, maxLength: mostBlocks },
      ),
      mechanisms: fc.array(fc.constantFrom('call', 'event-channel', 'poll', 'kick'), {
        minLength: 1,
        maxLength: 3,
      }),
      sideSocket: fc.constantFrom('near', 'near', 'far'),
    })
    .map(({ costs, mechanisms, sideSocket }) => pipeline(costs, mechanisms, sideSocket));
