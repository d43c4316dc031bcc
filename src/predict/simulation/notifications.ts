import type { Mechanism } from '../../iopath/model';

/** Notifications that are held back until time is up or enough units have come. */
export class Notifications {
  /** Of each link: units since the hold began, and when it ends; 0 and -1: nothing is held. */
  private readonly units: Int32Array;
  private readonly endsAt: Float64Array;

  constructor(private readonly mechanisms: readonly Mechanism[]) {
    this.units = new Int32Array(mechanisms.length);
    this.endsAt = new Float64Array(mechanisms.length).fill(-1);
  }

  /**
   * A unit has come by a link. Returns seconds until its notification: 0 at once, Infinity when one is held back already
   * or none is needed.
   *
   * @param needed false when the consumer is awake and its events are suppressed
   */
  unit(link: number, needed: boolean, now: number): number {
    const { coalescingDelay, coalescingUnits } = this.mechanisms[link];
    if (this.units[link] === 0) {
      if (!needed) return Number.POSITIVE_INFINITY;
      if (coalescingDelay === 0 || coalescingUnits === 1) return 0;
      this.units[link] = 1;
      this.endsAt[link] = now + coalescingDelay;
      return coalescingDelay;
    }
    this.units[link] += 1;
    if (this.units[link] < coalescingUnits || coalescingUnits === 0) return Number.POSITIVE_INFINITY;
    this.clear(link);
    return 0;
  }

  /** True when a hold ends now, and not one that was cut short since. */
  ends(link: number, now: number): boolean {
    if (this.endsAt[link] !== now) return false;
    this.clear(link);
    return true;
  }

  private clear(link: number): void {
    this.units[link] = 0;
    this.endsAt[link] = -1;
  }
}
