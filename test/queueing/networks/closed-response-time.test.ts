import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closedMarkov, closedResponseTime, exactMva, type QueueingNetwork } from '../../../src/queueing';
import { caught, close } from './checks';

const time = fc.double({ min: 0.05, max: 3, noNaN: true });
const fcfs = 'first-come-first-served' as const;

describe('closedResponseTime', () => {
  it('has the mean of the exact chain, for several classes, servers and other stations', () => {
    fc.assert(
      fc.property(
        time,
        time,
        time,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 3 }),
        (s, t, z, m, other, a, b) => {
          const network: QueueingNetwork = {
            classes: { a: { population: a, thinkTime: z }, b: { population: b } },
            stations: {
              disk: { discipline: fcfs, serviceTime: s, servers: m },
              cpu: { serviceTime: { a: t, b: 2 * t }, servers: other },
              link: { discipline: 'delay', serviceTime: { a: 0, b: 1 } },
            },
          };
          const exact = closedMarkov({
            ...network,
            stations: { ...network.stations, link: { discipline: 'delay', demand: { b: 1 } } },
          });
          for (const name of b > 0 ? ['a', 'b'] : ['a']) {
            const { responseTime, foundOnArrival } = closedResponseTime(network, {
              station: 'disk',
              class: name,
            });
            close(responseTime.mean, exact.stations.disk.classes[name].responseTime!, 1e-9);
            close(
              foundOnArrival.reduce((sum, p) => sum + p, 0),
              1,
              1e-13,
            );
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  const one = (population: number, thinkTime: number, servers = 1): QueueingNetwork => ({
    classes: { job: { population, thinkTime } },
    stations: { disk: { discipline: fcfs, serviceTime: 0.5, servers } },
  });

  it('is exponential for a lone customer, and Erlang when everyone queues at once', () => {
    const lone = closedResponseTime(one(1, 3), { station: 'disk' }).responseTime;
    close(lone.cumulative(0.7), -Math.expm1(-1.4), 1e-13);
    close(lone.percentile(0.99), -0.5 * Math.log(0.01), 1e-11);
    // Without think time each customer waits for a whole round: Erlang of 3 stages.
    const round = closedResponseTime(one(3, 0), { station: 'disk' }).responseTime;
    const x = 2 * 0.4;
    close(round.cumulative(0.4), 1 - Math.exp(-x) * (1 + x + (x * x) / 2), 1e-12);
    close(round.mean, 1.5, 1e-13);
  });

  it('keeps tiny shares: P(T <= t) of Erlang 40 at a tenth of its mean', () => {
    const { responseTime } = closedResponseTime(one(40, 0), { station: 'disk' });
    // Poisson(4) at 40 or more: sum of exp(-4) 4^n / n!.
    let term = Math.exp(-4);
    for (let n = 1; n <= 40; n++) term *= 4 / n;
    let expected = 0;
    for (let n = 40; n < 100; n++) {
      expected += term;
      term *= 4 / (n + 1);
    }
    close(responseTime.cumulative(2), expected, 1e-11, 0);
  });

  it('rises from 0 to 1, and its percentiles invert it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 6 }),
        time,
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        (n, m, z, p) => {
          const { responseTime } = closedResponseTime(one(n, z, m), { station: 'disk' });
          const t = responseTime.percentile(p);
          close(responseTime.cumulative(t), p, 1e-9);
          expect(responseTime.cumulative(t * 1.01)).toBeGreaterThanOrEqual(responseTime.cumulative(t));
          expect(responseTime.cumulative(0)).toBe(0);
          close(responseTime.cumulative(1e12), 1, 1e-12);
          close(responseTime.mean, exactMvaMean(one(n, z, m)), 1e-9);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is quicker with more servers, and the service time alone with one for each customer', () => {
    const at = (m: number) =>
      closedResponseTime(one(8, 1, m), { station: 'disk' }).responseTime.cumulative(0.8);
    for (let m = 1; m < 8; m++) expect(at(m + 1)).toBeGreaterThan(at(m) - 1e-14);
    close(at(8), -Math.expm1(-1.6), 1e-12);
    const delay: QueueingNetwork = {
      classes: { job: { population: 4 } },
      stations: { d: { discipline: 'delay', serviceTime: 0.5 } },
    };
    close(closedResponseTime(delay, { station: 'd' }).responseTime.cumulative(0.8), -Math.expm1(-1.6), 1e-13);
  });

  it('holds for thousands of customers', () => {
    const { responseTime } = closedResponseTime(one(3000, 1000, 1), { station: 'disk' });
    // Saturated: X = 2, so the mean is 3000/2 - 1000 but for terms that vanish.
    close(responseTime.mean, 500, 1e-6);
    close(responseTime.percentile(0.5), 500, 0.01);
  });

  it.each([
    [
      'processor sharing',
      { classes: { a: { population: 1 } }, stations: { s: { demand: 1 } } },
      { station: 's' },
      'unsupported',
      'stations.s.discipline',
    ],
    [
      'an open class',
      { classes: { a: { arrivalRate: 1 } }, stations: { s: { demand: 0.1, discipline: fcfs } } },
      { station: 's' },
      'unsupported',
      'classes.a',
    ],
    ['an unknown station', one(1, 1), { station: 'x' }, 'unknown-name', 'options.station'],
    ['an unknown class', one(1, 1), { station: 'disk', class: 'x' }, 'unknown-name', 'options.class'],
    [
      'several classes without saying which',
      {
        classes: { a: { population: 1 }, b: { population: 1 } },
        stations: { s: { demand: 1, discipline: fcfs } },
      },
      { station: 's' },
      'invalid-shape',
      'options.class',
    ],
    ['a class without customers', one(0, 1), { station: 'disk' }, 'invalid-value', 'stations.disk'],
    [
      'load dependence',
      { classes: { a: { population: 1 } }, stations: { s: { demand: 1, discipline: fcfs, rates: [1, 3] } } },
      { station: 's' },
      'unsupported',
      'stations.s.rates',
    ],
    ['a misspelt option', one(1, 1), { station: 'disk', clas: 'job' }, 'invalid-shape', 'options.clas'],
  ])('rejects %s', (_, network, options, code, path) => {
    expect(caught(() => closedResponseTime(network as never, options as never))).toMatchObject({
      code,
      path,
    });
  });
});

/** Mean response by the chain of the one station, or by MVA where it has one server. */
function exactMvaMean(network: QueueingNetwork): number {
  const { servers } = network.stations.disk;
  const solution = servers === 1 ? exactMva(network) : closedMarkov(network);
  return solution.stations.disk.classes.job.responseTime!;
}
