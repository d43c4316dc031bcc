import type { ObservedMetric } from '../fit/observation';
import { duration } from './durations';
import { bitRateUnit, percent, significant } from './numbers';

/** A measured value with its unit, as people read it. */
export function metricValue(metric: ObservedMetric, value: number): string {
  switch (metric) {
    case 'throughput': {
      const { name, size } = bitRateUnit([value]);
      return `${significant(value / size)} ${name}`;
    }
    case 'utilization':
    case 'loss':
      return percent(value);
    case 'round_trip_time':
    case 'latency':
    case 'latency_p50':
    case 'latency_p90':
    case 'latency_p99':
      return duration(value, 3);
    default:
      return significant(value);
  }
}

/** The metric and what of the path it is of: `utilization, side-core`. */
export function metricName(one: {
  readonly metric: ObservedMetric;
  readonly subject: string;
  readonly level?: string;
}): string {
  return [one.metric, one.level, one.subject].filter((part) => part !== undefined && part !== '').join(', ');
}

/** A range of such values, with one unit where they share it. */
export function metricRange(metric: ObservedMetric, lower: number, upper: number): string {
  const [low, high] = [metricValue(metric, lower), metricValue(metric, upper)];
  const unit = high.slice(high.lastIndexOf(' '));
  const shared = high.includes(' ') && low.endsWith(unit);
  return `${shared ? low.slice(0, -unit.length) : low} .. ${high}`;
}

/** A share to a tenth of a per cent below ten of them: `0.6 %`, `23 %`. */
export function share(part: number): string {
  return `${hundredths(part)} %`;
}

/** An error as `errorSummaries` has it: a share, of utilisations points. */
export function errorSize(metric: ObservedMetric, error: number): string {
  return `${hundredths(error)} ${metric === 'utilization' ? 'pt' : '%'}`;
}

function hundredths(part: number): string {
  return (100 * part).toFixed(100 * part < 9.95 ? 1 : 0);
}
