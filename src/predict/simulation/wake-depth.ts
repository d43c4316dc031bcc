import type { Mechanism } from '../../iopath/model';

/** Share of the full cost of waking who sleeps on a core that has idled so long; on one that does not idle there is none. */
export function wakeDepth({ deepSleepTime, haltTime }: Mechanism, idle: number): number {
  if (deepSleepTime === 0) return 1;
  const halting = haltTime > 0 && idle > 0 ? Math.exp(-idle / haltTime) : 0;
  return -Math.expm1(-idle / deepSleepTime) + halting;
}
