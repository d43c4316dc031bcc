import { compile, fillDemands } from '../../iopath/compile';
import type { PathModel } from '../../iopath/model';
import type { Plan } from '../../iopath/plan';
import { Rings } from './rings';
import type { SimulationOptions, SimulationRun } from './simulation-run';
import { Tally } from './tally';
import { Transactions } from './transactions';
import { turnOf, Wires } from './wires';
import { kinds, WorkerSimulation } from './worker-simulation';

/** Events of packets: back from the round trip, over the wire, come under open load. */
const [RETURN, WIRE, ARRIVAL] = [3, 4, 5];

/**
 * Simulates packets that pass over the workers of a path, either circulating in a window or coming at a given rate:
 * queues in front of workers that sleep, are woken, are switched to, find some of their lines displaced, and serve until
 * their queue is empty or their turn is over; under open load, rings that turn away what no longer fits.
 *
 * It shares the cost algebra with the formulas (what a stage costs, what a switch reloads for a given batch), and
 * nothing of the solvers: batches, throughput, losses and waiting come out of the events.
 */
export function simulatePath(model: PathModel, plan: Plan, options: SimulationOptions): SimulationRun {
  return new Simulation(model, plan, options).run();
}

class Simulation extends WorkerSimulation {
  private readonly transactions: Transactions;
  private readonly turns: number[];
  private readonly wires: Wires;
  private readonly rings: Rings;
  private readonly tally = new Tally();

  constructor(model: PathModel, plan: Plan, options: SimulationOptions) {
    super(model, plan, options);
    const { traffic } = options;
    const compiled = compile(plan);
    fillDemands(model, plan, traffic, this.costs, compiled);
    this.transactions = new Transactions({ there: traffic.there.packets, back: traffic.back.packets });
    this.turns = this.segments.map(turnOf);
    this.wires = new Wires(plan, compiled, traffic, this.segments);
    this.rings = new Rings(model, plan, this.costs, this.segments);
  }

  run(): SimulationRun {
    const { warmUp, packets, window, arrivalRate } = this.options;
    this.plan.flows.forEach((_, flow) => {
      if (arrivalRate === undefined) for (let unit = 0; unit < window; unit++) this.enter(flow);
      else this.after(this.random.unitGamma(1) / arrivalRate, ARRIVAL, flow);
    });
    this.until(warmUp);
    // Seconds that cores idle per packet, over the flows together; one that polls does not.
    const done = Math.max(1, this.tally.completed);
    this.learn(
      this.plan.cores.map(({ polls }, k) => (polls ? 0 : Math.max(0, this.now - this.cores.busy[k]) / done)),
    );
    const start = this.now;
    this.cores.busy.fill(0);
    this.workers.forget();
    this.tally.clear();
    this.until(packets);
    const elapsed = this.now - start;
    return {
      packetRate: this.tally.completed / elapsed,
      lossShare: this.tally.lossShare,
      responseTime: this.tally.responseTime,
      utilization: Array.from(this.cores.busy, (seconds) => seconds / elapsed),
      batch: this.workers.batches(),
    };
  }

  /** Goes on until so many packets have completed, or under open load, have come. */
  private until(packets: number): void {
    const open = this.options.arrivalRate !== undefined;
    while ((open ? this.tally.offered : this.tally.completed) < packets && this.events.size > 0) {
      this.now = this.events.nextTime;
      const event = this.events.pop();
      const index = Math.floor(event / kinds);
      switch (event % kinds) {
        case ARRIVAL:
          this.tally.offered += 1;
          this.begin(this.packets.add(index));
          this.after(this.random.unitGamma(1) / this.options.arrivalRate!, ARRIVAL, index);
          break;
        case WIRE:
          this.pastWire(index);
          break;
        case RETURN:
          this.return(index);
          break;
        default:
          this.handle(event);
      }
    }
  }

  /** A unit of the window sets out for the first time. */
  private enter(flow: number): void {
    if (this.options.exchange) this.beginWay(this.transactions.add(flow), false, -1);
    else this.begin(this.packets.add(flow));
  }

  /** A unit of the window is back from the wire and the round trip. */
  private return(unit: number): void {
    if (this.options.exchange) {
      this.tally.complete(this.now - this.transactions.start[unit]);
      this.beginWay(unit, false, -1);
    } else if (this.packets.position[unit] < this.segments[this.packets.flow[unit]].length)
      this.arrive(unit, -1);
    else this.leave(unit);
  }

  /** The packets of a request or a reply set out. Returns the seconds that it costs the sender to notify. */
  private beginWay(transaction: number, back: boolean, fromCore: number): number {
    if (!back) this.transactions.start[transaction] = this.now;
    const flow = this.transactions.flow[transaction];
    let notifying = 0;
    for (let left = this.transactions.begin(transaction, back); left > 0; left--) {
      const packet = this.packets.add(flow);
      this.packets.transaction[packet] = transaction;
      this.packets.position[packet] = back ? this.turns[flow] : 0;
      this.packets.takes[packet] = 0;
      notifying += this.arrive(packet, fromCore);
    }
    return notifying;
  }

  private begin(packet: number): void {
    this.packets.position[packet] = 0;
    this.packets.takes[packet] = this.random.uniform();
    this.packets.start[packet] = this.now;
    this.packets.far[packet] = false;
    this.arrive(packet, -1);
  }

  /**
   * A packet comes to the next segment that it takes, or to the wire before it. Returns the seconds that waking the
   * worker costs the sender.
   */
  protected arrive(packet: number, fromCore: number, pastWire = false): number {
    const { flow, position, takes } = this.packets;
    const segments = this.segments[flow[packet]];
    while (position[packet] < segments.length && takes[packet] > segments[position[packet]].probability)
      position[packet] += 1;
    const open = this.options.arrivalRate !== undefined;
    const way = this.wayOf(packet);
    const crosses = open || this.options.exchange;
    if (!crosses && !this.packets.far[packet] && position[packet] === this.wires.farEnd(flow[packet])) {
      this.goFar(packet);
      return 0;
    }
    if (!crosses && !pastWire && position[packet] === this.wires.nearEnd(flow[packet])) {
      this.enterWire(packet, 'there');
      return 0;
    }
    if (crosses && !pastWire && this.wires.standsBefore(flow[packet], position[packet], way)) {
      this.enterWire(packet, way);
      return 0;
    }
    const segment = segments[position[packet]];
    if (this.options.exchange && (segment === undefined || segment.reply !== (way === 'back')))
      return this.endWay(packet, fromCore);
    if (segment === undefined) {
      this.leave(packet);
      return 0;
    }
    const kept = !open || this.rings.take(flow[packet], position[packet]);
    if (kept) this.queue(packet, segment);
    else this.lose(packet);
    return this.announce(segment, fromCore);
  }

  private wayOf(packet: number): 'there' | 'back' {
    return this.options.exchange && this.transactions.back[this.packets.transaction[packet]]
      ? 'back'
      : 'there';
  }

  /** A packet of a transaction is where its way ends: the last one turns around, or ends the transaction. */
  private endWay(packet: number, fromCore: number): number {
    const transaction = this.packets.transaction[packet];
    const way = this.wayOf(packet);
    this.packets.remove(packet);
    if (!this.transactions.arrive(transaction)) return 0;
    if (way === 'there') return this.beginWay(transaction, true, fromCore);
    this.after(
      this.wires.rest(this.transactions.flow[transaction], this.plan.roundTrip),
      RETURN,
      transaction,
    );
    return 0;
  }

  private enterWire(packet: number, way: 'there' | 'back'): void {
    const open = this.options.arrivalRate !== undefined;
    const slots = open ? this.model.slots : Number.POSITIVE_INFINITY;
    const seconds = this.wires.send(this.packets.flow[packet], this.now, way, slots);
    if (Number.isNaN(seconds)) this.lose(packet);
    else this.after(seconds, WIRE, packet);
  }

  /** A packet has come over the wire: for one of a window that is back the round trip is left, others go on. */
  private pastWire(packet: number): void {
    const isBack = this.packets.far[packet];
    if (!isBack || this.options.exchange || this.options.arrivalRate !== undefined)
      this.arrive(packet, -1, true);
    else this.after(this.plan.roundTrip, RETURN, packet);
  }

  /** A packet of a window goes over the wire and back, or from the other host back. */
  private goFar(packet: number): void {
    this.packets.far[packet] = true;
    this.after(this.wires.exchange(this.packets.flow[packet], this.now), WIRE, packet);
  }

  /** A packet has done its work: one of a window sets out again, if it has been over the wire. */
  private leave(packet: number): void {
    const circulates = this.options.arrivalRate === undefined;
    if (circulates && !this.packets.far[packet]) {
      this.goFar(packet);
      return;
    }
    this.tally.complete(this.now - this.packets.start[packet]);
    if (circulates) this.begin(packet);
    else this.packets.remove(packet);
  }

  protected override taken(flow: number, position: number): void {
    if (this.options.arrivalRate !== undefined) this.rings.free(flow, position);
  }

  private lose(packet: number): void {
    this.tally.lost += 1;
    this.packets.remove(packet);
  }
}
