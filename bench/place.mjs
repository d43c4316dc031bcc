/**
 * Time of the best assignment of 12 blocks of work to the core that they are on and four others.
 *
 *   npm run build && node bench/place.mjs
 */
import { fileURLToPath } from 'node:url';
import { place } from '../dist/index.js';

const mechanisms = ['call', 'event-channel', 'poll'];

/** A pipeline of blocks of unlike work, each in a context of its own, before an application that stays. */
function pipeline(blocks) {
  const numbers = Array.from({ length: blocks }, (_, i) => i);
  const entries = (of) => Object.fromEntries(numbers.map(of));
  return {
    machine: { clock: 2.5e9, cores: { home: {}, side: {} } },
    network: { roundTrip: 0, rate: 1e12 },
    traffic: { window: 400 },
    contexts: {
      application: {},
      ...entries((i) => [
        `owner-${i}`,
        {
          footprintLines: 200 + ((i * 389) % 900),
          touchedLinesPerUnit: 100 + ((i * 97) % 300),
          tlbPages: 10,
        },
      ]),
    },
    stages: {
      ...entries((i) => [
        `work-${i}`,
        {
          context: `owner-${i}`,
          cycles: 400 + ((i * 733) % 2900),
          metadataLines: (i * 5) % 8,
          reads: i > 0 ? [`buffer-${i - 1}`] : [],
          writes: [`buffer-${i}`],
        },
      ]),
      use: { context: 'application', cycles: 500, movable: 'no', application: true },
    },
    topologies: {
      path: {
        stages: [...numbers.map((i) => `work-${i}`), 'use'],
        links: [
          { to: 'work-0', mechanism: 'nic-interrupt' },
          ...numbers.slice(1).map((i) => ({
            from: `work-${i - 1}`,
            to: `work-${i}`,
            mechanism: mechanisms[i % mechanisms.length],
          })),
        ],
      },
    },
    placements: {
      all: {
        assign: Object.fromEntries(
          ['application', ...numbers.map((i) => `owner-${i}`)].map((name) => [name, 'home']),
        ),
      },
    },
  };
}

/** Rows of the table of benchmarks. */
export function placements() {
  const model = pipeline(12);
  const taken = Array.from({ length: 4 }, () => {
    const start = performance.now();
    const { proven } = place(model, { sideCores: 4 }).search;
    if (!proven) throw new Error('the search has not proven its answer');
    return (performance.now() - start) / 1000;
  });
  return [
    ['place, 12 blocks and 4 side-cores, fresh process', `${taken[0].toFixed(2)} s`],
    ['place, 12 blocks and 4 side-cores, settled', `${Math.min(...taken.slice(1)).toFixed(2)} s`],
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const [what, time] of placements()) console.log(`${what}: ${time}`);
