/** The contexts that are scheduled on cores: who waits for them, and how they ran. */
export class Workers {
  /** Of each worker: packets waiting, awake or asleep, link that woke it (-1: none), units in this and the last run. */
  readonly queues: number[][];
  readonly awake: Uint8Array;
  readonly wokenBy: Int32Array;
  readonly lastServed: Float64Array;
  /** Of each worker: share of the full cost at which it was woken. */
  readonly wakeDepth: Float64Array;
  /** Of each worker: 1 when it waits for its next turn and was not woken. */
  readonly onTurn: Uint8Array;
  /** Of each worker: links that it notifies when its turn is over. */
  readonly toNotify: Set<number>[];
  private readonly served: Float64Array;
  /** Of each worker: units in this turn that came by links, and that it began itself. */
  private readonly came: Float64Array;
  private readonly begun: Float64Array;
  private readonly runs: Float64Array;
  private readonly units: Float64Array;

  /** @param caps of each worker, units after which it lets others go first */
  constructor(private readonly caps: readonly number[]) {
    const count = caps.length;
    this.queues = Array.from({ length: count }, () => []);
    this.awake = new Uint8Array(count);
    this.wokenBy = new Int32Array(count).fill(-1);
    this.wakeDepth = new Float64Array(count).fill(1);
    this.onTurn = new Uint8Array(count);
    this.toNotify = Array.from({ length: count }, () => new Set<number>());
    this.served = new Float64Array(count);
    this.came = new Float64Array(count);
    this.begun = new Float64Array(count);
    this.lastServed = new Float64Array(count).fill(1);
    this.runs = new Float64Array(count);
    this.units = new Float64Array(count);
  }

  beginRun(worker: number): void {
    this.served[worker] = 0;
    this.beginTurn(worker);
    if (this.wokenBy[worker] >= 0) this.runs[worker] += 1;
  }

  /** @param byLink true for units that came by a link, which count as part of a batch */
  pass(worker: number, units: number, byLink: boolean): void {
    this.served[worker] += units;
    if (byLink) {
      this.units[worker] += units;
      this.came[worker] += units;
    } else this.begun[worker] += units;
  }

  turnIsOver(worker: number): boolean {
    return this.served[worker] >= this.caps[worker];
  }

  beginTurn(worker: number): void {
    this.came[worker] = 0;
    this.begun[worker] = 0;
  }

  /** True when as many units of the kind that comes next have been served as a turn takes; each unit comes and begins. */
  turnIsFull(worker: number, byLink: boolean): boolean {
    return (byLink ? this.came : this.begun)[worker] >= this.caps[worker];
  }

  /** Units of this turn, each counted once. */
  turnUnits(worker: number): number {
    return Math.max(this.came[worker], this.begun[worker]);
  }

  endRun(worker: number, sleeps: boolean): void {
    // A turn with nothing to do says nothing of the next.
    const units = this.turnUnits(worker);
    if (units > 0) this.lastServed[worker] = units;
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
