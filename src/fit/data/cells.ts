import { type Observation, observedMetrics } from '../observation';

/** Covariates that make another setting of a run, not another repetition. */
const settings = [
  ...['protocol', 'direction', 'streams', 'test', 'batch', 'reply', 'mss'],
  ...['socket_buffer_bytes', 'window_bytes', 'target_bitrate'],
];

/** Repetitions of one metric of one subject in one setting. */
export interface Cell {
  readonly observations: readonly Observation[];
  readonly median: number;
}

/** What two repetitions have in common. */
export function settingOf(one: Observation): (string | number | undefined)[] {
  const { configuration, topology, placement, message, window, metric, subject, level, covariates } = one;
  return [
    ...[metric, subject, level, topology, placement, message, window, configuration],
    ...settings.map((name) => covariates[name]),
    // Numbers of the model that differ from run to run.
    ...Object.keys(covariates)
      .filter((name) => name.includes('.'))
      .sort()
      .flatMap((name) => [name, covariates[name]]),
  ];
}

export function cellsOf(observations: readonly Observation[]): Cell[] {
  const cells = new Map<string, Observation[]>();
  for (const one of observations) {
    const key = JSON.stringify(settingOf(one));
    const cell = cells.get(key);
    if (cell) cell.push(one);
    else cells.set(key, [one]);
  }
  return [...cells.values()].map((cell) => ({
    observations: cell,
    median: median(cell.map(({ value }) => value)),
  }));
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** For messages. */
export function described({ metric, subject, value }: Observation): string {
  return `${metric}${subject && ` of ${subject}`} ${Number(value.toPrecision(4))} ${observedMetrics[metric].unit}`;
}
