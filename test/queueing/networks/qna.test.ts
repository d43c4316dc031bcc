import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mg1, openNetwork, type QueueingNetwork, qna } from '../../../src/queueing';
import { caught, close, littlesLaw, same } from './checks';

const fcfs = 'first-come-first-served' as const;
const tandem = (scv: number[], servers: number[], load = 0.7): QueueingNetwork => ({
  classes: { job: { arrivalRate: 1 } },
  stations: Object.fromEntries(
    scv.map((serviceVariability, k) => [
      `s${k}`,
      { discipline: fcfs, serviceTime: load * servers[k], servers: servers[k], serviceVariability },
    ]),
  ),
});

describe('qna', () => {
  it('is exact with Poisson arrivals and exponential service (Jackson), with splitting, merging and feedback', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 0.45, noNaN: true }),
        fc.integer({ min: 1, max: 3 }),
        (p, servers) => {
          const network: QueueingNetwork = {
            classes: { job: { arrivalRate: 1 } },
            stations: {
              a: { discipline: fcfs, serviceTime: 0.4 * servers, servers },
              b: { discipline: fcfs, serviceTime: 0.7 },
              c: { discipline: 'delay', serviceTime: 2 },
            },
            routing: [
              { from: null, to: 'a', probability: 1 },
              { from: 'a', to: 'b', probability: p },
              { from: 'a', to: 'c', probability: 1 - p },
              { from: 'b', to: 'a', probability: 1 },
              { from: 'c', to: null, probability: 1 },
            ],
          };
          const solution = qna(network);
          same(solution, openNetwork(network), 1e-10);
          for (const value of Object.values(solution.arrivalVariability)) close(value, 1, 1e-12);
          expect(solution.exact).toBe(false);
        },
      ),
    );
  });

  it('is Pollaczek-Khinchine at one M/G/1 station', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 20, noNaN: true }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (serviceVariability, load) => {
          const solution = qna(tandem([serviceVariability], [1], load));
          const alone = mg1({ arrivalRate: 1, serviceTime: load, serviceVariability });
          close(solution.waitingTime.s0, alone.waitingTime.mean, 1e-11);
        },
      ),
    );
  });

  it("obeys Little's law and grows with variability, in both variants", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.3, max: 6, noNaN: true }), { minLength: 3, maxLength: 3 }),
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 3, maxLength: 3 }),
        fc.double({ min: 0.2, max: 4, noNaN: true }),
        fc.constantFrom('whitt' as const, 'gautam' as const),
        (scv, servers, arrivalVariability, variant) => {
          const solution = qna(tandem(scv, servers), { arrivalVariability, variant });
          littlesLaw(solution);
          const more = qna(
            tandem(
              scv.map((value) => value + 0.5),
              servers,
            ),
            { arrivalVariability, variant },
          );
          for (const name of ['s0', 's1', 's2']) {
            expect(solution.waitingTime[name]).toBeGreaterThan(0);
            expect(more.waitingTime[name]).toBeGreaterThan(solution.waitingTime[name]);
          }
        },
      ),
    );
  });

  it('passes a regular stream on through deterministic stations: nobody waits for D/D/1', () => {
    const solution = qna(tandem([0, 0], [1, 1]), { arrivalVariability: 0, variant: 'gautam' });
    close(solution.waitingTime.s0, 0);
    close(solution.waitingTime.s1, 0);
  });

  it('merges classes, weighted by their arrivals', () => {
    const solution = qna({
      classes: { short: { arrivalRate: 3 }, long: { arrivalRate: 1 } },
      stations: { s: { discipline: fcfs, serviceTime: { short: 0.1, long: 0.3 }, serviceVariability: 1 } },
    });
    // M/G/1 with E[S] = 0.15 and E[S^2] = 0.75 x 0.02 + 0.25 x 0.18: W = 4 E[S^2] / (2 (1 - 0.6)).
    close(solution.waitingTime.s, (4 * 0.06) / (2 * 0.4), 1e-12);
    close(solution.stations.s.classes.long.responseTime!, solution.waitingTime.s + 0.3, 1e-12);
  });

  it('answers saturation, and no arrivals', () => {
    const over = qna(tandem([1, 4], [1, 1], 1.2));
    expect(over).toMatchObject({ stable: false, saturation: { station: 's0' } });
    expect(over.stations.s1.queueLength).toBe(Number.POSITIVE_INFINITY);
    expect(JSON.stringify(over)).not.toContain('NaN');
    const none = qna({ classes: { job: { arrivalRate: 0 } }, stations: { s: { serviceTime: 1 } } });
    expect(none.stations.s.classes.job.responseTime).toBe(1);
    expect(none.saturation.scale).toBe(Number.POSITIVE_INFINITY);
  });

  it.each([
    [
      'a closed class',
      { classes: { a: { population: 1 } }, stations: { s: { demand: 1 } } },
      {},
      'unsupported',
      'classes.a',
    ],
    [
      'a limited capacity',
      { classes: { a: { arrivalRate: 1 } }, stations: { s: { demand: 0.1, capacity: 4 } } },
      {},
      'unsupported',
      'stations.s.capacity',
    ],
    [
      'load dependence',
      { classes: { a: { arrivalRate: 1 } }, stations: { s: { demand: 0.1, rates: [1, 2] } } },
      {},
      'unsupported',
      'stations.s',
    ],
    [
      'processor sharing by name',
      {
        classes: { a: { arrivalRate: 1 } },
        stations: { s: { demand: 0.1, discipline: 'processor-sharing' } },
      },
      {},
      'unsupported',
      'stations.s',
    ],
    [
      'visits without routing',
      { classes: { a: { arrivalRate: 1 } }, stations: { s: { visits: 2, serviceTime: 0.1 } } },
      {},
      'unsupported',
      'stations.s.visits',
    ],
    ['an unknown variant', tandem([1], [1]), { variant: 'kuehn' }, 'invalid-value', 'options.variant'],
    [
      'a negative variability',
      tandem([1], [1]),
      { arrivalVariability: -1 },
      'invalid-value',
      'options.arrivalVariability',
    ],
    [
      'the variability of no station',
      tandem([1], [1]),
      { arrivalVariability: { x: 1 } },
      'invalid-shape',
      'options.arrivalVariability.x',
    ],
  ])('rejects %s', (_, network, options, code, path) => {
    expect(caught(() => qna(network as never, options as never))).toMatchObject({ code, path });
  });
});
