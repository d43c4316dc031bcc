import { randomStream } from '../../common/random-stream';
import type { Costs } from '../../iopath/charger';
import { coreSpeed } from '../../iopath/compile';
import type { PathModel } from '../../iopath/model';
import type { Plan } from '../../iopath/plan';
import { chargeAt } from './charge-at';
import { CoreSchedule } from './core-schedule';
import { EventQueue } from './event-queue';
import { Notifications } from './notifications';
import { Packets } from './packets';
import { Reloads } from './reloads';
import { type Segment, segmentsOf } from './segments';
import type { SimulationOptions } from './simulation-run';
import { turnCaps } from './turn-caps';
import { Turns } from './turns';
import { wakeDepth } from './wake-depth';
import { Workers } from './workers';

/** Units per activation that payload still in the cache is reckoned with until batches are known. */
const typicalBatch = 8;

/** Events of workers: work done, awake, notified. The kinds from 3 on are left to who sends packets. */
const [CORE, WAKE, NOTIFY] = [0, 1, 2];
/** An event is an index times this, plus its kind. */
export const kinds = 6;

/** Workers on cores that sleep, are notified, wake, are switched to and serve packets; where these go is left open. */
export abstract class WorkerSimulation {
  protected readonly events = new EventQueue();
  protected readonly random;
  protected readonly packets = new Packets();
  protected readonly costs: Costs;
  protected readonly cores: CoreSchedule;
  protected readonly workers: Workers;
  protected segments: Segment[][];
  protected now = 0;
  private readonly workerOfLink: Int32Array;
  /** Seconds that each core idles per reference unit; empty until that is known. */
  private idleTime: readonly number[] = [];
  private reloads: Reloads;
  private readonly takers: Turns;
  private readonly notifications: Notifications;

  constructor(
    protected readonly model: PathModel,
    protected readonly plan: Plan,
    protected readonly options: SimulationOptions,
  ) {
    const { window, traffic, seed } = options;
    const batch = Math.min(window, typicalBatch);
    this.random = randomStream(seed);
    this.costs = chargeAt(model, plan, traffic, batch);
    this.segments = this.segmentsAt(batch);
    this.workerOfLink = new Int32Array(plan.links.length).fill(-1);
    for (const { link, worker } of this.segments.flat()) if (link >= 0) this.workerOfLink[link] = worker;
    this.takers = new Turns(plan);
    this.reloads = this.reloadsNow();
    this.cores = new CoreSchedule(
      plan.cores.length,
      plan.residents.map(({ context }) => context.interruptLevel),
      this.events,
      (core) => core * kinds + CORE,
    );
    this.notifications = new Notifications(plan.links.map(({ mechanism }) => mechanism));
    this.workers = new Workers(turnCaps(model, plan, this.costs));
  }

  /** A packet has been served: it goes to its next segment. Returns the seconds that notifying costs the core. */
  protected abstract arrive(packet: number, fromCore: number): number;

  /** A packet has been taken out of the ring before a segment. */
  protected abstract taken(flow: number, position: number): void;

  protected handle(event: number): void {
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
    }
  }

  /** Tells the worker of a segment that a packet has come. Returns the seconds that this costs the sender. */
  protected announce({ worker, link }: Segment, fromCore: number): number {
    if (link < 0) {
      if (!this.workers.awake[worker]) this.wake(worker, -1);
      return 0;
    }
    if (fromCore >= 0 && this.plan.links[link].mechanism.yields) {
      // Told at the end of the turn, if it sleeps.
      if (!this.workers.awake[worker]) this.workers.toNotify[this.cores.running[fromCore]].add(link);
      return 0;
    }
    const needed = !this.workers.awake[worker] || !this.plan.links[link].mechanism.suppressesEvents;
    const wait = this.notifications.unit(link, needed, this.now);
    if (wait === 0) return this.notify(link, fromCore);
    if (Number.isFinite(wait)) this.after(wait, NOTIFY, link);
    return 0;
  }

  /** Puts a packet in line for a worker; who takes turns sees to what came by links before it begins anew. */
  protected queue(packet: number, { worker, link }: Segment): void {
    const queue = this.workers.queues[worker];
    const first =
      link >= 0 && this.takers.links[worker] >= 0 ? queue.findIndex((other) => !this.cameByLink(other)) : -1;
    if (first < 0) queue.push(packet);
    else queue.splice(first, 0, packet);
  }

  protected after(delay: number, kind: number, index: number): void {
    this.events.push(this.now + delay, index * kinds + kind);
  }

  protected segmentsAt(batch: number | readonly number[]): Segment[][] {
    const { model, plan, options } = this;
    const { traffic, exchange, arrivalRate } = options;
    const costs = chargeAt(model, plan, traffic, batch, this.idleTime);
    return segmentsOf(model, plan, traffic, costs, exchange || arrivalRate !== undefined);
  }

  /** From here on costs are those of the batches and idle times that came out so far. */
  protected learn(idleTime: readonly number[]): void {
    this.idleTime = idleTime;
    this.segments = this.segmentsAt(this.workers.batches());
    this.reloads = this.reloadsNow();
  }

  private reloadsNow(): Reloads {
    const { model, plan, options, idleTime } = this;
    return new Reloads(plan, this.segments, (batches) =>
      chargeAt(model, plan, options.traffic, batches, idleTime),
    );
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
    const { core } = this.plan.stages[to];
    if (asleep) this.workers.wakeDepth[worker] = wakeDepth(mechanism, this.cores.idleFor(core, this.now));
    const waking =
      asleep && distance !== 'same-core' ? 0.5 * mechanism.wakeCycles * this.workers.wakeDepth[worker] : 0;
    const seconds = from < 0 || fromCore < 0 ? 0 : (mechanism.sourceCycles + waking) / this.speed(fromCore);
    if (asleep) this.wake(worker, e, seconds);
    else this.cores.interrupt(core, mechanism.targetCycles / this.speed(core));
    return seconds;
  }

  private wake(worker: number, link: number, notifying = 0): void {
    this.workers.awake[worker] = 1;
    this.workers.onTurn[worker] = 0;
    this.workers.wokenBy[worker] = link;
    const apart = link >= 0 && this.plan.links[link].distance !== 'same-core';
    if (apart) this.after(notifying + this.plan.links[link].mechanism.wakeLatency, WAKE, worker);
    else this.schedule(worker);
  }

  private schedule(worker: number): void {
    const { core } = this.plan.residents[worker];
    if (this.cores.enqueue(worker, core, this.now)) this.start(core);
  }

  /** Gives an idle core to the worker that is next, and begins its first packet. */
  private start(core: number): void {
    const worker = this.cores.next(core, this.now);
    if (worker < 0) return;
    const e = this.workers.wokenBy[worker];
    if (this.workers.queues[worker].length === 0) {
      // A turn with nothing to do takes the switch alone.
      this.workers.beginTurn(worker);
      this.cores.occupy(core, -1, this.plan.links[e].mechanism.switchCycles / this.speed(core), this.now);
      return;
    }
    this.workers.beginRun(worker);
    let cycles = 0;
    if (e >= 0) {
      const { mechanism, distance, from } = this.plan.links[e];
      cycles += mechanism.targetCycles;
      if (this.workers.onTurn[worker] === 1) cycles += mechanism.switchCycles;
      else if (from >= 0)
        cycles +=
          distance === 'same-core'
            ? mechanism.switchCycles
            : 0.5 * mechanism.wakeCycles * this.workers.wakeDepth[worker];
    }
    const { ranLast } = this.cores;
    if (ranLast[core] >= 0 && ranLast[core] !== worker)
      cycles += this.reloads.cycles(worker, this.workers.lastServed[worker]);
    ranLast[core] = worker;
    this.serve(core, cycles / this.speed(core));
  }

  private serve(core: number, overhead: number): void {
    const packet = this.workers.queues[this.cores.running[core]].shift()!;
    const flow = this.packets.flow[packet];
    const position = this.packets.position[packet];
    this.taken(flow, position);
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
    if (this.goesOn(worker)) {
      this.serve(core, 0);
      return;
    }
    const telling = this.tell(worker, core);
    if (this.cores.running[core] !== worker) {
      this.cores.interrupt(core, telling);
      return;
    }
    if (telling > 0) {
      this.cores.occupy(core, -1, telling, this.now);
      return;
    }
    this.endTurn(worker, core);
  }

  /** True while a worker has something to do and its turn is not over. */
  private goesOn(worker: number): boolean {
    const [next] = this.workers.queues[worker];
    if (next === undefined) return false;
    if (this.takers.links[worker] < 0 && this.workers.toNotify[worker].size === 0)
      return !(this.workers.turnIsOver(worker) && this.cores.othersWait(this.plan.residents[worker].core));
    return !this.workers.turnIsFull(worker, this.cameByLink(next));
  }

  /** The turn of a worker is over: others go first, or it sleeps, or with nobody else there goes on. */
  private endTurn(worker: number, core: number): void {
    const { workers, cores } = this;
    const more = workers.queues[worker].length > 0;
    if (more && !cores.othersWait(core)) {
      workers.beginTurn(worker);
      this.serve(core, 0);
      return;
    }
    const stays =
      more || this.takers.waits(worker, cores.othersWait(core) && workers.turnIsFull(worker, true));
    workers.endRun(worker, !stays);
    cores.release(core);
    if (stays) {
      if (this.takers.links[worker] >= 0) {
        workers.onTurn[worker] = 1;
        workers.wokenBy[worker] = this.takers.links[worker];
      }
      cores.ready[core].push(worker);
    }
    this.start(core);
  }

  /** Notifies those whom a worker has handed units in its turn and who sleep. Returns the seconds that this takes. */
  private tell(worker: number, core: number): number {
    const links = this.workers.toNotify[worker];
    let seconds = 0;
    for (const e of links) seconds += this.notify(e, core);
    links.clear();
    return seconds;
  }

  private cameByLink(packet: number): boolean {
    return this.segments[this.packets.flow[packet]][this.packets.position[packet]].link >= 0;
  }

  private speed(core: number): number {
    return coreSpeed(this.model, this.plan, core);
  }
}
