import { stateBelowFull, weightBelowFull } from './erlang-sum';
import { logPoisson } from './log-poisson';
import { type BlockingAnswer, offeredErlang } from './markovian-answer';
import { responseOfPhases, waitOfPhases } from './phase-times';
import { withStateProbability } from './time-result';
import { truncatedGeometric } from './truncated-geometric';

/**
 * M/M/1/K and M/M/c/K, Erlang's loss system among them (capacity = servers). The states below c weigh what they weigh in
 * Erlang's formula, those from c to K form a truncated geometric progression; neither needs a loop over K.
 */
export function finiteRoom(
  kind: string,
  arrivalRate: number,
  serviceTime: number,
  servers: number,
  capacity: number,
): BlockingAnswer {
  const load = offeredErlang(arrivalRate, serviceTime);
  const places = capacity - servers;
  const ratio = load / servers;
  const fromOne = (load - servers) / servers;
  const full = truncatedGeometric(ratio, fromOne, places); // states c..K
  const getIn = truncatedGeometric(ratio, fromOne, Math.max(places - 1, 0)); // states c..K-1
  // weights relative to the state c, all divided by the scale of `full`
  const below = weightBelowFull(load, servers) * Math.exp(-full.logScale);
  const waits = places === 0 ? 0 : getIn.total / Math.max(ratio, 1);
  const total = below + full.total;
  const acceptedShare = below === Number.POSITIVE_INFINITY ? 1 : (below + waits) / total;
  const throughput = arrivalRate * acceptedShare;
  const busy = load * acceptedShare;
  const waitingLength = (full.total / total) * full.mean;
  const found = {
    serviceTime,
    servers,
    waitingProbability: waits / (below + waits),
    probability: getIn.probability,
    atLeast: getIn.atLeast,
    places,
    waitingMean: throughput > 0 ? waitingLength / throughput : 0,
  };
  return withStateProbability(
    {
      kind,
      exact: true,
      stable: true,
      saturationRate: Number.POSITIVE_INFINITY,
      throughput,
      utilization: Math.min(busy / servers, 1),
      queueLength: busy + waitingLength,
      waitingLength,
      responseTime: responseOfPhases(found),
      waitingTime: waitOfPhases(found),
      waitingProbability: found.waitingProbability,
      blockingProbability: full.lastWeight / total,
    },
    (n) => {
      if (n > capacity) return 0;
      if (n >= servers) return full.probability(n - servers) * (full.total / total);
      if (below > 1e250) return Math.exp(logPoisson(n, load));
      return stateBelowFull(n, load, servers, -full.logScale - Math.log(total));
    },
  );
}
