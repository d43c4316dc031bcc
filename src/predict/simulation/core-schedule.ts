import type { EventQueue } from './event-queue';

/** Work that was interrupted: who did it, the packet in hand (-1: none), and the seconds that are left. */
interface Suspended {
  readonly worker: number;
  readonly packet: number;
  readonly left: number;
}

/**
 * Who runs on each core, who waits for it, and when what is in hand is done. A worker of higher priority suspends one of
 * lower; interrupts put off the end of whatever is in hand.
 */
export class CoreSchedule {
  /** Of each core: workers that wait for it, in the order they came. */
  readonly ready: number[][];
  /** Of each core: who runs, who ran last, the packet in hand; -1: none. */
  readonly running: Int32Array;
  readonly ranLast: Int32Array;
  readonly inHand: Int32Array;
  readonly busy: Float64Array;
  private readonly suspended: Suspended[][];
  private readonly endsAt: Float64Array;
  private readonly owed: Float64Array;
  private readonly idleSince: Float64Array;

  /**
   * @param priority of each worker
   * @param endEvent what the queue of events gets when the work in hand of a core ends
   */
  constructor(
    cores: number,
    private readonly priority: readonly number[],
    private readonly events: EventQueue,
    private readonly endEvent: (core: number) => number,
  ) {
    const none = () => new Int32Array(cores).fill(-1);
    this.ready = Array.from({ length: cores }, () => []);
    this.suspended = Array.from({ length: cores }, () => []);
    this.running = none();
    this.ranLast = none();
    this.inHand = none();
    this.busy = new Float64Array(cores);
    this.endsAt = new Float64Array(cores).fill(-1);
    this.owed = new Float64Array(cores);
    this.idleSince = new Float64Array(cores);
  }

  /** Puts a worker in line, and what runs aside if it is of lower priority. True when the core is free to start. */
  enqueue(worker: number, core: number, now: number): boolean {
    this.ready[core].push(worker);
    const running = this.running[core];
    if (running < 0) return true;
    if (this.priority[running] >= this.priority[worker]) return false;
    const left = this.endsAt[core] - now;
    this.busy[core] -= left;
    this.suspended[core].push({ worker: running, packet: this.inHand[core], left });
    this.release(core);
    return true;
  }

  /** The worker that is next on a free core; -1: nobody, or somebody who was suspended and now goes on. */
  next(core: number, now: number): number {
    const ready = this.ready[core];
    let first = -1;
    for (let i = 0; i < ready.length; i++)
      if (first < 0 || this.priority[ready[i]] > this.priority[ready[first]]) first = i;
    const aside = this.suspended[core].at(-1);
    if (aside && (first < 0 || this.priority[ready[first]] <= this.priority[aside.worker])) {
      this.suspended[core].pop();
      this.running[core] = aside.worker;
      this.ranLast[core] = aside.worker;
      this.occupy(core, aside.packet, aside.left, now);
      return -1;
    }
    if (first < 0) {
      this.idleSince[core] = now;
      return -1;
    }
    const [worker] = ready.splice(first, 1);
    this.running[core] = worker;
    return worker;
  }

  occupy(core: number, packet: number, seconds: number, now: number): void {
    const all = seconds + this.owed[core];
    this.owed[core] = 0;
    this.inHand[core] = packet;
    this.busy[core] += all;
    this.endsAt[core] = now + all;
    this.events.push(this.endsAt[core], this.endEvent(core));
  }

  /** An interrupt takes time from the core before anything else. */
  interrupt(core: number, seconds: number): void {
    if (this.running[core] < 0) {
      this.owed[core] += seconds;
      return;
    }
    this.busy[core] += seconds;
    this.endsAt[core] += seconds;
    this.events.push(this.endsAt[core], this.endEvent(core));
  }

  /** Seconds for which a core has had nothing to do. */
  idleFor(core: number, now: number): number {
    return this.running[core] < 0 ? now - this.idleSince[core] : 0;
  }

  /** True for the end of the work in hand, false for an end that was put off or put aside since. */
  hasEnded(core: number, now: number): boolean {
    return this.running[core] >= 0 && this.endsAt[core] === now;
  }

  release(core: number): void {
    this.running[core] = -1;
    this.inHand[core] = -1;
    this.endsAt[core] = -1;
  }

  /** True when a worker waits that need not go behind the one that runs. */
  othersWait(core: number): boolean {
    const own = this.priority[this.running[core]];
    return this.ready[core].some((worker) => this.priority[worker] >= own);
  }
}
