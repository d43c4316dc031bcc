/** A user of a resource: the rate that it asks for, and what of the resource one packet takes. */
export interface Claim {
  readonly rate: number;
  readonly work: number;
}

/**
 * The rate that a user of a resource reaches who always asks for more, where turns go round: the largest r with
 *
 * work r + sum over the others of work_j min(rate_j, r) <= room
 *
 * The left side is concave and made of straight lines, so Newton's steps from below end at the root.
 */
export function fairRate(work: number, others: readonly Claim[], room: number): number {
  if (room <= 0) return 0;
  let slope = work;
  for (const other of others) slope += other.work;
  if (slope === 0) return Number.POSITIVE_INFINITY;
  let rate = room / slope;
  for (let step = 0; step <= others.length; step++) {
    let used = work * rate;
    slope = work;
    for (const other of others) {
      used += other.work * Math.min(other.rate, rate);
      if (other.rate > rate) slope += other.work;
    }
    if (slope === 0) return Number.POSITIVE_INFINITY;
    const next = rate + (room - used) / slope;
    if (!(next > rate)) break;
    rate = next;
  }
  return rate;
}
