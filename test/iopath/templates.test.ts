import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Mechanism, type PathModel, pathModel, predict, type Traffic, templates } from '../../src';
import { readModel, writeModel } from '../../src/formats';

const models: [name: string, model: PathModel][] = Object.entries(templates).map(([name, template]) => [
  name,
  pathModel(template),
]);
const listing = (model: PathModel) =>
  Object.entries(model.topologies).filter(([, { hosts }]) => hosts === undefined);
const scenarios = (model: PathModel) =>
  Object.keys(model.topologies).flatMap((topology) =>
    Object.keys(model.placements).map((placement) => ({ topology, placement })),
  );

const keysOf = (path: string) => path.replace(/\[(\d+)\]/g, '.$1').split('.');
const numberAt = (model: PathModel, path: string): number =>
  keysOf(path).reduce((value: unknown, key) => (value as Record<string, unknown>)[key], model) as number;
/** The model with other numbers at some paths. */
const changed = (model: PathModel, numbers: Readonly<Record<string, number>>): PathModel => {
  const copy = JSON.parse(JSON.stringify(model));
  for (const [path, number] of Object.entries(numbers)) {
    const keys = keysOf(path);
    const last = keys.pop()!;
    keys.reduce((value, key) => value[key], copy)[last] = number;
  }
  return pathModel(copy);
};

/** Paths of the numbers that a prediction rests on, but for what a user measures of the own machine and traffic. */
const assumptions = (model: PathModel): string[] => {
  const used = new Set(['call', ...listing(model).flatMap(([, { links }]) => links.map((l) => l.mechanism))]);
  const positive = (table: object, path: string) =>
    Object.entries(table).flatMap(([field, value]) =>
      typeof value === 'number' && value > 0 ? [`${path}.${field}`] : [],
    );
  const { machine } = model;
  return [
    'batch',
    'machine.tlbMissCycles',
    'machine.memoryBandwidth',
    'machine.siblingSpeedup',
    'network.roundTrip',
    ...(['latency', 'randomParallelism', 'streamingParallelism'] as const).flatMap((table) =>
      positive(machine[table], `machine.${table}`),
    ),
    ...Object.entries(model.contexts).flatMap(([name, one]) => positive(one, `contexts.${name}`)),
    ...Object.entries(model.stages).flatMap(([name, one]) =>
      positive({ ...one, visits: 0 }, `stages.${name}`),
    ),
    ...[...used].flatMap((name) => positive(model.mechanisms[name], `mechanisms.${name}`)),
  ];
};

describe.each(models)('template %s', (name, model) => {
  it('has its own name, and describes itself, its topologies and its placements', () => {
    expect(model.name).toBe(name);
    for (const { description } of [
      model,
      ...Object.values(model.topologies),
      ...Object.values(model.placements),
    ])
      expect(description.length).toBeGreaterThan(20);
    expect(Object.keys(model.topologies)).toEqual([
      'inter-node-transmit',
      'inter-node-receive',
      'inter-node',
      'intra-node',
    ]);
  });

  it('has a range and a source for every number, and each default inside its range', () => {
    expect(Object.keys(model.parameters).sort()).toEqual(assumptions(model).sort());
    for (const [path, { low, high, source }] of Object.entries(model.parameters)) {
      expect(source.length, path).toBeGreaterThan(20);
      expect(low, path).toBeGreaterThan(0);
      expect(high, path).toBeGreaterThan(low);
      expect(numberAt(model, path), path).toBeGreaterThanOrEqual(low);
      expect(numberAt(model, path), path).toBeLessThanOrEqual(high);
    }
  });

  it('uses every stage, context and mechanism of its own', () => {
    const stages = new Set(listing(model).flatMap(([, topology]) => topology.stages));
    expect([...stages].sort()).toEqual(Object.keys(model.stages).sort());
    const contexts = new Set(Object.values(model.stages).map(({ context }) => context));
    expect([...contexts].sort()).toEqual(Object.keys(model.contexts).sort());
    const linked = new Set(
      listing(model).flatMap(([, { links }]) => links.map(({ mechanism }) => mechanism)),
    );
    for (const mechanism of Object.keys(templates[name].mechanisms ?? {}))
      expect([...linked]).toContain(mechanism);
  });

  it('survives being written to a file and read again', async () => {
    expect(await readModel(writeModel(model))).toEqual(model);
  });

  it.each<Partial<Traffic>>([
    { kind: 'stream' },
    { kind: 'request-response', message: 64, window: 1 },
    { kind: 'bidirectional' },
    { kind: 'stream', segmentation: 44, message: 65536, guests: 2, queues: 2 },
  ])('answers every topology and placement: %o', (traffic) => {
    for (const scenario of scenarios(model)) {
      const prediction = predict(model, { ...scenario, traffic });
      const { throughput, bracket, centres, ledger, converged, cycleTime } = prediction;
      expect(converged).toBe(true);
      expect(throughput).toBeGreaterThan(0);
      expect(bracket.upper).toBeGreaterThanOrEqual(bracket.lower);
      expect(Number.isFinite(bracket.upper + cycleTime + ledger.total.total)).toBe(true);
      const cores = Object.values(ledger.cores).reduce((sum, { total }) => sum + total, 0);
      expect(cores / ledger.total.total).toBeCloseTo(1, 9);
      for (const { utilization } of Object.values(centres)) expect(utilization).toBeLessThanOrEqual(1 + 1e-9);
    }
  });

  it('is bound by a core, or by the wire where there is one', () => {
    for (const scenario of scenarios(model)) {
      const { bottleneck } = predict(model, { ...scenario, window: 256 });
      expect(['core', 'wire']).toContain(bottleneck.kind);
    }
  });

  it('lets a placement change hand-over, switch, reload and transfer alone', () => {
    for (const topology of Object.keys(model.topologies)) {
      const ledgers = Object.keys(model.placements).map(
        (placement) => predict(model, { topology, placement }).ledger.total,
      );
      for (const { base, intrinsic } of ledgers) {
        expect(base / ledgers[0].base).toBeCloseTo(1, 12);
        // Payload read from memory takes longer the busier its bus is: a part of a thousandth.
        expect(Math.abs(intrinsic / ledgers[0].intrinsic - 1)).toBeLessThan(1e-3);
      }
    }
  });

  it('says truly whether a placement is possible today', () => {
    const [first, ...others] = Object.values(model.placements);
    for (const { description, assign } of others) {
      const says = /(needs a code change)|possible today/.exec(description);
      if (says === null) continue;
      // A guest on another core is scheduled as a whole, which is no offload.
      const moved = Object.entries(model.stages).filter(
        ([stage, { context }]) =>
          stage in assign || (!/guest|process/.test(context) && assign[context] !== first.assign[context]),
      );
      expect(
        moved.some(([, { movable }]) => movable !== 'yes'),
        description,
      ).toBe(says[1] !== undefined);
    }
  });

  it('carries more with two guests when each has cores of its own', () => {
    if (!('two-side-cores' in model.placements)) return;
    const offloaded = Object.keys(model.placements)[name === 'vhost-user' ? 0 : 1];
    for (const topology of ['inter-node-transmit', 'inter-node-receive']) {
      const fast = changed(model, { 'network.rate': 100e9 });
      const [one, two] = [offloaded, 'two-side-cores'].map(
        (placement) => predict(fast, { topology, placement, traffic: { guests: 2 } }).throughput,
      );
      expect(two / one).toBeGreaterThan(1.5);
    }
  });
});

describe('every template', () => {
  const anyScenario = fc
    .constantFrom(...models)
    .chain(([, model]) => fc.tuple(fc.constant(model), fc.constantFrom(...scenarios(model))));

  it('predicts anywhere inside its ranges, with given and with solved batches', () => {
    fc.assert(
      fc.property(
        anyScenario,
        fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
        fc.boolean(),
        ([model, scenario], shares, solve) => {
          const numbers = Object.fromEntries(
            Object.entries(model.parameters).map(([path, { low, high }]) => [
              path,
              low + (shares.next().value as number) * (high - low),
            ]),
          );
          const drawn = changed(model, numbers);
          const { throughput, bracket } = predict(drawn, {
            ...scenario,
            ...(solve ? { batch: 'solve' } : {}),
          });
          expect(throughput).toBeGreaterThan(0);
          expect(bracket.upper).toBeGreaterThanOrEqual(throughput);
          expect(Number.isFinite(bracket.upper)).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('never carries more when a stage costs more', () => {
    fc.assert(
      fc.property(
        anyScenario,
        fc.nat(),
        fc.double({ min: 1, max: 10, noNaN: true }),
        ([model, scenario], pick, factor) => {
          const names = Object.keys(model.stages);
          const path = `stages.${names[pick % names.length]}.cycles`;
          const dearer = changed(model, { [path]: factor * numberAt(model, path) });
          // The fixed point stops at 1e-8 of the throughput.
          expect(predict(dearer, scenario).throughput).toBeLessThanOrEqual(
            predict(model, scenario).throughput * (1 + 1e-7),
          );
        },
      ),
      { numRuns: 100 },
    );
  });

  it('costs the same cycles in any unit of time', () => {
    for (const [, model] of models)
      for (const scenario of scenarios(model)) {
        const slower = { ...model.machine, clock: model.machine.clock / 10 };
        const machine = { ...slower, memoryBandwidth: model.machine.memoryBandwidth / 10 };
        const network = {
          ...model.network,
          rate: model.network.rate / 10,
          roundTrip: model.network.roundTrip * 10,
        };
        const mechanisms = Object.fromEntries(
          Object.entries(model.mechanisms).map(([id, one]): [string, Mechanism] => [
            id,
            { ...one, wakeLatency: one.wakeLatency * 10 },
          ]),
        );
        const stretched = predict({ ...model, machine, network, mechanisms }, scenario);
        const usual = predict(model, scenario);
        expect((stretched.throughput * 10) / usual.throughput).toBeCloseTo(1, 9);
        expect(stretched.cyclesPerPacket / usual.cyclesPerPacket).toBeCloseTo(1, 9);
      }
  });
});
