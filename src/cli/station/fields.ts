/** How the text of an option becomes a value. */
export type FieldType =
  | 'rate'
  | 'time'
  | 'number'
  | 'share'
  | 'times'
  | 'numbers'
  | 'word'
  | 'share-in-time'
  /** YAML in one line, with units: a distribution, a list of queues. */
  | 'data';

export interface Field {
  readonly type: FieldType;
  readonly help: string;
}

const distribution =
  'as "{type: erlang, mean: 10 ms, stages: 3}"; also deterministic, exponential, uniform, ...';

/** Every option of every kind of station, under the name of its field. */
export const fields = {
  arrivalRate: { type: 'rate', help: 'customers per second: 90/s' },
  arrivalVariability: {
    type: 'number',
    help: 'squared coefficient of variation of the time between arrivals; 1 is Poisson',
  },
  arrival: { type: 'data', help: `time between arrivals, ${distribution}` },
  serviceTime: { type: 'time', help: 'mean service time: 10ms' },
  interruptTime: { type: 'time', help: 'of a packet before all other work: 1us' },
  polling: { type: 'data', help: 'true: interrupts are masked while there is work' },
  serviceTimes: { type: 'times', help: 'mean service time of each server: 10ms,15ms' },
  serviceVariability: {
    type: 'number',
    help: 'squared coefficient of variation of the service time; 0 constant, 1 exponential',
  },
  serviceThirdMoment: { type: 'number', help: 'third moment of the service time, seconds cubed' },
  service: { type: 'data', help: `service time, ${distribution}` },
  servers: { type: 'number', help: 'number of servers' },
  capacity: { type: 'number', help: 'most that fit, those in service included' },
  population: { type: 'number', help: 'number of customers in the loop' },
  thinkTime: { type: 'time', help: 'mean time elsewhere between two services' },
  patience: { type: 'time', help: 'mean time that a customer is willing to wait' },
  offeredLoad: { type: 'number', help: 'arrival rate times service time, in Erlang' },
  stages: { type: 'number', help: 'exponential stages of a service' },
  probabilities: { type: 'numbers', help: 'probability of each branch: 0.9,0.1' },
  means: { type: 'times', help: 'mean service time of each branch: 1ms,20ms' },
  setupTime: { type: 'time', help: 'mean time to wake up' },
  setupVariability: { type: 'number', help: 'squared coefficient of variation of the set-up time' },
  vacationTime: { type: 'time', help: 'mean length of a vacation' },
  vacationVariability: { type: 'number', help: 'squared coefficient of variation of the vacations' },
  discipline: {
    type: 'word',
    help: 'shortest-job-first, shortest-remaining-processing-time, foreground-background, ...',
  },
  method: { type: 'word', help: 'which method, where there are several' },
  batchLimit: { type: 'number', help: 'most customers in a batch' },
  batchMinimum: { type: 'number', help: 'a service starts when this many wait' },
  activationTime: { type: 'time', help: 'time to start a batch, whatever its size' },
  branches: { type: 'number', help: 'number of branches that a job splits into' },
  popularity: { type: 'data', help: 'requests by item, [5, 3, 1] or {items: 1000, zipfExponent: 0.8}' },
  policy: { type: 'word', help: 'lru, fifo or random' },
  time: { type: 'time', help: 'time since the start' },
  initial: { type: 'number', help: 'customers at the start' },
  queues: {
    type: 'data',
    help: 'as "[{arrivalRate: 10/s, serviceTime: 20 ms, serviceVariability: 1, switchoverTime: 1 ms, switchoverVariability: 0}, ...]"',
  },
  classes: {
    type: 'data',
    help: 'the most urgent first, as "[{arrivalRate: 10/s, serviceTime: 20 ms, serviceVariability: 1}, ...]"',
  },
  rule: { type: 'word', help: 'non-preemptive or preemptive-resume' },
  links: { type: 'data', help: 'as "{a: {capacity: 30}, b: {capacity: 20}}"' },
  routes: {
    type: 'data',
    help: 'as "{call: {arrivalRate: 5/s, serviceTime: 3 s, circuits: {a: 1, b: 1}}}"',
  },
  waitingPlaces: { type: 'number', help: 'most customers that wait; without it any number' },
  targetWaitingTime: { type: 'time', help: 'mean wait of at most this' },
  targetResponseTime: { type: 'time', help: 'mean response time of at most this' },
  targetWaitingTimePercentile: {
    type: 'share-in-time',
    help: 'share of customers that wait no longer than a time: "95% in 5ms"',
  },
  targetResponseTimePercentile: { type: 'share-in-time', help: 'the same for the response time' },
  targetWaitingProbability: { type: 'share', help: 'at most this share of customers waits: 5%' },
  targetBlockingProbability: { type: 'share', help: 'at most this share is turned away' },
  targetAbandonmentProbability: { type: 'share', help: 'at most this share gives up' },
  targetServiceLevel: {
    type: 'share-in-time',
    help: 'share of all customers served after waiting no longer than a time: "80% in 20s"',
  },
} as const satisfies Readonly<Record<string, Field>>;

export type FieldName = keyof typeof fields;

/** `serviceTime` as it is written on a command line: `--service-time`. */
export function optionName(field: string): string {
  return `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
