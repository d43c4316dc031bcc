/**
 * Finds the share of a core that those above leave, x = m(x) with m falling: the more is left, the higher the throughput,
 * and the less is left. Secant steps, shortened while they overshoot, since the map moves with batches and costs; and no
 * step takes more than three quarters of what was left, which stays above 0 where those above could fill the core.
 */
export class LeftShare {
  value = 1;
  private step = 1;
  private before = Number.NaN;
  private mappedBefore = Number.NaN;

  /** Takes m(value), below 0 where the core would be overloaded, and moves on. Returns by how much, relatively. */
  advance(mapped: number): number {
    const { value } = this;
    const off = mapped - value;
    if (Math.abs(off) <= 1e-10 * value) return 0;
    const offBefore = this.mappedBefore - this.before;
    if (off * offBefore < 0) this.step = Math.max(1 / 64, this.step / 2);
    else this.step = Math.min(1, this.step * 1.5);
    const rise = (mapped - this.mappedBefore) / (value - this.before);
    const slope = Number.isFinite(rise) ? Math.min(0, rise) : 0;
    this.before = value;
    this.mappedBefore = mapped;
    this.value = Math.min(1, Math.max(value / 4, value + (this.step * off) / (1 - slope)));
    return Math.abs(Math.log(Math.max(mapped, value / 4) / value));
  }
}
