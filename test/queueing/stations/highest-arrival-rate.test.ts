import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  erlangB,
  fewestServers,
  highestArrivalRate,
  mm1,
  mmc,
  mmcAbandonment,
  mmck,
  type StationTarget,
} from '../../../src/queueing';
import { anyTime, badServers, badTimes, closeTo, expectRejections } from './markovian-laws';

const fewServers = fc.integer({ min: 1, max: 50 });

describe('highestArrivalRate', () => {
  it('inverts M/M/1: rate = 1 / S - 1 / R, and for a percentile 1 / S - log(1 / (1 - p)) / t', () => {
    fc.assert(
      fc.property(anyTime, fc.double({ min: 1.01, max: 100, noNaN: true }), (serviceTime, stretch) => {
        const found = highestArrivalRate({
          serviceTime,
          servers: 1,
          target: { responseTime: serviceTime * stretch },
        });
        closeTo(found.arrivalRate, (1 - 1 / stretch) / serviceTime, 1e-11);
        closeTo(
          mm1({ arrivalRate: found.arrivalRate, serviceTime }).responseTime.mean,
          serviceTime * stretch,
        );
        const share = 0.9;
        const time = serviceTime * stretch * Math.log(10);
        const percentile = highestArrivalRate({
          serviceTime,
          servers: 1,
          target: { responseTimePercentile: { share, time } },
        });
        closeTo(percentile.arrivalRate, (1 - 1 / stretch) / serviceTime, 1e-10);
      }),
      { numRuns: 50 },
    );
  });

  const targets: readonly StationTarget[] = [
    { waitingTime: 0.1 },
    { responseTime: 1.05 },
    { waitingProbability: 0.2 },
    { waitingTimePercentile: { share: 0.9, time: 0.3 } },
    { responseTimePercentile: { share: 0.9, time: 3 } },
    { blockingProbability: 0.01 },
  ];
  it.each(targets)('keeps %j, just below it a server more is not needed, just above it is', (target) => {
    fc.assert(
      fc.property(fewServers, (servers) => {
        const { arrivalRate } = highestArrivalRate({ serviceTime: 1, servers, target });
        expect(fewestServers({ arrivalRate: arrivalRate * (1 - 1e-9), serviceTime: 1, target }).servers).toBe(
          servers,
        );
        expect(fewestServers({ arrivalRate: arrivalRate * (1 + 1e-9), serviceTime: 1, target }).servers).toBe(
          servers + 1,
        );
      }),
      { numRuns: 15 },
    );
  });

  it('grows with the servers, stays below saturation, and scales with time', () => {
    fc.assert(
      fc.property(fewServers, anyTime, (servers, serviceTime) => {
        const target = { waitingProbability: 0.3 };
        const { arrivalRate, answer } = highestArrivalRate({ serviceTime, servers, target });
        expect(arrivalRate).toBeLessThan(answer.saturationRate);
        expect(highestArrivalRate({ serviceTime, servers: servers + 1, target }).arrivalRate).toBeGreaterThan(
          arrivalRate,
        );
        closeTo(
          highestArrivalRate({ serviceTime: serviceTime * 4, servers, target }).arrivalRate,
          arrivalRate / 4,
        );
        closeTo(mmc({ arrivalRate, serviceTime, servers }).waitingProbability, 0.3, 1e-12);
      }),
      { numRuns: 50 },
    );
  });

  it('asks the stations that lose customers, beyond the capacity of the servers too', () => {
    const lossy = highestArrivalRate({ serviceTime: 0.01, servers: 4, target: { blockingProbability: 0.6 } });
    closeTo(erlangB({ offeredLoad: lossy.arrivalRate * 0.01, servers: 4 }), 0.6, 1e-12);
    expect(lossy.arrivalRate).toBeGreaterThan(400);
    const limited = highestArrivalRate({
      serviceTime: 1,
      servers: 4,
      waitingPlaces: 20,
      target: { responseTimePercentile: { share: 0.99, time: 7 } },
    });
    const station = mmck({ arrivalRate: limited.arrivalRate, serviceTime: 1, servers: 4, capacity: 24 });
    closeTo(station.responseTime.percentile(0.99), 7, 1e-10);
    const desk = highestArrivalRate({
      serviceTime: 1,
      servers: 40,
      patience: 2,
      target: { serviceLevel: { share: 0.8, time: 0.1 } },
    });
    closeTo(
      mmcAbandonment({
        arrivalRate: desk.arrivalRate,
        serviceTime: 1,
        servers: 40,
        patience: 2,
      }).serviceLevel(0.1),
      0.8,
      1e-12,
    );
  });

  it('rejects bad input, what is never met and what always is', () => {
    const good = { serviceTime: 0.5, servers: 2, target: { responseTime: 2 } };
    expectRejections(highestArrivalRate, good, [
      ...badTimes,
      ...badServers,
      [{ arrivalRate: 1 }, 'invalid-shape', 'arrivalRate'],
      [{ target: { responseTime: 0.4 } }, 'invalid-value', 'target.responseTime'],
      [{ target: { waitingTime: 50 }, waitingPlaces: 3 }, 'invalid-value', 'target.waitingTime'],
      [{ target: { serviceLevel: { share: 0.8, time: 2 } } }, 'unsupported', 'target.serviceLevel'],
      [{ target: null }, 'invalid-value', 'target'],
      [{ waitingPlaces: -1, target: { waitingTime: 1 } }, 'invalid-value', 'waitingPlaces'],
    ]);
  });
});
