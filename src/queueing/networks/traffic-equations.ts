import { deepFreeze, onlyFields, plainObject, SidecoreError, shown } from '../../common';
import type { QueueingNetwork } from './model';
import { solveRouting } from './routing';

/** What `trafficEquations` is asked. */
export interface TrafficOptions {
  /**
   * The station that a closed chain visits once per passage. Default: the world outside (thinking) where routes lead to
   * it, else the first station that the chain visits.
   */
  readonly reference?: string;
}

/** Classes whose customers turn into each other. */
export interface TrafficChain {
  readonly classes: readonly string[];
  /** Closed: customers of all its classes. */
  readonly population?: number;
  /** Open: arrivals of all its classes, per second. */
  readonly arrivalRate?: number;
}

/** What `trafficEquations` answers. */
export interface TrafficSolution {
  readonly exact: boolean;
  readonly chains: readonly TrafficChain[];
  /** Visits per passage of the chain, by station and class. */
  readonly visits: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Arrivals per second at each station, by class; of open classes only. */
  readonly arrivalRates: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/**
 * Visits per passage from the routing of a network: v_js = e_js + sum over i, r of v_ir p_(ir)(js), where e is where
 * passages of an open chain start. For a closed chain the visits are those of one passage through the world outside
 * (thinking), or one visit to the reference station. Classes that switch into each other form a chain; visits are then
 * per passage of the chain. Solved without subtraction, to nearly full relative accuracy.
 *
 * @throws SidecoreError `invalid-value` when probabilities do not add up to 1 or customers never leave, `invalid-shape`
 * and `unknown-name` for bad routes, `unsupported` when a closed class has separate parts
 * @example
 * trafficEquations({
 *   classes: { job: { population: 3 } },
 *   stations: { cpu: { serviceTime: 1 }, disk: { serviceTime: 2 } },
 *   routing: [
 *     { from: 'cpu', to: 'disk', probability: 0.9 },
 *     { from: 'cpu', to: 'cpu', probability: 0.1 },
 *     { from: 'disk', to: 'cpu', probability: 1 },
 *   ],
 * }).visits.disk.job; // 0.9
 * @see Bolch, Greiner, de Meer and Trivedi, Queueing Networks and Markov Chains, 2nd ed. 2006, section 7.1
 */
export function trafficEquations(network: QueueingNetwork, options: TrafficOptions = {}): TrafficSolution {
  plainObject(options, 'options');
  onlyFields(options, ['reference'], 'options');
  const stationNames = Object.keys(plainObject(plainObject(network, 'network').stations, 'stations'));
  const reference = options.reference === undefined ? undefined : stationNames.indexOf(options.reference);
  if (reference === -1)
    throw new SidecoreError({
      code: 'unknown-name',
      path: 'options.reference',
      message: `no station is called ${shown(options.reference)}`,
    });
  const routing = solveRouting(network, reference);
  const classNames = Object.keys(network.classes);
  const table = (value: (at: number, chain: number) => number | undefined) =>
    Object.fromEntries(
      stationNames.map((station, k) => [
        station,
        Object.fromEntries(
          classNames.flatMap((name, r) => {
            const found = value(k * classNames.length + r, routing.chainOf[r]);
            return found === undefined ? [] : [[name, found]];
          }),
        ),
      ]),
    );
  return deepFreeze({
    exact: true,
    chains: routing.chains.map((chain) => ({
      classes: chain.classes.map((r) => classNames[r]),
      ...(chain.open ? { arrivalRate: chain.arrivalRate } : { population: chain.population }),
    })),
    visits: table((at) => routing.visits[at]),
    arrivalRates: table((at, c) =>
      routing.chains[c].open ? routing.visits[at] * routing.chains[c].arrivalRate : undefined,
    ),
  });
}
