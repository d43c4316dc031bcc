import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exactConvolution,
  exactMva,
  openNetwork,
  type QueueingNetwork,
  type Station,
} from '../../../src/queueing';
import { closeTo } from './closed-networks';
import { enumerated, mixedBag } from './random-networks';

/** Rates that closed customers see beside a load of open ones, and the mean number of those, by plain summation. */
function besideOpen(rate: (n: number) => number, load: number, most: number) {
  const upTo = 400;
  const logWeight = [0];
  for (let n = 1; n <= most + upTo + 1; n++) logWeight.push(logWeight[n - 1] - Math.log(rate(n)));
  const factor: number[] = [];
  const open: number[] = [];
  for (let n = 0; n <= most; n++) {
    let sum = 0;
    let mean = 0;
    let logChoose = 0;
    for (let m = 0; m <= upTo; m++) {
      const term =
        load === 0 && m > 0 ? 0 : Math.exp(logChoose + (m > 0 ? m * Math.log(load) : 0) + logWeight[n + m]);
      sum += term;
      mean += m * term;
      logChoose += Math.log((n + m + 1) / (m + 1));
    }
    factor.push(sum);
    open.push(mean / sum);
  }
  return { rates: factor.slice(1).map((sum, n) => factor[n] / sum), open };
}

const rateOf = (station: Omit<Station, 'demand' | 'serviceTime'>) => (n: number) => {
  if (station.discipline === 'delay') return n;
  if (station.rates) return station.rates[Math.min(n, station.rates.length) - 1];
  return Math.min(n, station.servers ?? 1);
};

const mixedOf = (
  given: {
    demands: readonly (readonly number[])[];
    population: readonly number[];
    thinkTime: readonly number[];
  },
  stations: readonly Omit<Station, 'demand' | 'serviceTime'>[],
  openDemand: readonly number[],
): QueueingNetwork => ({
  classes: {
    ...Object.fromEntries(
      given.population.map((population, r) => [`c${r}`, { population, thinkTime: given.thinkTime[r] }]),
    ),
    open: { arrivalRate: 1 },
  },
  stations: Object.fromEntries(
    given.demands.map((row, k) => [
      `s${k}`,
      {
        ...stations[k],
        demand: { ...Object.fromEntries(row.map((demand, r) => [`c${r}`, demand])), open: openDemand[k] },
      },
    ]),
  ),
});

describe('mixed networks', () => {
  it('agree with the product form summed over every state, open customers included', () => {
    fc.assert(
      fc.property(
        mixedBag({ population: 6, stations: 3 }),
        fc.array(fc.double({ min: 0, max: 0.6, noNaN: true }), { minLength: 3, maxLength: 3 }),
        (given, shares) => {
          const stations = given.stations ?? [];
          const most = given.population.reduce((sum, n) => sum + n, 0);
          const openDemand = given.demands.map((_, k) => {
            const station = stations[k];
            const limit = station.rates ? station.rates[station.rates.length - 1] : (station.servers ?? 1);
            return shares[k] * limit;
          });
          const beside = given.demands.map((_, k) =>
            besideOpen(rateOf(stations[k]), openDemand[k], most + 1),
          );
          const truth = enumerated({ ...given, stations: beside.map(({ rates }) => ({ rates })) });
          const solution = exactConvolution(mixedOf(given, stations, openDemand));
          given.demands.forEach((_, k) => {
            const station = solution.stations[`s${k}`];
            truth.queueLength[k].forEach((length, r) => {
              expect(station.classes[`c${r}`].queueLength).toBeCloseTo(length, 9);
            });
            const open = truth.distribution[k].reduce((sum, p, n) => sum + p * beside[k].open[n], 0);
            expect(station.classes.open.queueLength).toBeCloseTo(open, 8);
          });
          truth.throughput.forEach((rate, r) => {
            closeTo(solution.classes[`c${r}`].throughput, rate, 1e-9);
          });
          expect(solution.stable).toBe(true);
          expect(solution.logNormalizingConstant).toBeUndefined();
        },
      ),
      { numRuns: 200 },
    );
  });

  it('are the same by mean values and by convolution, and the closed classes see slower servers', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.05, max: 2, noNaN: true }), { minLength: 2, maxLength: 2 }),
        fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 0.999, noNaN: true })),
        fc.integer({ min: 1, max: 20 }),
        (demand, load, population) => {
          const network: QueueingNetwork = {
            classes: { batch: { population, thinkTime: 1 }, stream: { arrivalRate: 2 } },
            stations: {
              cpu: { demand: { batch: demand[0], stream: load / 2 } },
              disk: { demand: { batch: demand[1] } },
            },
          };
          const byMeans = exactMva(network);
          const byConstants = exactConvolution(network);
          const slower = exactMva({
            classes: { batch: { population, thinkTime: 1 } },
            stations: { cpu: { demand: demand[0] / (1 - load) }, disk: { demand: demand[1] } },
          });
          closeTo(byMeans.classes.batch.throughput, byConstants.classes.batch.throughput);
          closeTo(byMeans.classes.batch.throughput, slower.classes.batch.throughput);
          // an arrival of the stream finds the time averages (PASTA): R = D (1 + Q_batch) / (1 - load)
          const seen = slower.stations.cpu.queueLength;
          closeTo(byMeans.classes.stream.responseTime, ((load / 2) * (1 + seen)) / (1 - load));
          closeTo(byConstants.classes.stream.responseTime, byMeans.classes.stream.responseTime);
        },
      ),
    );
  });

  it('meet the open network when nobody is in the closed class', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (servers, load) => {
          const station = { servers, demand: { stream: servers * load, batch: 0.3 } };
          const mixed = exactConvolution({
            classes: { stream: { arrivalRate: 1 }, batch: { population: 0 } },
            stations: { cpu: station },
          });
          const open = openNetwork({
            classes: { stream: { arrivalRate: 1 } },
            stations: { cpu: { servers, demand: servers * load } },
          });
          closeTo(mixed.classes.stream.responseTime, open.classes.stream.responseTime, 1e-8);
        },
      ),
    );
  });

  it('answer saturation by open classes: closed classes that pass there stop, the others go on', () => {
    const solution = exactConvolution({
      classes: { flood: { arrivalRate: 3 }, stuck: { population: 4 }, free: { population: 2, thinkTime: 1 } },
      stations: {
        cpu: { demand: { flood: 1, stuck: 0.5 }, servers: 2 },
        disk: { demand: { stuck: 1, free: 1 } },
      },
    });
    expect(solution.stable).toBe(false);
    expect(solution.saturation).toEqual({ station: 'cpu', scale: 2 / 3 });
    expect(solution.warnings).toMatchObject([{ code: 'saturated', path: 'stations.cpu' }]);
    expect(solution.stations.cpu.classes.flood.queueLength).toBe(Number.POSITIVE_INFINITY);
    expect(solution.classes.stuck.throughput).toBe(0);
    expect(solution.classes.stuck.responseTime).toBe(Number.POSITIVE_INFINITY);
    expect(solution.stations.cpu.classes.stuck.queueLength).toBe(4);
    const alone = exactMva({
      classes: { free: { population: 2, thinkTime: 1 } },
      stations: { disk: { demand: 1 } },
    });
    closeTo(solution.classes.free.throughput, alone.classes.free.throughput);
  });

  it('stay exact a hair below saturation and with a thousand servers', () => {
    const network = (arrivalRate: number, servers: number): QueueingNetwork => ({
      classes: { stream: { arrivalRate }, batch: { population: 5, thinkTime: 1 } },
      stations: { cpu: { demand: 1, servers } },
    });
    const close = exactConvolution(network(1 - 1e-9, 1));
    // R = (1 + Q) / (1 - load); Q tends to 5
    closeTo(close.classes.stream.responseTime * 1e-9, 6, 1e-6);
    const many = exactConvolution(network(500, 1000));
    closeTo(many.classes.batch.throughput, 2.5, 1e-9);
    closeTo(many.classes.stream.queueLength, 500, 1e-9);
  });
});
