import type { Mechanism } from '../../iopath/model';

/** Share of the full cost of waking who sleeps on a core that has idled so long. */
export function wakeDepth({ deepSleepTime }: Mechanism, idle: number): number {
  return deepSleepTime > 0 ? -Math.expm1(-idle / deepSleepTime) : 1;
}
