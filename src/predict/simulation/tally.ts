/** What became of packets since measuring began. */
export class Tally {
  offered = 0;
  lost = 0;
  completed = 0;
  /** Seconds that the completed ones took together. */
  private taken = 0;

  complete(seconds: number): void {
    this.completed += 1;
    this.taken += seconds;
  }

  clear(): void {
    this.offered = 0;
    this.lost = 0;
    this.completed = 0;
    this.taken = 0;
  }

  /** Share of packets lost, of those whose end is known. */
  get lossShare(): number {
    return this.lost > 0 ? this.lost / (this.lost + this.completed) : 0;
  }

  /** Mean seconds of a completed packet; NaN where there is none. */
  get responseTime(): number {
    return this.taken / this.completed;
  }
}
