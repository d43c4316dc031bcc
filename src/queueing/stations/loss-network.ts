import { deepFreeze, oneOf, onlyFields, plainObject, SidecoreError } from '../../common';
import { erlangFixedPoint } from './erlang-fixed-point';
import { exactLoss, occupancyCount } from './loss-network-exact';
import { type LossLink, type LossNumbers, type LossRoute, lossArrays } from './loss-network-model';

/** What `lossNetwork` is asked. */
export interface LossNetworkOptions {
  readonly links: Readonly<Record<string, LossLink>>;
  readonly routes: Readonly<Record<string, LossRoute>>;
  /** `auto` (default) takes the exact method up to a million steps, the fixed point beyond. */
  readonly method?: 'auto' | 'exact' | 'erlang-fixed-point';
}

/** What `lossNetwork` answers. */
export interface LossNetworkAnswer {
  readonly kind: 'loss-network';
  readonly method: 'exact' | 'erlang-fixed-point';
  readonly exact: boolean;
  readonly links: Readonly<
    Record<
      string,
      {
        /** Share of time that all circuits are taken. */
        readonly blockingProbability: number;
        /** Mean number of circuits taken. */
        readonly occupied: number;
        /** Mean share of circuits taken. */
        readonly utilization: number;
      }
    >
  >;
  readonly routes: Readonly<
    Record<
      string,
      {
        /** Share of calls lost. */
        readonly blockingProbability: number;
        /** Calls carried per second. */
        readonly throughput: number;
        /** Mean number of calls in progress. */
        readonly queueLength: number;
      }
    >
  >;
  /** Of the fixed point. */
  readonly converged?: boolean;
  readonly iterations?: number;
  /** Largest change of a link's blocking in the last round. */
  readonly residual?: number;
}

const mostCells = 2e7;

/**
 * A loss network: calls on a route need circuits on several links at once and are lost when any is short. Poisson
 * arrivals, any distribution of the holding time (`serviceTime`).
 *
 * `exact`: the product-form distribution of circuits taken, in time and memory proportional to the product of
 * (capacity + 1) over the links. `erlang-fixed-point`: links block independently, each under a load reduced by the
 * others. It is exact for a single link with one circuit per call and as capacities and loads grow together. Measured
 * against `exact`: the loss of a route is off by up to 20 % on links of 5 circuits that several routes share, and by 5 %
 * on links of 50; it is taken up to twice too high where one route alone fills several links, and two to three times too
 * low where calls need 4 or 5 circuits of a link.
 *
 * @throws SidecoreError `invalid-value` for a bad rate, time, capacity or number of circuits; `unknown-name` for a link
 * that does not exist; `too-large` for `exact` beyond 20 million combinations; `invalid-shape` for an unknown field
 * @example
 * const answer = lossNetwork({
 *   links: { north: { capacity: 6 }, south: { capacity: 7 } },
 *   routes: {
 *     short: { arrivalRate: 3, serviceTime: 1, circuits: { north: 1 } },
 *     through: { arrivalRate: 4, serviceTime: 1, circuits: { north: 1, south: 1 } },
 *   },
 * });
 * answer.routes.through.blockingProbability;
 * @see erlangB
 *
 * F. P. Kelly 1986, "Blocking probabilities in large circuit-switched networks", Advances in Applied Probability 18;
 * J. S. Kaufman 1981, "Blocking in a shared resource environment", IEEE Transactions on Communications 29(10).
 */
export function lossNetwork(options: LossNetworkOptions): LossNetworkAnswer {
  plainObject(options, 'options');
  onlyFields(options, ['links', 'routes', 'method'], '');
  const asked = oneOf(options.method ?? 'auto', ['auto', 'exact', 'erlang-fixed-point'] as const, 'method');
  const network = lossArrays(options.links, options.routes);
  const { linkNames, routeNames, capacity, load, need } = network;
  const cells = occupancyCount(network);
  const exact = asked === 'exact' || (asked === 'auto' && cells * (routeNames.length + 1) <= 1e6);
  if (exact && cells > mostCells)
    throw new SidecoreError({
      code: 'too-large',
      path: 'links',
      message: `the links have ${cells} combinations of circuits taken, more than ${mostCells}`,
      hint: "use method: 'erlang-fixed-point'",
    });
  const { full, lost, ...iteration }: LossNumbers = exact ? exactLoss(network) : erlangFixedPoint(network);

  const carried = load.map((calls, r) => calls * (1 - lost[r]));
  const links = linkNames.map((name, j) => {
    const occupied = carried.reduce((sum, calls, r) => sum + calls * need[j * routeNames.length + r], 0);
    const utilization = capacity[j] > 0 ? occupied / capacity[j] : 0;
    return [name, { blockingProbability: full[j], occupied, utilization }] as const;
  });
  const routes = routeNames.map((name, r) => {
    const throughput = options.routes[name].arrivalRate * (1 - lost[r]);
    return [name, { blockingProbability: lost[r], throughput, queueLength: carried[r] }] as const;
  });
  return deepFreeze({
    kind: 'loss-network',
    method: exact ? 'exact' : 'erlang-fixed-point',
    exact,
    links: Object.fromEntries(links),
    routes: Object.fromEntries(routes),
    ...iteration,
  });
}
