import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactMva, type QueueingNetwork, type Route, trafficEquations } from '../../../src/queueing';
import { caught, close } from './checks';

/** Random routing of one class over stations s0, s1, ...; every row has a share that leaves. */
const matrices = fc.integer({ min: 1, max: 5 }).chain((size) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: size + 1, maxLength: size + 1 }), {
    minLength: size + 1,
    maxLength: size + 1,
  }),
);

/** Row 0 is the world outside; weights become probabilities. Everywhere a customer may leave, or go on to the next. */
function network(weights: number[][], one: QueueingNetwork['classes'][string]): QueueingNetwork {
  const size = weights.length;
  const name = (i: number) => (i === 0 ? null : `s${i - 1}`);
  const routing: Route[] = weights.flatMap((row, i) => {
    const real = row.map((w, j) =>
      i === 0 && j === 0 ? 0 : w + (j === (i + 1) % size || (j === 0 && i > 0) ? 1 : 0),
    );
    const total = real.reduce((a, b) => a + b, 0);
    return real.map((w, j) => ({ from: name(i), to: name(j), probability: w / total }));
  });
  const stations = Object.fromEntries(weights.slice(1).map((_, k) => [`s${k}`, { serviceTime: 1 }]));
  return { classes: { job: one }, stations, routing };
}

describe('trafficEquations', () => {
  it('balances the flow at every station, open and closed alike', () => {
    fc.assert(
      fc.property(matrices, (weights) => {
        const given = network(weights, { arrivalRate: 3 });
        const open = trafficEquations(given);
        for (const station of Object.keys(given.stations)) {
          const into = given.routing!.filter((route) => route.to === station);
          const expected = into.reduce(
            (sum, route) => sum + route.probability * (route.from === null ? 1 : open.visits[route.from].job),
            0,
          );
          close(open.visits[station].job, expected, 1e-12);
          close(open.arrivalRates[station].job, 3 * open.visits[station].job, 1e-14);
        }
        const closed = trafficEquations(network(weights, { population: 2 }));
        for (const station of Object.keys(given.stations))
          close(closed.visits[station].job, open.visits[station].job, 1e-12);
        expect(closed.arrivalRates.s0).toEqual({});
      }),
    );
  });

  it('scales a closed chain to one visit of the reference station', () => {
    fc.assert(
      fc.property(matrices, (weights) => {
        const given = network(weights, { population: 1 });
        const free = trafficEquations(given);
        const tied = trafficEquations(given, { reference: 's0' });
        expect(tied.visits.s0.job).toBe(1);
        for (const station of Object.keys(given.stations))
          close(tied.visits[station].job, free.visits[station].job / free.visits.s0.job, 1e-13);
      }),
    );
  });

  it('is 1 / (1 - p) for a station that is repeated with probability p, also when hardly anyone leaves', () => {
    const visits = (leave: number) =>
      trafficEquations({
        classes: { job: { arrivalRate: 1 } },
        stations: { loop: { serviceTime: 1 }, other: { serviceTime: 1 } },
        routing: [
          { from: null, to: 'loop', probability: 1 },
          { from: 'loop', to: 'other', probability: 1 - leave },
          { from: 'loop', to: null, probability: leave },
          { from: 'other', to: 'loop', probability: 1 },
        ],
      }).visits.loop.job;
    close(visits(1e-15), 1e15, 1e-13);
    close(visits(0.25), 4, 1e-14);
  });

  it('joins classes that switch, and leaves others alone', () => {
    const solution = trafficEquations({
      classes: { a: { population: 2 }, b: { population: 1 }, c: { arrivalRate: 2 } },
      stations: { cpu: { serviceTime: 1 }, disk: { serviceTime: 1 } },
      routing: [
        { from: 'cpu', class: 'a', to: 'disk', toClass: 'b', probability: 1 },
        { from: 'disk', class: 'b', to: 'cpu', toClass: 'a', probability: 0.5 },
        { from: 'disk', class: 'b', to: 'disk', probability: 0.5 },
        { from: null, class: 'c', to: 'disk', probability: 1 },
        { from: 'disk', class: 'c', to: null, probability: 1 },
      ],
    });
    expect(solution.chains).toEqual([
      { classes: ['a', 'b'], population: 3 },
      { classes: ['c'], arrivalRate: 2 },
    ]);
    expect(solution.visits).toEqual({ cpu: { a: 1, b: 0, c: 0 }, disk: { a: 0, b: 2, c: 1 } });
  });

  it('gives solvers the visits of a network with routing', () => {
    const stations = { cpu: { serviceTime: 0.1 }, disk: { serviceTime: 0.3 } };
    const routed = exactMva({
      classes: { job: { population: 5, thinkTime: 2 } },
      stations,
      routing: [
        { from: null, to: 'cpu', probability: 1 },
        { from: 'cpu', to: 'disk', probability: 0.75 },
        { from: 'cpu', to: null, probability: 0.25 },
        { from: 'disk', to: 'cpu', probability: 1 },
      ],
    });
    const visited = exactMva({
      classes: { job: { population: 5, thinkTime: 2 } },
      stations: { cpu: { visits: 4, serviceTime: 0.1 }, disk: { visits: 3, serviceTime: 0.3 } },
    });
    close(routed.classes.job.throughput, visited.classes.job.throughput, 1e-13);
    close(routed.stations.disk.queueLength, visited.stations.disk.queueLength, 1e-13);
  });

  const two = {
    classes: { job: { population: 1 } },
    stations: { a: { serviceTime: 1 }, b: { serviceTime: 1 } },
  };
  const open = { ...two, classes: { job: { arrivalRate: 1 } } };
  it.each([
    ['no routing', two, 'invalid-shape', 'routing'],
    [
      'an unknown station',
      { ...two, routing: [{ from: 'a', to: 'c', probability: 1 }] },
      'unknown-name',
      'routing[0].to',
    ],
    [
      'an unknown class',
      { ...two, routing: [{ from: 'a', to: 'b', class: 'x', probability: 1 }] },
      'unknown-name',
      'routing[0].class',
    ],
    [
      'probabilities that do not add up',
      { ...two, routing: [{ from: 'a', to: 'b', probability: 0.5 }] },
      'invalid-value',
      'routing',
    ],
    [
      'a probability above 1',
      { ...two, routing: [{ from: 'a', to: 'b', probability: 2 }] },
      'invalid-value',
      'routing[0].probability',
    ],
    ['a dead end', { ...two, routing: [{ from: 'a', to: 'b', probability: 1 }] }, 'invalid-value', 'routing'],
    [
      'an open class that never leaves',
      {
        ...open,
        routing: [
          { from: null, to: 'a', probability: 1 },
          { from: 'a', to: 'a', probability: 1 },
        ],
      },
      'invalid-value',
      'routing',
    ],
    [
      'an open class that never comes',
      { ...open, routing: [{ from: 'a', to: null, probability: 1 }] },
      'invalid-shape',
      'routing',
    ],
    [
      'two separate parts',
      {
        ...two,
        routing: [
          { from: 'a', to: 'a', probability: 1 },
          { from: 'b', to: 'b', probability: 1 },
        ],
      },
      'unsupported',
      'routing',
    ],
    [
      'a bad class',
      { ...two, classes: { job: { population: -1 } }, routing: [{ from: 'a', to: 'a', probability: 1 }] },
      'invalid-value',
      'classes.job.population',
    ],
  ])('rejects %s', (_, given, code, path) => {
    expect(caught(() => trafficEquations(given as never))).toMatchObject({ code, path });
  });

  it('rejects an unknown reference, and a demand beside routing', () => {
    const routing = [{ from: 'a', to: 'a', probability: 1 }];
    expect(caught(() => trafficEquations({ ...two, routing }, { reference: 'z' }))).toMatchObject({
      path: 'options.reference',
    });
    expect(caught(() => trafficEquations({ ...two, routing }, { reference: 'b' }))).toMatchObject({
      path: 'options.reference',
    });
    const demand = { ...two, stations: { a: { demand: 1 }, b: { serviceTime: 1 } }, routing };
    expect(caught(() => exactMva(demand))).toMatchObject({
      code: 'invalid-shape',
      path: 'stations.a.demand',
    });
    const thinking = { ...two, classes: { job: { population: 1, thinkTime: 3 } }, routing };
    expect(caught(() => exactMva(thinking))).toMatchObject({
      code: 'invalid-shape',
      path: 'classes.job.thinkTime',
    });
  });
});
