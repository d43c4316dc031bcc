import { randomStream } from '../../common/random-stream';
import type { Costs } from '../../iopath/charger';
import { compile, coreSpeed, fillDemands } from '../../iopath/compile';
import { chargeCosts, layOutCosts } from '../../iopath/costs';
import type { PathModel } from '../../iopath/model';
import type { Plan, PlannedLink } from '../../iopath/plan';
import { EventQueue } from './event-queue';
import { type Segment, segmentsOf } from './segments';
import type { SimulationOptions, SimulationRun } from './simulation-run';

/** Units per activation that payload still in the cache is reckoned with. */
const typicalBatch = 8;

const [CORE, WAKE, RETURN, WIRE] = [0, 1, 2, 3];

/**
 * Simulates packets that circulate over the workers of a path: queues in front of workers that sleep, are woken, are
 * switched to, find some of their lines displaced, and serve until their queue is empty or their turn is over.
 *
 * It shares the cost algebra with the formulas (what a stage costs, what a switch reloads for a given batch), and
 * nothing of the solvers: batches, throughput and waiting come out of the events.
 */
export function simulatePath(model: PathModel, plan: Plan, options: SimulationOptions): SimulationRun {
  return new Simulation(model, plan, options).run();
}

class Simulation {
  private readonly events = new EventQueue();
  private readonly random;
  private readonly segments: Segment[][];
  private readonly reloads: Float64Array[];
  /** Of each flow: seconds on the wire, there and back. */
  private readonly wireTimes: { readonly there: number; readonly back: number }[];
  /** When each wire is free again. */
  private readonly wireFree = { there: 0, back: 0 };
  /** Of each packet: its flow. */
  private readonly flowOf: Int32Array;
  private now = 0;
  private completed = 0;
  /** Of each packet: the segment it waits for or is in, and whether it takes the part-time segments this time. */
  private readonly position: Int32Array;
  private readonly takes: Float64Array;
  /** Of each worker: packets waiting, awake or asleep, link that woke it, passes in this and in the last run. */
  private readonly queues: number[][];
  private readonly awake: Uint8Array;
  private readonly wokenBy: (PlannedLink | null)[];
  private readonly served: Int32Array;
  private readonly lastServed: Int32Array;
  /** Of each core: workers that wait for it, who runs, who ran last, busy seconds, end of the current work. */
  private readonly ready: number[][];
  private readonly running: Int32Array;
  private readonly ranLast: Int32Array;
  private readonly inHand: Int32Array;
  private readonly busy: Float64Array;
  private readonly runs: Float64Array;
  private readonly passes: Float64Array;

  constructor(
    private readonly model: PathModel,
    private readonly plan: Plan,
    private readonly options: SimulationOptions,
  ) {
    const { window, traffic, batchCap, seed } = options;
    this.random = randomStream(seed);
    const costs = this.charge(Math.min(window, typicalBatch));
    this.segments = segmentsOf(model, plan, costs);
    const compiled = compile(plan);
    fillDemands(model, plan, traffic, costs, compiled);
    const flows = plan.flows.length;
    const wireTime = (wire: number, f: number) => (wire < 0 ? 0 : compiled.demand[wire * flows + f]);
    this.wireTimes = plan.flows.map((_, f) => ({
      there: wireTime(compiled.wires.there, f),
      back: wireTime(compiled.wires.back, f),
    }));
    this.flowOf = Int32Array.from({ length: window * flows }, (_, packet) => packet % flows);
    this.reloads = this.reloadTables(Math.min(batchCap, window));
    const workers = plan.residents.length;
    const cores = plan.cores.length;
    this.position = new Int32Array(window * flows);
    this.takes = new Float64Array(window * flows);
    this.queues = plan.residents.map(() => []);
    this.awake = new Uint8Array(workers);
    this.wokenBy = plan.residents.map(() => null);
    this.served = new Int32Array(workers);
    this.lastServed = new Int32Array(workers).fill(1);
    this.ready = plan.cores.map(() => []);
    this.running = new Int32Array(cores).fill(-1);
    this.ranLast = new Int32Array(cores).fill(-1);
    this.inHand = new Int32Array(cores).fill(-1);
    this.busy = new Float64Array(cores);
    this.runs = new Float64Array(workers);
    this.passes = new Float64Array(workers);
  }

  run(): SimulationRun {
    const { warmUp, packets } = this.options;
    for (let packet = 0; packet < this.flowOf.length; packet++) this.begin(packet);
    this.until(warmUp);
    const start = this.now;
    this.busy.fill(0);
    this.runs.fill(0);
    this.passes.fill(0);
    this.completed = 0;
    this.until(packets);
    const elapsed = this.now - start;
    return {
      packetRate: this.completed / elapsed,
      utilization: Array.from(this.busy, (seconds) => seconds / elapsed),
      batch: Array.from(this.passes, (count, x) => count / this.runs[x]),
    };
  }

  private until(packets: number): void {
    while (this.completed < packets && this.events.size > 0) {
      this.now = this.events.nextTime;
      const event = this.events.pop();
      const index = event >> 2;
      const kind = event & 3;
      if (kind === CORE) this.finish(index);
      else if (kind === WAKE) this.schedule(index);
      else if (kind === WIRE) this.after(this.plan.roundTrip, RETURN, index);
      else {
        this.completed += 1;
        this.begin(index);
      }
    }
  }

  private after(delay: number, kind: number, index: number): void {
    this.events.push(this.now + delay, (index << 2) | kind);
  }

  private begin(packet: number): void {
    this.position[packet] = 0;
    this.takes[packet] = this.random.uniform();
    this.arrive(packet, -1);
  }

  /** A packet comes to the next segment that it takes. Returns the seconds that waking the worker costs the sender. */
  private arrive(packet: number, fromCore: number): number {
    const segments = this.segments[this.flowOf[packet]];
    while (
      this.position[packet] < segments.length &&
      this.takes[packet] > segments[this.position[packet]].probability
    )
      this.position[packet] += 1;
    const segment = segments[this.position[packet]];
    if (segment === undefined) {
      this.leave(packet);
      return 0;
    }
    const { worker, link } = segment;
    this.queues[worker].push(packet);
    if (this.awake[worker]) return 0;
    this.awake[worker] = 1;
    this.wokenBy[worker] = link;
    if (link === null) {
      this.schedule(worker);
      return 0;
    }
    const { mechanism, distance } = link;
    if (distance === 'same-core') this.schedule(worker);
    else this.after(mechanism.wakeLatency, WAKE, worker);
    if (link.from < 0 || fromCore < 0) return 0;
    const wake = distance === 'same-core' ? 0 : 0.5 * mechanism.wakeCycles;
    return (mechanism.sourceCycles + wake) / coreSpeed(this.model, this.plan, fromCore);
  }

  /** A packet has done its work: the wire, one way and the other, and the round trip are left. */
  private leave(packet: number): void {
    const times = this.wireTimes[this.flowOf[packet]];
    let free = this.now;
    for (const way of ['there', 'back'] as const) {
      if (times[way] === 0) continue;
      this.wireFree[way] = Math.max(this.wireFree[way], free) + times[way];
      free = this.wireFree[way];
    }
    this.after(free - this.now, WIRE, packet);
  }

  private schedule(worker: number): void {
    const { core } = this.plan.residents[worker];
    this.ready[core].push(worker);
    if (this.running[core] < 0) this.start(core);
  }

  /** Gives an idle core to the worker that has waited longest, and begins its first packet. */
  private start(core: number): void {
    const worker = this.ready[core].shift();
    if (worker === undefined) return;
    this.running[core] = worker;
    this.served[worker] = 0;
    this.runs[worker] += 1;
    let cycles = 0;
    const link = this.wokenBy[worker];
    if (link !== null) {
      const { mechanism, distance, from } = link;
      cycles += mechanism.targetCycles;
      if (from >= 0) cycles += distance === 'same-core' ? mechanism.switchCycles : 0.5 * mechanism.wakeCycles;
    }
    if (this.ranLast[core] >= 0 && this.ranLast[core] !== worker) {
      const table = this.reloads[worker];
      cycles += table[Math.min(this.lastServed[worker], table.length) - 1];
    }
    this.ranLast[core] = worker;
    this.serve(core, cycles / coreSpeed(this.model, this.plan, core));
  }

  private serve(core: number, overhead: number): void {
    const worker = this.running[core];
    const packet = this.queues[worker].shift()!;
    this.inHand[core] = packet;
    const { work } = this.segments[this.flowOf[packet]][this.position[packet]];
    this.occupy(core, overhead + work * this.random.unitGamma(this.options.variation));
  }

  private occupy(core: number, seconds: number): void {
    this.busy[core] += seconds;
    this.after(seconds, CORE, core);
  }

  /** A core has finished a packet, or with no packet in hand, the notification after it. */
  private finish(core: number): void {
    const worker = this.running[core];
    const packet = this.inHand[core];
    if (packet >= 0) {
      this.inHand[core] = -1;
      this.served[worker] += 1;
      this.passes[worker] += 1;
      this.position[packet] += 1;
      const notify = this.arrive(packet, core);
      if (notify > 0) {
        this.occupy(core, notify);
        return;
      }
    }
    const more = this.queues[worker].length > 0;
    const othersWait = this.ready[core].length > 0;
    if (more && !(othersWait && this.served[worker] >= this.options.batchCap)) {
      this.serve(core, 0);
      return;
    }
    this.lastServed[worker] = this.served[worker];
    this.running[core] = -1;
    if (more) {
      this.ready[core].push(worker);
    } else {
      this.awake[worker] = 0;
    }
    this.start(core);
  }

  private charge(batch: number): Costs {
    const costs = layOutCosts(this.model, this.plan, this.options.traffic);
    const batches = new Float64Array(this.plan.links.length).fill(batch);
    chargeCosts(this.model, this.plan, this.options.traffic, batches, 1, costs);
    return costs;
  }

  /** Reload cycles of one switch to each worker and what runs in it, by the size of its runs, from 1 up. */
  private reloadTables(largest: number): Float64Array[] {
    const tables = this.plan.residents.map(() => new Float64Array(largest));
    const workerOf = new Map<number, number>();
    this.plan.stages.forEach((stage, s) => {
      workerOf.set(
        stage.resident,
        this.segments[stage.flow].find(({ stages }) => stages.includes(s))?.worker ?? stage.resident,
      );
    });
    for (let batch = 1; batch <= largest; batch++) {
      const costs = this.charge(batch);
      this.plan.residents.forEach((_, x) => {
        if (costs.activationRate[x] > 0) tables[workerOf.get(x)!][batch - 1] += costs.reloadCycles[x];
      });
    }
    return tables;
  }
}
