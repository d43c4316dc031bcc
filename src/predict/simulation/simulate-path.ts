import { randomStream } from '../../common/random-stream';
import { compile, coreSpeed, fillDemands } from '../../iopath/compile';
import type { PathModel } from '../../iopath/model';
import type { Plan } from '../../iopath/plan';
import { chargeAt } from './charge-at';
import { CoreSchedule } from './core-schedule';
import { EventQueue } from './event-queue';
import { Notifications } from './notifications';
import { Packets } from './packets';
import { reloadTables } from './reload-tables';
import { Rings } from './rings';
import { type Segment, segmentsOf } from './segments';
import type { SimulationOptions, SimulationRun } from './simulation-run';
import { Tally } from './tally';
import { Transactions } from './transactions';
import { turnOf, Wires } from './wires';
import { Workers } from './workers';

/** Units per activation that payload still in the cache is reckoned with until batches are known. */
const typicalBatch = 8;

const [CORE, WAKE, RETURN, WIRE, ARRIVAL, NOTIFY] = [0, 1, 2, 3, 4, 5];
const kinds = 6;

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

class Simulation {
  private readonly events = new EventQueue();
  private readonly random;
  private readonly packets = new Packets();
  private readonly transactions: Transactions;
  private readonly turns: number[];
  private segments: Segment[][];
  private readonly workerOfLink: Int32Array;
  private readonly reloads: Float64Array[];
  private readonly wires: Wires;
  private readonly rings: Rings;
  private readonly cores: CoreSchedule;
  private readonly workers: Workers;
  private readonly notifications: Notifications;
  private now = 0;
  private readonly tally = new Tally();

  constructor(
    private readonly model: PathModel,
    private readonly plan: Plan,
    private readonly options: SimulationOptions,
  ) {
    const { window, traffic, seed, arrivalRate, exchange } = options;
    const caps = capsOf(model, plan);
    const largest = Math.max(...caps);
    const most = arrivalRate === undefined && !exchange ? Math.min(largest, 4 * window) : largest;
    this.random = randomStream(seed);
    this.transactions = new Transactions({ there: traffic.there.packets, back: traffic.back.packets });
    const charge = (batch: number) => chargeAt(model, plan, traffic, batch);
    const costs = charge(Math.min(window, typicalBatch));
    this.segments = this.segmentsAt(Math.min(window, typicalBatch));
    this.turns = this.segments.map(turnOf);
    this.workerOfLink = new Int32Array(plan.links.length).fill(-1);
    for (const { link, worker } of this.segments.flat()) if (link >= 0) this.workerOfLink[link] = worker;
    const compiled = compile(plan);
    fillDemands(model, plan, traffic, costs, compiled);
    this.wires = new Wires(plan, compiled, traffic, this.segments);
    this.rings = new Rings(model, plan, costs, this.segments);
    this.reloads = reloadTables(plan, this.segments, charge, most);
    this.cores = new CoreSchedule(
      plan.cores.length,
      plan.residents.map(({ context }) => context.interruptLevel),
      this.events,
      (core) => core * kinds + CORE,
    );
    this.notifications = new Notifications(plan.links.map(({ mechanism }) => mechanism));
    this.workers = new Workers(caps);
  }

  run(): SimulationRun {
    const { warmUp, packets, window, arrivalRate } = this.options;
    this.plan.flows.forEach((_, flow) => {
      if (arrivalRate === undefined) for (let unit = 0; unit < window; unit++) this.enter(flow);
      else this.after(this.random.unitGamma(1) / arrivalRate, ARRIVAL, flow);
    });
    this.until(warmUp);
    this.segments = this.segmentsAt(this.workers.batches());
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
        case CORE:
          if (this.cores.hasEnded(index, this.now)) this.finish(index);
          break;
        case WAKE:
          this.schedule(index);
          break;
        case NOTIFY:
          if (this.notifications.ends(index, this.now)) this.notify(index, -1);
          break;
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
      }
    }
  }

  private after(delay: number, kind: number, index: number): void {
    this.events.push(this.now + delay, index * kinds + kind);
  }

  private segmentsAt(batch: number | readonly number[]): Segment[][] {
    const { model, plan, options } = this;
    const { traffic, exchange, arrivalRate } = options;
    const costs = chargeAt(model, plan, traffic, batch);
    return segmentsOf(model, plan, traffic, costs, exchange || arrivalRate !== undefined);
  }

  /** A unit of the window sets out for the first time. */
  private enter(flow: number): void {
    if (this.options.exchange) this.beginWay(this.transactions.add(flow), false, -1);
    else this.begin(this.packets.add(flow));
  }

  /** A unit of the window has been everywhere, and sets out again. */
  private return(unit: number): void {
    const { start } = this.options.exchange ? this.transactions : this.packets;
    this.tally.complete(this.now - start[unit]);
    if (this.options.exchange) this.beginWay(unit, false, -1);
    else this.begin(unit);
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
    this.arrive(packet, -1);
  }

  /**
   * A packet comes to the next segment that it takes, or to the wire before it. Returns the seconds that waking the
   * worker costs the sender.
   */
  private arrive(packet: number, fromCore: number, pastWire = false): number {
    const { flow, position, takes } = this.packets;
    const segments = this.segments[flow[packet]];
    while (position[packet] < segments.length && takes[packet] > segments[position[packet]].probability)
      position[packet] += 1;
    const open = this.options.arrivalRate !== undefined;
    const way = this.wayOf(packet);
    const crosses = open || this.options.exchange;
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
    const { worker, link } = segment;
    const kept = !open || this.rings.take(flow[packet], position[packet]);
    if (kept) this.workers.queues[worker].push(packet);
    else this.lose(packet);
    if (link < 0) {
      if (!this.workers.awake[worker]) this.wake(worker, -1);
      return 0;
    }
    const needed = !this.workers.awake[worker] || !this.plan.links[link].mechanism.suppressesEvents;
    const wait = this.notifications.unit(link, needed, this.now);
    if (wait === 0) return this.notify(link, fromCore);
    if (Number.isFinite(wait)) this.after(wait, NOTIFY, link);
    return 0;
  }

  /**
   * Tells the consumer of a link: it is interrupted, or begins to wake once the sender has notified it. Returns the
   * seconds that this costs the sender.
   */
  private notify(e: number, fromCore: number): number {
    const { mechanism, distance, to, from } = this.plan.links[e];
    const worker = this.workerOfLink[e];
    const asleep = this.workers.awake[worker] === 0;
    if (asleep ? this.workers.queues[worker].length === 0 : mechanism.suppressesEvents) return 0;
    const waking = asleep && distance !== 'same-core' ? 0.5 * mechanism.wakeCycles : 0;
    const seconds = from < 0 || fromCore < 0 ? 0 : (mechanism.sourceCycles + waking) / this.speed(fromCore);
    if (asleep) this.wake(worker, e, seconds);
    else
      this.cores.interrupt(
        this.plan.stages[to].core,
        mechanism.targetCycles / this.speed(this.plan.stages[to].core),
      );
    return seconds;
  }

  private wake(worker: number, link: number, notifying = 0): void {
    this.workers.awake[worker] = 1;
    this.workers.wokenBy[worker] = link;
    const apart = link >= 0 && this.plan.links[link].distance !== 'same-core';
    if (apart) this.after(notifying + this.plan.links[link].mechanism.wakeLatency, WAKE, worker);
    else this.schedule(worker);
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
    this.after(this.plan.roundTrip, RETURN, transaction);
    return 0;
  }

  private enterWire(packet: number, way: 'there' | 'back'): void {
    const slots = this.options.exchange ? Number.POSITIVE_INFINITY : this.model.slots;
    const seconds = this.wires.send(this.packets.flow[packet], this.now, way, slots);
    if (Number.isNaN(seconds)) this.lose(packet);
    else this.after(seconds, WIRE, packet);
  }

  /** A packet has come over the wire: a packet of a window goes round again, others go on. */
  private pastWire(packet: number): void {
    if (this.options.exchange || this.options.arrivalRate !== undefined) this.arrive(packet, -1, true);
    else this.after(this.plan.roundTrip, RETURN, packet);
  }

  /** A packet has done its work: of a window, the wire and the round trip are left. */
  private leave(packet: number): void {
    if (this.options.arrivalRate === undefined) {
      this.after(this.wires.exchange(this.packets.flow[packet], this.now), WIRE, packet);
      return;
    }
    this.tally.complete(this.now - this.packets.start[packet]);
    this.packets.remove(packet);
  }

  private lose(packet: number): void {
    this.tally.lost += 1;
    this.packets.remove(packet);
  }

  private schedule(worker: number): void {
    const { core } = this.plan.residents[worker];
    if (this.cores.enqueue(worker, core, this.now)) this.start(core);
  }

  /** Gives an idle core to the worker that is next, and begins its first packet. */
  private start(core: number): void {
    const worker = this.cores.next(core, this.now);
    if (worker < 0) return;
    this.workers.beginRun(worker);
    let cycles = 0;
    const e = this.workers.wokenBy[worker];
    if (e >= 0) {
      const { mechanism, distance, from } = this.plan.links[e];
      cycles += mechanism.targetCycles;
      if (from >= 0) cycles += distance === 'same-core' ? mechanism.switchCycles : 0.5 * mechanism.wakeCycles;
    }
    const { ranLast } = this.cores;
    if (ranLast[core] >= 0 && ranLast[core] !== worker) {
      const table = this.reloads[worker];
      const served = Math.round(this.workers.lastServed[worker]);
      cycles += table[Math.max(1, Math.min(served, table.length)) - 1];
    }
    ranLast[core] = worker;
    this.serve(core, cycles / this.speed(core));
  }

  private serve(core: number, overhead: number): void {
    const packet = this.workers.queues[this.cores.running[core]].shift()!;
    const flow = this.packets.flow[packet];
    const position = this.packets.position[packet];
    if (this.options.arrivalRate !== undefined) this.rings.free(flow, position);
    const { work } = this.segments[flow][position];
    const seconds = overhead + work * this.random.unitGamma(this.options.variation);
    this.cores.occupy(core, packet, seconds, this.now);
  }

  /** A core has finished a packet, or with no packet in hand, the notification after it. */
  private finish(core: number): void {
    const worker = this.cores.running[core];
    const packet = this.cores.inHand[core];
    if (packet >= 0) {
      this.cores.inHand[core] = -1;
      const { link, units } = this.segments[this.packets.flow[packet]][this.packets.position[packet]];
      this.workers.pass(worker, units, link >= 0);
      this.packets.position[packet] += 1;
      const notify = this.arrive(packet, core);
      // Whom it woke may have gone before: then this worker goes on later, after its notification.
      if (this.cores.running[core] !== worker) {
        this.cores.interrupt(core, notify);
        return;
      }
      if (notify > 0) {
        this.cores.occupy(core, -1, notify, this.now);
        return;
      }
    }
    const more = this.workers.queues[worker].length > 0;
    if (more && !(this.cores.othersWait(core) && this.workers.turnIsOver(worker))) {
      this.serve(core, 0);
      return;
    }
    this.workers.endRun(worker, !more);
    this.cores.release(core);
    if (more) this.cores.ready[core].push(worker);
    this.start(core);
  }

  private speed(core: number): number {
    return coreSpeed(this.model, this.plan, core);
  }
}

/** Most units of one run of each worker before it lets others on its core go first. */
function capsOf(model: PathModel, plan: Plan): number[] {
  return plan.residents.map(({ activations }) =>
    activations.length === 0
      ? model.batchCap
      : Math.min(...activations.map((e) => plan.links[e].link.cap ?? model.batchCap)),
  );
}
