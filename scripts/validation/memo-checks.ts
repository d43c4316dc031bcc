import {
  type CheckOptions,
  check,
  gatedBatch,
  type PathModelInput,
  type Prediction,
  predict,
  xenPv,
} from '../../src';
import { receiver } from './receiver';

/** A figure of docs/theory.md with what the model predicts and, where it can be simulated, what a simulation gives. */
export interface MemoCheck {
  readonly what: string;
  readonly unit: string;
  /** The figure, by hand or from the prototype of the design. */
  readonly figure: number;
  readonly predicted: number;
  readonly simulated?: number;
}

type Runs = Pick<CheckOptions, 'replications' | 'packets'>;

/** A model, predicted and simulated: the figure is read off both. */
function both(
  runs: Runs,
  model: PathModelInput,
  figureOf: (prediction: Prediction) => number,
  quantity: 'throughput' | 'cycleTime' | 'batch',
): { predicted: number; simulated: number } {
  const { prediction, rows } = check(model, {}, runs);
  const row = rows.find((one) => one.quantity === quantity);
  if (row === undefined) throw new Error(`no ${quantity} was simulated`);
  const predicted = figureOf(prediction);
  return { predicted, simulated: predicted * (row.simulated.mean / row.predicted) };
}

const millionsOf = ({ packetRate }: Prediction) => packetRate / 1e6;

/** A producer of 1 us that pays 2 us to wake a consumer, which takes 3 us to wake. */
function notificationRegime(runs: Runs, consumer: number, figure: number): MemoCheck {
  const model = receiver({
    traffic: { kind: 'stream', window: 2000, variation: 0.5 },
    driver: 1000,
    protocol: 1000 * consumer,
    apart: true,
    interrupt: { activates: false },
    handOver: { sourceCycles: 2000, wakeLatency: 3e-6 },
    batchCap: 100_000,
  });
  return {
    what: `notification regime, consumer of ${consumer} us`,
    unit: 'packets/us',
    figure,
    ...both(runs, model, millionsOf, 'throughput'),
  };
}

/** One server of 1 us at a load of 0.8 whose notification is held back for 2 us. */
function setUpQueue(variation: number): PathModelInput {
  return receiver({
    traffic: { arrivalRate: 8e5, variation },
    driver: 1000,
    protocol: 0,
    apart: true,
    interrupt: { coalescingDelay: 2e-6 },
  });
}

/** A driver of 1 us before a protocol of 4 us on one core. */
function overload(runs: Runs, arrivalRate: number, level: 0 | 1, figure: number): MemoCheck {
  const model = receiver({ traffic: { arrivalRate }, level, slots: 1024 });
  return {
    what: `${level === 1 ? 'interrupts first' : 'masked interrupts'}, ${arrivalRate / 1e3} kpackets/s offered`,
    unit: 'packets/us',
    figure,
    ...both(runs, model, millionsOf, 'throughput'),
  };
}

/** Three exponential centres of 2.12, 3.82 and 1.23 us and a round trip of 30 us. */
function threeCentres(runs: Runs, window: number, figure: number): MemoCheck {
  const demands = { a: 2120, b: 3820, c: 1230 };
  const names = Object.keys(demands);
  const model: PathModelInput = {
    machine: { clock: 1e9, cores: { a: {}, b: {}, c: {} } },
    network: { roundTrip: 30e-6 },
    traffic: { window },
    contexts: { a: {}, b: {}, c: {} },
    mechanisms: { free: {} },
    stages: Object.fromEntries(
      names.map((name) => [`at-${name}`, { context: name, cycles: demands[name as 'a'] }]),
    ),
    topologies: {
      path: {
        stages: names.map((name) => `at-${name}`),
        links: [
          { from: 'at-a', to: 'at-b', mechanism: 'free' },
          { from: 'at-b', to: 'at-c', mechanism: 'free' },
        ],
      },
    },
    placements: { only: { assign: { a: 'a', b: 'b', c: 'c' } } },
  };
  return {
    what: `three centres, window ${window}`,
    unit: 'packets/us',
    figure,
    ...both(runs, model, millionsOf, 'throughput'),
  };
}

/** 256 slots that are drained once in 30 ms. */
function timeSlice(): MemoCheck {
  const sideCore = { socket: 'near', timeSlice: 0.03 };
  const model = {
    ...xenPv,
    machine: { ...xenPv.machine, cores: { ...xenPv.machine.cores, 'side-core': sideCore } },
  };
  const { throughput } = predict(model, {
    topology: 'inter-node-receive',
    placement: 'driver-domain',
    window: 4096,
  });
  return {
    what: 'ring of 256 slots, drained once in 30 ms',
    unit: 'Mbit/s',
    figure: 99,
    predicted: throughput / 1e6,
  };
}

/** Gated batches in a closed window: the fixed point, and in place of a simulation the exact chain. */
function gatedBatches(): MemoCheck {
  const loop = { population: 8, thinkTime: 5, activationTime: 2, serviceTime: 1 };
  const exact = gatedBatch({ ...loop, method: 'embedded-chain' }).throughput;
  return {
    what: 'gated batches, window 8: fixed point, and the exact chain as simulated',
    unit: '1/s',
    figure: 0.6,
    predicted: gatedBatch({ ...loop, method: 'fixed-point' }).throughput,
    simulated: exact,
  };
}

/** Every figure of the design that a test holds the model to. */
export function memoCheckRows(runs: Runs): MemoCheck[] {
  const microseconds = ({ cycleTime }: Prediction) => cycleTime * 1e6 - 1;
  const waits = (variation: number, figure: number): MemoCheck => {
    const { prediction, rows } = check(setUpQueue(variation), {}, runs);
    const simulated = rows.find(({ quantity }) => quantity === 'cycleTime')?.simulated.mean ?? Number.NaN;
    return {
      what: `set-up queue, wait, ${variation === 0 ? 'constant' : 'exponential'} work`,
      unit: 'us',
      figure,
      predicted: microseconds(prediction),
      simulated: simulated * 1e6 - 1,
    };
  };
  return [
    notificationRegime(runs, 0.99, 0.99),
    notificationRegime(runs, 0.6, 0.81),
    notificationRegime(runs, 0.05, 0.65),
    {
      what: 'set-up queue, batch',
      unit: 'packets',
      figure: 13,
      ...both(runs, setUpQueue(1), ({ batches }) => batches[0].batch, 'batch'),
    },
    waits(0, 3.38),
    waits(1, 5.38),
    ...(
      [
        [1, 0.0269],
        [4, 0.1023],
        [8, 0.1846],
        [16, 0.2565],
        [64, 0.2618],
      ] as const
    ).map(([window, figure]) => threeCentres(runs, window, figure)),
    overload(runs, 150e3, 1, 0.15),
    overload(runs, 300e3, 1, 0.175),
    overload(runs, 500e3, 1, 0.125),
    overload(runs, 300e3, 0, 0.2),
    overload(runs, 500e3, 0, 0.2),
    gatedBatches(),
    timeSlice(),
  ];
}

/** The figures of the design beside model and simulation, as a section of the validation report. */
export function memoChecks(): string {
  const relative = (value: number, to: number) =>
    `${value >= to ? '+' : ''}${(100 * (value / to - 1)).toFixed(1)} %`;
  const runs = { replications: 4, packets: 20_000 };
  const rows = memoCheckRows(runs).map(({ what, unit, figure, predicted, simulated }) =>
    [
      what,
      unit,
      figure,
      predicted.toPrecision(4),
      simulated === undefined ? '-' : simulated.toPrecision(4),
      relative(predicted, figure),
      simulated === undefined ? '-' : relative(predicted, simulated),
    ].join(' | '),
  );
  return `## Figures of the design

Closed forms and prototype figures of [the theory](theory.md), as the compiled paths predict them and as they are
simulated (${runs.replications} runs of ${runs.packets.toLocaleString('en')} packets).

| check | unit | figure | predicted | simulated | predicted against figure | against simulated |
| --- | --- | --: | --: | --: | --: | --: |
${rows.map((row) => `| ${row} |`).join('\n')}
`;
}
