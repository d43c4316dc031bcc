import type { NetworkArrays } from './network';

/**
 * How one place of a network serves its customers, for exact Markov chains. What stands there is a list of numbers:
 * counts by class, or counts in service followed by who waits, or who is there in order of service.
 */
export interface ServiceOrder {
  readonly empty: readonly number[];
  /** The content after an arrival. */
  arrive(content: readonly number[], classNumber: number): readonly number[];
  /** Every possible departure: its rate, the class, and what is left. */
  depart(
    content: readonly number[],
    leave: (rate: number, classNumber: number, left: readonly number[]) => void,
  ): void;
  /** Adds the customers of each class. */
  count(content: readonly number[], into: Float64Array): void;
}

/** Speed of the whole station with n customers, relative to one server. */
type Speed = (n: number) => number;

/** The order of service of station k. */
export function serviceOrder(network: NetworkArrays, k: number): ServiceOrder {
  const { classCount, priority, discipline } = network;
  const rate = network.serviceTime.slice(k * classCount, (k + 1) * classCount).map((time) => 1 / time);
  const rates = network.rates[k];
  const servers = network.servers[k];
  const speed: Speed = rates ? (n) => rates[Math.min(n, rates.length) - 1] : (n) => Math.min(n, servers);
  switch (discipline[k]) {
    case 'delay':
    case 'processor-sharing':
      return sharing(rate, new Float64Array(classCount).fill(1), speed);
    case 'discriminatory-processor-sharing':
      return sharing(rate, network.weight.slice(k * classCount, (k + 1) * classCount), speed);
    case 'last-come-first-served-preemptive':
      return inOrder(rate, rates ? 1 : servers, rates ? speed : null, () => 0);
    case 'priority-preemptive':
      return inOrder(rate, rates ? 1 : servers, rates ? speed : null, (list, own) =>
        behind(list, 0, priority, priority[own]),
      );
    case 'priority-non-preemptive':
      return committed(rate, rates ? 1 : servers, rates ? speed : null, priority);
    case 'first-come-first-served':
      return committed(rate, rates ? 1 : servers, rates ? speed : null, new Float64Array(classCount));
  }
}

/** Thinking: each class by itself at its own rate. */
export function thinking(thinkTime: Float64Array): ServiceOrder {
  return sharing(
    thinkTime.map((time) => 1 / time),
    thinkTime.map(() => 1),
    (n) => n,
  );
}

/** Index behind the last of the list, from `start` on, that is at least as urgent. */
function behind(list: readonly number[], start: number, priority: Float64Array, urgency: number): number {
  let at = start;
  while (at < list.length && priority[list[at]] <= urgency) at++;
  return at;
}

function withInserted(list: readonly number[], at: number, value: number): number[] {
  return [...list.slice(0, at), value, ...list.slice(at)];
}

/** Everyone is served at once, with shares by weight: the content is the count of each class. */
function sharing(rate: Float64Array, weight: Float64Array, speed: Speed): ServiceOrder {
  return {
    empty: Array.from(rate, () => 0),
    arrive: (content, r) => content.map((n, s) => (s === r ? n + 1 : n)),
    depart(content, leave) {
      let customers = 0;
      let weights = 0;
      content.forEach((n, r) => {
        customers += n;
        weights += n * weight[r];
      });
      content.forEach((n, r) => {
        if (n > 0)
          leave(
            ((speed(customers) * n * weight[r]) / weights) * rate[r],
            r,
            content.map((m, s) => (s === r ? m - 1 : m)),
          );
      });
    },
    count(content, into) {
      content.forEach((n, r) => {
        into[r] += n;
      });
    },
  };
}

/** The first `servers` of a list are served, also when that interrupts another: the content is the list. */
function inOrder(
  rate: Float64Array,
  servers: number,
  speed: Speed | null,
  place: (list: readonly number[], r: number) => number,
): ServiceOrder {
  return {
    empty: [],
    arrive: (content, r) => withInserted(content, place(content, r), r),
    depart(content, leave) {
      const factor = speed && content.length > 0 ? speed(content.length) : 1;
      for (let i = 0; i < Math.min(servers, content.length); i++)
        leave(
          factor * rate[content[i]],
          content[i],
          content.filter((_, j) => j !== i),
        );
    },
    count(content, into) {
      for (const r of content) into[r]++;
    },
  };
}

/** A service once begun is finished: counts in service by class, then those who wait, by urgency and arrival. */
function committed(
  rate: Float64Array,
  servers: number,
  speed: Speed | null,
  priority: Float64Array,
): ServiceOrder {
  const classes = rate.length;
  const inService = (content: readonly number[]) => {
    let sum = 0;
    for (let r = 0; r < classes; r++) sum += content[r];
    return sum;
  };
  return {
    empty: Array.from(rate, () => 0),
    arrive(content, r) {
      if (inService(content) < servers) return content.map((n, s) => (s === r ? n + 1 : n));
      return withInserted(content, behind(content, classes, priority, priority[r]), r);
    },
    depart(content, leave) {
      const customers = inService(content) + content.length - classes;
      const factor = speed && customers > 0 ? speed(customers) : 1;
      for (let r = 0; r < classes; r++) {
        if (content[r] === 0) continue;
        const left = content.slice();
        left[r]--;
        if (left.length > classes) left[left.splice(classes, 1)[0]]++;
        leave(factor * content[r] * rate[r], r, left);
      }
    },
    count(content, into) {
      for (let r = 0; r < classes; r++) into[r] += content[r];
      for (let i = classes; i < content.length; i++) into[content[i]]++;
    },
  };
}
