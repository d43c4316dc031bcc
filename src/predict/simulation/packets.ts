/** The packets of a simulation: numbered, and numbered anew once they have left. */
export class Packets {
  /** Of each packet: its flow, the segment that it waits for or is in, which part-time segments it takes, its start. */
  readonly flow: number[] = [];
  readonly position: number[] = [];
  readonly takes: number[] = [];
  readonly start: number[] = [];
  /** Of each packet of a window: whether it has been over the wire this time. */
  readonly far: boolean[] = [];
  /** Of each packet of a request or a reply: its transaction. */
  readonly transaction: number[] = [];
  private readonly unused: number[] = [];

  add(flow: number): number {
    const packet = this.unused.pop() ?? this.flow.length;
    this.flow[packet] = flow;
    this.position[packet] = 0;
    return packet;
  }

  remove(packet: number): void {
    this.unused.push(packet);
  }
}
