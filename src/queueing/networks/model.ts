/** The model of a queueing network: what a caller writes down. */

/** One value for every class, or a value for each class by name (classes left out have 0 demand). */
export type PerClass<T> = T | Readonly<Record<string, T>>;

export const disciplines = [
  'processor-sharing',
  'first-come-first-served',
  'last-come-first-served-preemptive',
  'delay',
  'priority-preemptive',
  'priority-non-preemptive',
  'discriminatory-processor-sharing',
] as const;
/** Who is served next, and how. */
export type Discipline = (typeof disciplines)[number];

/** A class of customers: closed (a fixed population that thinks and comes back) or open (an arrival rate). */
export interface NetworkClass {
  /** Closed class: number of customers, a whole number of 0 or more. */
  readonly population?: number;
  /** Closed class: time a customer spends outside every station between two passages, seconds. Default 0. */
  readonly thinkTime?: number;
  /** Open class: arrivals from outside, customers per second. */
  readonly arrivalRate?: number;
  /** Used by the priority disciplines: 0 is the most urgent. Default 0. */
  readonly priority?: number;
}

/** A service centre. Give `demand`, or `serviceTime` with `visits`. */
export interface Station {
  /** Default: processor sharing. Exact product form also for FCFS with one service time for all classes. */
  readonly discipline?: Discipline;
  /** Identical servers, a whole number of 1 or more. Default 1. A `delay` station has as many as needed. */
  readonly servers?: number;
  /** Work that one customer brings per passage through the network, seconds (visits x service time). */
  readonly demand?: PerClass<number>;
  /** Visits per passage. Default 1. */
  readonly visits?: PerClass<number>;
  /** Mean service time per visit, seconds. */
  readonly serviceTime?: PerClass<number>;
  /** Load dependence: `rates[n-1]` is the speed with n customers present, relative to one server working alone; the last value holds from there on. Replaces `servers`. */
  readonly rates?: readonly number[];
  /** Squared coefficient of variation of the service time, for approximations that use it. Default 1. */
  readonly serviceVariability?: PerClass<number>;
  /** Weight of each class under discriminatory processor sharing. Default 1. */
  readonly weight?: PerClass<number>;
  /** Most customers that fit, waiting and in service, for blocking models. Default: no limit. */
  readonly capacity?: number;
}

/** The fields of a station. */
export const stationFields = [
  'discipline',
  'servers',
  'demand',
  'visits',
  'serviceTime',
  'rates',
  'serviceVariability',
  'weight',
  'capacity',
] as const satisfies readonly (keyof Station)[];

/** A transition of a customer that has finished at a station; `null` is the world outside. */
export interface Route {
  readonly from: string | null;
  readonly to: string | null;
  readonly probability: number;
  /** Class before the transition; may be left out with one class. */
  readonly class?: string;
  /** Class after it; default: the same. */
  readonly toClass?: string;
}

/**
 * A queueing network: classes and stations by name. With `routing`, visits follow from the traffic equations
 * (give `serviceTime` then, not `demand` or `visits`).
 *
 * @example
 * const network: QueueingNetwork = {
 *   classes: { web: { population: 20, thinkTime: 4 } },
 *   stations: { cpu: { demand: 2 }, disk: { visits: 10, serviceTime: 0.3 } },
 * };
 */
export interface QueueingNetwork {
  readonly classes: Readonly<Record<string, NetworkClass>>;
  readonly stations: Readonly<Record<string, Station>>;
  readonly routing?: readonly Route[];
}
