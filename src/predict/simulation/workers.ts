/** The contexts that are scheduled on cores: who waits for them, and how they ran. */
export class Workers {
  /** Of each worker: packets waiting, awake or asleep, link that woke it (-1: none), passes in this and the last run. */
  readonly queues: number[][];
  readonly awake: Uint8Array;
  readonly wokenBy: Int32Array;
  readonly served: Int32Array;
  readonly lastServed: Int32Array;
  private readonly runs: Float64Array;
  private readonly passes: Float64Array;

  constructor(workers: number) {
    this.queues = Array.from({ length: workers }, () => []);
    this.awake = new Uint8Array(workers);
    this.wokenBy = new Int32Array(workers).fill(-1);
    this.served = new Int32Array(workers);
    this.lastServed = new Int32Array(workers).fill(1);
    this.runs = new Float64Array(workers);
    this.passes = new Float64Array(workers);
  }

  beginRun(worker: number): void {
    this.served[worker] = 0;
    this.runs[worker] += 1;
  }

  pass(worker: number): void {
    this.served[worker] += 1;
    this.passes[worker] += 1;
  }

  endRun(worker: number, sleeps: boolean): void {
    this.lastServed[worker] = this.served[worker];
    if (sleeps) this.awake[worker] = 0;
  }

  forget(): void {
    this.runs.fill(0);
    this.passes.fill(0);
  }

  /** Passes per run; NaN where a worker never ran. */
  batches(): number[] {
    return Array.from(this.passes, (count, x) => count / this.runs[x]);
  }
}
