/** Events in the order of their times: a binary heap of numbers; ties leave in the order they came. */
export class EventQueue {
  private times: number[] = [];
  private orders: number[] = [];
  private events: number[] = [];
  private count = 0;

  get size(): number {
    return this.times.length;
  }

  push(time: number, event: number): void {
    let at = this.times.length;
    const order = this.count++;
    this.times.push(time);
    this.orders.push(order);
    this.events.push(event);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.times[parent] <= time) break;
      this.move(parent, at);
      at = parent;
    }
    this.set(at, time, order, event);
  }

  /** Time of the next event; Infinity when there is none. */
  get nextTime(): number {
    return this.times.length > 0 ? this.times[0] : Number.POSITIVE_INFINITY;
  }

  pop(): number {
    const event = this.events[0];
    const time = this.times.pop()!;
    const order = this.orders.pop()!;
    const last = this.events.pop()!;
    const size = this.times.length;
    if (size === 0) return event;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && this.before(child + 1, child)) child += 1;
      if (time < this.times[child] || (time === this.times[child] && order < this.orders[child])) break;
      this.move(child, at);
      at = child;
    }
    this.set(at, time, order, last);
    return event;
  }

  private before(a: number, b: number): boolean {
    return (
      this.times[a] < this.times[b] || (this.times[a] === this.times[b] && this.orders[a] < this.orders[b])
    );
  }

  private move(from: number, to: number): void {
    this.set(to, this.times[from], this.orders[from], this.events[from]);
  }

  private set(at: number, time: number, order: number, event: number): void {
    this.times[at] = time;
    this.orders[at] = order;
    this.events[at] = event;
  }
}
