import { deepFreeze, integer, oneOf, onlyFields, plainObject, SidecoreError } from '../../common';
import type { PathModel } from '../../iopath/model';
import { pathModel } from '../../iopath/path-model';
import type { PathModelInput } from '../../iopath/path-model-input';
import { type Scenario, trafficOf } from '../predict';
import { type Axis, axisOf, refuseSharedNumbers } from './axis';
import { permutedAt, uniformAt } from './hashed-random';
import type { SweepOptions, SweepSampling, SweepValue } from './sweep-options';

/** A sweep with everything checked: which rows there are, in which order. */
export interface SweepDesign {
  readonly model: PathModel;
  readonly scenario: Scenario;
  readonly axes: readonly Axis[];
  readonly outputs: readonly string[];
  readonly rowCount: number;
  /** The values of a row, an entry per axis. */
  valuesAt(row: number): SweepValue[];
}

/** Rows beyond this take more than a day. */
const mostRows = 1e9;

export function sweepDesign(input: PathModel | PathModelInput, options: SweepOptions): SweepDesign {
  const model = pathModel(input);
  onlyFields(plainObject(options, 'options'), ['vary', 'scenario', 'outputs', 'random'], 'options');
  const { scenario = {} } = options;
  const random = samplingOf(options.random);
  const axes = Object.entries(plainObject(options.vary, 'options.vary')).map(([name, values]) =>
    axisOf(model, name, values, random !== undefined),
  );
  refuseSharedNumbers(axes);
  // A rate that varies need not be given as well: every row is checked by itself.
  const rateVaries = axes.some(({ target, paths }) => target === 'traffic' && paths[0] === 'arrivalRate');
  trafficOf(model, rateVaries ? { ...scenario, traffic: { ...scenario.traffic, arrivalRate: 1 } } : scenario);
  const rowCount = random ? random.samples : axes.reduce((product, { size }) => product * size, 1);
  if (rowCount > mostRows)
    throw new SidecoreError({
      code: 'too-large',
      path: 'options.vary',
      message: `${rowCount} rows are more than ${mostRows}`,
      hint: 'take fewer values, or draw some of the rows: random: { samples }',
    });
  return {
    model,
    // Kept by the rows of a whole sweep: the caller's object may change meanwhile.
    scenario: deepFreeze(structuredClone(scenario)),
    axes,
    outputs: outputsOf(options.outputs ?? defaultOutputs),
    rowCount,
    valuesAt: random ? randomValues(axes, random) : gridValues(axes),
  };
}

const defaultOutputs = [
  'throughput',
  'bracket.lower',
  'bracket.upper',
  'utilization',
  'cyclesPerPacket',
  'bottleneck.name',
];

function outputsOf(outputs: readonly string[]): readonly string[] {
  if (
    Array.isArray(outputs) &&
    outputs.every((one) => typeof one === 'string') &&
    new Set(outputs).size === outputs.length
  )
    return Object.freeze([...outputs]);
  throw new SidecoreError({
    code: 'invalid-value',
    path: 'options.outputs',
    message: 'this is not a list of different names',
    hint: "for example ['throughput', 'centres.guest-core.utilization']",
  });
}

function samplingOf(random: SweepSampling | undefined): Required<SweepSampling> | undefined {
  if (random === undefined) return undefined;
  const path = 'options.random';
  onlyFields(plainObject(random, path), ['samples', 'seed', 'design'], path);
  return {
    samples: integer(random.samples, `${path}.samples`, 1),
    seed: integer(random.seed ?? 1, `${path}.seed`),
    design: oneOf(random.design ?? 'latin-hypercube', ['latin-hypercube', 'independent'], `${path}.design`),
  };
}

/** Every combination; the last axis changes from row to row. */
function gridValues(axes: readonly Axis[]): SweepDesign['valuesAt'] {
  return (row) => {
    const values = new Array<SweepValue>(axes.length);
    let rest = row;
    for (let a = axes.length - 1; a >= 0; a--) {
      const { size, valueAt } = axes[a];
      values[a] = valueAt(((rest % size) + 0.5) / size);
      rest = Math.floor(rest / size);
    }
    return values;
  };
}

function randomValues(
  axes: readonly Axis[],
  { samples, seed, design }: Required<SweepSampling>,
): SweepDesign['valuesAt'] {
  return (row) =>
    axes.map(({ valueAt }, a) => {
      const drawn = uniformAt(seed, a, row);
      return valueAt(
        design === 'independent' ? drawn : (permutedAt(seed, a, row, samples) + drawn) / samples,
      );
    });
}
