import type { NetworkArrays } from './network';

/** Means of the closed classes at one population; tables are station-major, entry `k * classCount + r`. */
export interface Means {
  readonly customers: Float64Array;
  /** Mean number at a station. */
  readonly queue: Float64Array;
  /** Mean number in service: throughput x demand. */
  readonly busy: Float64Array;
  /** For a station whose rule asks for them: P(0), ..., P(c-1) customers, and at index c that all c servers are busy. */
  readonly probability: readonly (Float64Array | null)[];
  readonly throughput: Float64Array;
}

/** How long a customer stays at one station, given what it finds there. */
export interface StationRule {
  /**
   * Time of a passage of class r, seconds.
   *
   * @param seen means without that customer
   */
  residence(r: number, seen: Means): number;
  /** Number of servers whose probabilities the rule looks at; 0: none. */
  readonly servers: number;
  /** Weight of the new residence time against the last one where plain substitution oscillates; 1: no damping. */
  readonly damping: number;
}

function rule(residence: StationRule['residence'], servers = 0, damping = 1): StationRule {
  return { residence, servers, damping };
}

/** R = D: nobody waits. */
export function delayRule({ demand, classCount }: NetworkArrays, k: number): StationRule {
  return rule((r) => demand[k * classCount + r]);
}

/** R = D (1 + A): one server, shared; exact for the product-form disciplines. */
export function sharedRule({ demand, classCount }: NetworkArrays, k: number): StationRule {
  const at = k * classCount;
  return rule((r, { queue }) => {
    let others = 0;
    for (let s = 0; s < classCount; s++) others += queue[at + s];
    return demand[at + r] * (1 + others);
  });
}

/** R_r = D_r (1 + sum_s (w_s/w_r) A_s): one server shared by weight. */
export function weightedRule({ demand, weight, classCount }: NetworkArrays, k: number): StationRule {
  const at = k * classCount;
  return rule((r, { queue }) => {
    let others = 0;
    for (let s = 0; s < classCount; s++) others += (weight[at + s] / weight[at + r]) * queue[at + s];
    return demand[at + r] * (1 + others);
  });
}

/**
 * R_r = D_r (1 + A) / rate(1 + A), the rate read between whole numbers along a straight line: the queue-dependent
 * approximation of Casale, Perez and Wang, QD-AMVA, Performance Evaluation 91, 2015.
 */
export function loadDependentRule(
  { demand, classCount }: NetworkArrays,
  k: number,
  rates: Float64Array,
): StationRule {
  const at = k * classCount;
  return rule((r, { queue }) => {
    let present = 1;
    for (let s = 0; s < classCount; s++) present += queue[at + s];
    const below = Math.floor(present);
    const slow = rates[Math.min(below, rates.length) - 1];
    const fast = rates[Math.min(below + 1, rates.length) - 1];
    return (demand[at + r] * present) / (slow + (present - below) * (fast - slow));
  });
}

/**
 * R_r = V_r (S_r + sum_s S_s (A_s - B_s) + sum_s B_s S_s (1 + c_s^2)/2): first come, first served with a service time
 * of its own for each class; B is the mean number in service and the last term the rest of the service in progress.
 */
export function fcfsRule(network: NetworkArrays, k: number): StationRule {
  const { serviceTime, serviceVariability, visits, classCount } = network;
  const at = k * classCount;
  return rule((r, { queue, busy }) => {
    let wait = 0;
    for (let s = at; s < at + classCount; s++) {
      const serving = Math.min(busy[s], queue[s]);
      wait += serviceTime[s] * (queue[s] - serving + (serving * (1 + serviceVariability[s])) / 2);
    }
    return visits[at + r] * (serviceTime[at + r] + wait);
  });
}

/** How far a more urgent class may slow a station down before the formula loses its meaning on the way to a fixed point. */
const leastShare = 1e-9;

/**
 * Priorities at one server. U is the utilisation by more urgent classes, U_-h the same with one customer of class h
 * away, C = sum_more-urgent S_h A_h / (1 - U_-h) the time to clear those who are there, and "same" the classes of equal
 * priority:
 *
 * - preemptive: R_r = V_r ((S_r + sum_same S_s A_s) / (1 - U) + C)
 * - non-preemptive: R_r = V_r (S_r + (sum_same S_s A_s + sum_lower S_s B_s) / (1 - U) + C)
 *
 * after Bryant, Krzesinski, Lakshmi and Chandy, The MVA priority approximation, ACM Trans. Computer Systems 2(4), 1984,
 * pp. 335-359, whose single factor 1/(1 - U) counts those in C as arriving again. `shadow-server` (Sevcik 1977) leaves
 * C out: a class has a server of its own, slowed down to 1 - U; for preemptive priorities only.
 */
export function priorityRule(
  network: NetworkArrays,
  k: number,
  approximation: 'mva-priority' | 'shadow-server',
): StationRule {
  const { serviceTime, visits, priority, discipline, classCount } = network;
  const preemptive = discipline[k] === 'priority-preemptive';
  const at = k * classCount;
  return rule((r, { customers, queue, busy }) => {
    let urgent = 0;
    let wait = 0;
    for (let s = 0; s < classCount; s++) {
      const service = serviceTime[at + s];
      if (priority[s] < priority[r]) urgent += busy[at + s];
      else if (priority[s] === priority[r]) wait += service * queue[at + s];
      else if (!preemptive) wait += service * busy[at + s];
    }
    let clearing = 0;
    if (approximation === 'mva-priority')
      for (let s = 0; s < classCount; s++) {
        if (priority[s] >= priority[r] || customers[s] === 0) continue;
        const away = urgent - busy[at + s] / customers[s];
        clearing += (serviceTime[at + s] * queue[at + s]) / Math.max(leastShare, 1 - away);
      }
    const left = Math.max(leastShare, 1 - urgent);
    const own = serviceTime[at + r];
    return visits[at + r] * (preemptive ? (own + wait) / left + clearing : own + wait / left + clearing);
  });
}

/**
 * Seidmann's: a server of m times the speed and a delay for the rest,
 * R = D (m-1)/m + D/m (1 + sum_s (A_s - B_s (m-1)/m)), the sum being who stands at the fast server.
 */
export function seidmannRule({ demand, classCount }: NetworkArrays, k: number, servers: number): StationRule {
  const at = k * classCount;
  const rest = (servers - 1) / servers;
  return rule((r, { queue, busy }) => {
    let others = 0;
    for (let s = at; s < at + classCount; s++) others += queue[s] - rest * busy[s];
    return demand[at + r] * (rest + (1 + others) / servers);
  });
}

/**
 * Reiser's, exact for product form with the exact recursion: R = D/m (1 + sum_s A_s + sum_(j<m-1) (m-1-j) P(j)), which
 * is R = D (1 + (sum_s (A_s - B_s) + P_m)/m), free of differences, as B = sum_j min(j, m) P(j).
 */
export function reiserRule({ demand, classCount }: NetworkArrays, k: number, servers: number): StationRule {
  const at = k * classCount;
  return rule((r, { queue, busy, probability }) => {
    let wait = probability[k]![servers];
    for (let s = at; s < at + classCount; s++) wait += Math.max(0, queue[s] - busy[s]);
    return demand[at + r] * (1 + wait / servers);
  }, servers);
}

/** Rolia and Sevcik's: R_r = V_r (S_r + (B/m)^m sum_s S_s A_s / m), B the mean number of busy servers. */
export function roliaRule(network: NetworkArrays, k: number, servers: number): StationRule {
  const { serviceTime, visits, classCount } = network;
  const at = k * classCount;
  return rule(
    (r, { queue, busy }) => {
      let serving = 0;
      let work = 0;
      for (let s = at; s < at + classCount; s++) {
        serving += busy[s];
        work += serviceTime[s] * queue[s];
      }
      const allBusy = Math.min(1, serving / servers) ** servers;
      return visits[at + r] * (serviceTime[at + r] + (allBusy * work) / servers);
    },
    0,
    0.5,
  );
}
