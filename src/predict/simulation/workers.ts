/** The contexts that are scheduled on cores: who waits for them, and how they ran. */
export class Workers {
  /** Of each worker: packets waiting, awake or asleep, link that woke it (-1: none), units in this and the last run. */
  readonly queues: number[][];
  readonly awake: Uint8Array;
  readonly wokenBy: Int32Array;
  readonly lastServed: Float64Array;
  private readonly served: Float64Array;
  private readonly runs: Float64Array;
  private readonly units: Float64Array;

  /** @param caps of each worker, units after which it lets others go first */
  constructor(private readonly caps: readonly number[]) {
    const count = caps.length;
    this.queues = Array.from({ length: count }, () => []);
    this.awake = new Uint8Array(count);
    this.wokenBy = new Int32Array(count).fill(-1);
    this.served = new Float64Array(count);
    this.lastServed = new Float64Array(count).fill(1);
    this.runs = new Float64Array(count);
    this.units = new Float64Array(count);
  }

  beginRun(worker: number): void {
    this.served[worker] = 0;
    if (this.wokenBy[worker] >= 0) this.runs[worker] += 1;
  }

  /** @param byLink true for units that came by a link, which count as part of a batch */
  pass(worker: number, units: number, byLink: boolean): void {
    this.served[worker] += units;
    if (byLink) this.units[worker] += units;
  }

  turnIsOver(worker: number): boolean {
    return this.served[worker] >= this.caps[worker];
  }

  endRun(worker: number, sleeps: boolean): void {
    this.lastServed[worker] = this.served[worker];
    if (sleeps) this.awake[worker] = 0;
  }

  forget(): void {
    this.runs.fill(0);
    this.units.fill(0);
  }

  /** Units that came by links per run that a link began; NaN or Infinity where there was none. */
  batches(): number[] {
    return Array.from(this.units, (count, x) => count / this.runs[x]);
  }
}
