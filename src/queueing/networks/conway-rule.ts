import { SidecoreError } from '../../common';
import type { NetworkArrays } from './network';
import type { Means, StationRule } from './station-rules';

/** Most ways to fill the servers with classes that a passage may look at. */
const mostFillings = 100_000;

/** Number of ways to fill m servers with customers of R classes: binomial(m + R - 1, R - 1). */
export function fillings(servers: number, classCount: number): number {
  let count = 1;
  for (let i = 1; i < classCount; i++) count = (count * (servers + i)) / i;
  return Math.round(count);
}

/**
 * Conway's multi-server first come, first served queue with a service time of its own for each class:
 *
 * R_r = V_r (S_r + sum_i E_ri (A_i - B_i) + P_m E_r)
 *
 * E_r is the mean time to the next departure when all m servers are busy, over the ways v to fill them,
 * sum_v w(v) / (sum_s v_s / S_s) / sum_v w(v), with w(v) = m! prod_s f_s^(v_s) / v_s! and f_s the class's part of the
 * busy servers; E_ri is the same over fillings with a customer of class i. A - B is who waits, P_m the probability
 * that all servers are busy.
 *
 * @throws SidecoreError `too-large` for more fillings than are sensible
 * @see Conway, Fast approximate solution of queueing networks with multi-server chain-dependent FCFS queues, in
 *   Modeling Techniques and Tools for Computer Performance Evaluation, Plenum 1989, pp. 385-396; de Souza e Silva
 *   and Muntz, Performance Evaluation 7, 1987, pp. 221-242
 */
export function conwayRule(network: NetworkArrays, k: number, servers: number): StationRule {
  const { classCount, serviceTime, visits } = network;
  if (fillings(servers, classCount) > mostFillings)
    throw new SidecoreError({
      code: 'too-large',
      path: `stations.${network.stationNames[k]}.servers`,
      message: `${servers} servers can be filled by ${classCount} classes in ${fillings(servers, classCount)} ways`,
      hint: "use multiServer: 'rolia', or 'seidmann'",
    });
  const at = k * classCount;
  const logFactorial = new Float64Array(servers + 1);
  for (let i = 2; i <= servers; i++) logFactorial[i] = logFactorial[i - 1] + Math.log(i);
  const places = new Int32Array(classCount);
  const limit = new Int32Array(classCount);
  const logPart = new Float64Array(classCount);
  // Sums over fillings: [s] of those with class s inside, [classCount] of all.
  const weights = new Float64Array(classCount + 1);
  const times = new Float64Array(classCount + 1);

  const visit = (s: number, left: number, logWeight: number, rate: number): void => {
    if (s === classCount) {
      if (left > 0) return;
      const weight = Math.exp(logWeight + logFactorial[servers]);
      for (let i = 0; i <= classCount; i++) {
        if (i < classCount && places[i] === 0) continue;
        weights[i] += weight;
        times[i] += weight / rate;
      }
      return;
    }
    const most = Math.min(left, limit[s]);
    for (let own = s === classCount - 1 ? left : 0; own <= most; own++) {
      places[s] = own;
      const part = own === 0 ? 0 : own * logPart[s] - logFactorial[own];
      visit(s + 1, left - own, logWeight + part, rate + (own === 0 ? 0 : own / serviceTime[at + s]));
    }
    places[s] = 0;
  };

  const residence = (r: number, { customers, queue, busy, probability }: Means): number => {
    let serving = 0;
    for (let s = 0; s < classCount; s++) serving += busy[at + s];
    if (serving === 0) return visits[at + r] * serviceTime[at + r];
    for (let s = 0; s < classCount; s++) {
      limit[s] = busy[at + s] > 0 ? customers[s] : 0;
      logPart[s] = Math.log(busy[at + s] / serving);
    }
    weights.fill(0);
    times.fill(0);
    visit(0, servers, 0, 0);
    let wait = 0;
    if (weights[classCount] > 0) wait += (probability[k]![servers] * times[classCount]) / weights[classCount];
    for (let i = 0; i < classCount; i++) {
      const waiting = queue[at + i] - busy[at + i];
      if (waiting > 0 && weights[i] > 0) wait += (waiting * times[i]) / weights[i];
    }
    return visits[at + r] * (serviceTime[at + r] + wait);
  };
  return { residence, servers, damping: 1 };
}
