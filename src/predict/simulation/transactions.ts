/**
 * Requests and replies that travel as several packets: the packets of a way go one behind the other, and the other way
 * begins when all have come.
 */
export class Transactions {
  /** Of each transaction: its flow, the way it is on, and when it began. */
  readonly flow: number[] = [];
  readonly back: boolean[] = [];
  readonly start: number[] = [];
  private readonly missing: number[] = [];

  constructor(private readonly packets: { readonly there: number; readonly back: number }) {}

  add(flow: number): number {
    this.flow.push(flow);
    return this.flow.length - 1;
  }

  /** Starts a way and returns the number of its packets. */
  begin(transaction: number, back: boolean): number {
    const count = back ? this.packets.back : this.packets.there;
    this.back[transaction] = back;
    this.missing[transaction] = count;
    return count;
  }

  /** A packet has come to the end of its way: true for the last one. */
  arrive(transaction: number): boolean {
    this.missing[transaction] -= 1;
    return this.missing[transaction] === 0;
  }
}
