import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { erlangB, lossNetwork } from '../../../src/queueing';
import { closeTo, expectRejections } from './markovian-laws';

type Route = readonly [load: number, need: readonly number[]];

const network = (capacities: readonly number[], routes: readonly Route[], serviceTime = 1) => ({
  links: Object.fromEntries(capacities.map((capacity, j) => [`l${j}`, { capacity }])),
  routes: Object.fromEntries(
    routes.map(([load, need], r) => [
      `r${r}`,
      {
        arrivalRate: load / serviceTime,
        serviceTime,
        circuits: Object.fromEntries(need.map((circuits, j) => [`l${j}`, circuits])),
      },
    ]),
  ),
});

/** Share of calls lost per route, by listing every state of the product form. */
function enumerate(capacities: readonly number[], routes: readonly Route[]): number[] {
  let total = 0;
  const lost = routes.map(() => 0);
  const visit = (r: number, used: number[], weight: number): void => {
    if (r === routes.length) {
      total += weight;
      routes.forEach(([, need], i) => {
        if (need.some((circuits, j) => used[j] + circuits > capacities[j])) lost[i] += weight;
      });
      return;
    }
    const [load, need] = routes[r];
    for (let calls = 0, term = weight; calls < 50; term *= load / ++calls) {
      const now = used.map((circuits, j) => circuits + calls * need[j]);
      if (now.some((circuits, j) => circuits > capacities[j])) break;
      visit(r + 1, now, term);
    }
  };
  visit(
    0,
    capacities.map(() => 0),
    1,
  );
  return lost.map((weight) => weight / total);
}

const anyNetwork = fc
  .tuple(
    fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 3 }),
    fc.array(
      fc.tuple(
        fc.double({ min: 0.01, max: 8, noNaN: true }),
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 3, maxLength: 3 }),
      ),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([capacities, routes]) => ({
    capacities,
    routes: routes.map(([load, need]): Route => {
      const own = need.slice(0, capacities.length);
      return [load, own.some((circuits) => circuits > 0) ? own : own.map(() => 1)];
    }),
  }));

describe('lossNetwork', () => {
  it('is exact: it agrees with the list of all states', () => {
    fc.assert(
      fc.property(anyNetwork, ({ capacities, routes }) => {
        const answer = lossNetwork({ ...network(capacities, routes), method: 'exact' });
        expect(answer.exact).toBe(true);
        enumerate(capacities, routes).forEach((lost, r) => {
          closeTo(answer.routes[`r${r}`].blockingProbability, lost, 1e-11);
        });
      }),
    );
  });

  it("obeys Little's law and flow balance, within the links, by both methods", () => {
    fc.assert(
      fc.property(anyNetwork, ({ capacities, routes }) => {
        for (const method of ['exact', 'erlang-fixed-point'] as const) {
          const answer = lossNetwork({ ...network(capacities, routes, 3), method });
          const occupied = capacities.map(() => 0);
          routes.forEach(([load, need], r) => {
            const { throughput, queueLength, blockingProbability } = answer.routes[`r${r}`];
            closeTo(queueLength, throughput * 3);
            closeTo(throughput, (load / 3) * (1 - blockingProbability), 1e-11);
            need.forEach((circuits, j) => {
              occupied[j] += circuits * queueLength;
            });
          });
          capacities.forEach((capacity, j) => {
            closeTo(answer.links[`l${j}`].occupied, occupied[j], 1e-11, 1e-15);
            if (method === 'exact') expect(answer.links[`l${j}`].utilization).toBeLessThanOrEqual(1 + 1e-12);
            if (capacity === 0) expect(answer.links[`l${j}`].blockingProbability).toBe(1);
          });
        }
      }),
    );
  });

  it('converges to a point that solves its equations, whatever the order of links and routes', () => {
    fc.assert(
      fc.property(anyNetwork, ({ capacities, routes }) => {
        const answer = lossNetwork({ ...network(capacities, routes), method: 'erlang-fixed-point' });
        expect(answer.converged).toBe(true);
        expect(answer.exact).toBe(false);
        const full = capacities.map((_, j) => answer.links[`l${j}`].blockingProbability);
        capacities.forEach((capacity, j) => {
          const reduced = routes.reduce(
            (sum, [load, need]) =>
              need[j] === 0
                ? sum
                : sum +
                  need[j] *
                    load *
                    need.reduce(
                      (product, circuits, i) => product * (1 - full[i]) ** (circuits - (i === j ? 1 : 0)),
                      1,
                    ),
            0,
          );
          closeTo(erlangB({ offeredLoad: reduced, servers: capacity }), full[j], 1e-9, 1e-13);
        });
        const turned = lossNetwork({
          ...network(
            [...capacities].reverse(),
            [...routes].reverse().map(([load, need]): Route => [load, [...need].reverse()]),
          ),
          method: 'erlang-fixed-point',
        });
        closeTo(
          turned.routes[`r${routes.length - 1}`].blockingProbability,
          answer.routes.r0.blockingProbability,
          1e-9,
          1e-13,
        );
      }),
    );
  });

  it("is Erlang's B for one link, by both methods and at any load", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 5000, noNaN: true }),
        fc.integer({ min: 0, max: 300 }),
        (load, capacity) => {
          const expected = erlangB({ offeredLoad: load, servers: capacity });
          for (const method of ['exact', 'erlang-fixed-point'] as const) {
            const answer = lossNetwork({ ...network([capacity], [[load, [1]]]), method });
            closeTo(answer.routes.r0.blockingProbability, expected, 1e-11, 1e-15);
            closeTo(answer.links.l0.blockingProbability, expected, 1e-11);
          }
        },
      ),
    );
  });

  it('loses more with more load; the two methods near each other on large links', () => {
    const at = (load: number, method: 'exact' | 'erlang-fixed-point') =>
      lossNetwork({
        ...network(
          [50, 50],
          [
            [load, [1, 0]],
            [load, [1, 1]],
            [load, [0, 1]],
          ],
        ),
        method,
      }).routes.r1.blockingProbability;
    let before = 0;
    for (const load of [10, 15, 20, 30, 100, 1e5]) {
      const exact = at(load, 'exact');
      expect(exact).toBeGreaterThan(before);
      before = exact;
      // the doc comment's 5 % at moderate loss, some more where loss is rare
      closeTo(at(load, 'erlang-fixed-point'), exact, load < 20 ? 0.15 : 0.07);
    }
  });

  it('chooses by size, and refuses what is too large', () => {
    const small = network([6, 7], [[4, [1, 1]]]);
    const large = network([1000, 1000, 1000], [[900, [1, 1, 1]]]);
    expect(lossNetwork(small).method).toBe('exact');
    expect(lossNetwork(large).method).toBe('erlang-fixed-point');
    expect(() => lossNetwork({ ...large, method: 'exact' })).toThrow(/combinations/);
    expect(lossNetwork({ links: {}, routes: {} }).exact).toBe(true);
    expect(Object.isFrozen(lossNetwork(small).routes.r0)).toBe(true);
  });

  it('rejects bad input', () => {
    const route = { arrivalRate: 1, serviceTime: 1, circuits: { a: 1 } };
    expectRejections(lossNetwork, { links: { a: { capacity: 2 } }, routes: { x: route } }, [
      [{ links: { a: { capacity: -1 } } }, 'invalid-value', 'links.a.capacity'],
      [{ links: { a: { circuits: 1 } } }, 'invalid-shape', 'links.a.circuits'],
      [{ links: [] }, 'invalid-value', 'links'],
      [{ routes: { x: { ...route, arrivalRate: Number.NaN } } }, 'invalid-value', 'routes.x.arrivalRate'],
      [{ routes: { x: { ...route, serviceTime: 0 } } }, 'invalid-value', 'routes.x.serviceTime'],
      [{ routes: { x: { ...route, circuits: { b: 1 } } } }, 'unknown-name', 'routes.x.circuits.b'],
      [{ routes: { x: { ...route, circuits: { a: 0.5 } } } }, 'invalid-value', 'routes.x.circuits.a'],
      [{ method: 'kelly' }, 'invalid-value', 'method'],
      [{ link: {} }, 'invalid-shape', 'link'],
    ]);
  });
});
