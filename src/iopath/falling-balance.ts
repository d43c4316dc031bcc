/**
 * Finds x = m(x) for a map m >= 1 that falls with x, from evaluations at points that it proposes: secant steps, kept
 * between the points that are known to be too low and too high. Such a map swings when it is simply repeated.
 */
export class FallingBalance {
  value = 1;
  private low = 1;
  private high = Number.POSITIVE_INFINITY;
  private before = Number.NaN;
  private mappedBefore = Number.NaN;

  /** Takes m(value), and moves on to the next point. `moving`: the map itself is not settled yet. */
  advance(mapped: number, moving: boolean): void {
    const { value } = this;
    if (moving) {
      this.low = 1;
      this.high = Number.POSITIVE_INFINITY;
    }
    // Balanced already: halfway to a bound would only lead away.
    if (Math.abs(mapped - value) <= 1e-14 * value) return;
    if (mapped > value) this.low = value;
    else this.high = value;
    const rise = (mapped - this.mappedBefore) / (value - this.before);
    const slope = Number.isNaN(rise) ? 0 : Math.min(rise, 0);
    let next = value + (mapped - value) / (1 - slope);
    if (!(next > this.low && next < this.high))
      next = Number.isFinite(this.high) ? (this.low + this.high) / 2 : mapped;
    this.before = value;
    this.mappedBefore = mapped;
    this.value = next;
  }
}
