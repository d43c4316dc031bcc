import { SidecoreError } from '../../common';
import { poissonWeights } from '../markov/poisson';
import { logPoisson } from './log-poisson';
import { dot, type PhaseType, phaseMoments, phaseTypeSurvival } from './phase-type';

/** What the formulas need to know of a distribution. */
export interface Law {
  readonly mean: number;
  readonly secondMoment: number;
  readonly thirdMoment: number;
  /** E[S^order; S > x], x of 0 or more, without cancellation. */
  upper(order: 0 | 1 | 2, x: number): number;
  /** Density of the continuous part. */
  density(x: number): number;
  /** Single values of positive probability, ascending. */
  readonly atoms: readonly { readonly value: number; readonly probability: number }[];
  /** Where integrals over the continuous part are split; beyond the last lies less than 1e-30. Empty without one. */
  readonly edges: readonly number[];
  /** Set for laws of the phase type, to which exact matrix methods apply. */
  phases?(): PhaseType;
}

/** Points from 0 to `end`, doubling from `start`. */
function doubling(start: number, end: number): number[] {
  const edges = [0];
  for (let x = Math.max(start, end * 1e-290, 1e-300); x < end; x *= 2) edges.push(x);
  return [...edges, end];
}

/** A finite number of values. */
export function discreteLaw(values: readonly number[], probabilities: readonly number[]): Law {
  const atoms = values
    .map((value, i) => ({ value, probability: probabilities[i] }))
    .filter((atom) => atom.probability > 0)
    .sort((a, b) => a.value - b.value);
  const upper = (order: number, x: number) =>
    atoms.reduce((sum, { value, probability }) => sum + (value > x ? probability * value ** order : 0), 0);
  return {
    mean: upper(1, 0),
    secondMoment: upper(2, 0),
    thirdMoment: upper(3, 0),
    upper,
    density: () => 0,
    atoms,
    edges: [],
  };
}

/** P(Poisson(mean) < count). */
function poissonBelow(mean: number, count: number): number {
  if (mean > 2 * count + 800) return 0;
  if (mean > 700) {
    const { first, weight } = poissonWeights(mean);
    let sum = 0;
    for (let i = 0; i < weight.length && first + i < count; i++) sum += weight[i];
    return sum;
  }
  let term = Math.exp(-mean);
  let sum = 0;
  for (let n = 0; n < count; n++) {
    sum += term;
    term *= mean / (n + 1);
  }
  return Math.min(sum, 1);
}

/** Sum of `stages` exponential stages of mean `scales[i]` each, with probability `probabilities[i]`. */
export function gammaMixture(
  probabilities: readonly number[],
  scales: readonly number[],
  stages: number,
): Law {
  const moment = (order: number) => {
    let factor = 1;
    for (let i = 0; i < order; i++) factor *= stages + i;
    return probabilities.reduce((sum, p, i) => sum + p * factor * scales[i] ** order, 0);
  };
  const rising = [1, stages, stages * (stages + 1)];
  const end = Math.max(...scales) * (stages + 70 + 17 * Math.sqrt(stages));
  return {
    mean: moment(1),
    secondMoment: moment(2),
    thirdMoment: moment(3),
    upper: (order, x) =>
      probabilities.reduce(
        (sum, p, i) =>
          sum + p * rising[order] * scales[i] ** order * poissonBelow(x / scales[i], stages + order),
        0,
      ),
    density: (x) =>
      probabilities.reduce((sum, p, i) => {
        const y = x / scales[i];
        return sum + (p * Math.exp(logPoisson(stages - 1, y))) / scales[i];
      }, 0),
    atoms: [],
    edges: doubling((Math.min(...scales) * stages) / 8, end),
    phases: () => gammaPhases(probabilities, scales, stages),
  };
}

function gammaPhases(probabilities: readonly number[], scales: readonly number[], stages: number): PhaseType {
  const size = probabilities.length * stages;
  const initial = new Float64Array(size);
  const rates = new Float64Array(size * size);
  const exit = new Float64Array(size);
  probabilities.forEach((probability, branch) => {
    const first = branch * stages;
    const last = first + stages - 1;
    initial[first] = probability;
    for (let i = first; i < last; i++) rates[i * size + i + 1] = 1 / scales[branch];
    exit[last] = 1 / scales[branch];
  });
  return { size, initial, rates, exit };
}

/** Equally likely between two values. */
export function uniformLaw(minimum: number, maximum: number): Law {
  const width = maximum - minimum;
  const upper = (order: number, x: number) => {
    const from = Math.max(x, minimum);
    if (from >= maximum) return 0;
    let sum = 0;
    for (let i = 0; i <= order; i++) sum += from ** i * maximum ** (order - i);
    return ((maximum - from) / width) * (sum / (order + 1));
  };
  return {
    mean: upper(1, 0),
    secondMoment: upper(2, 0),
    thirdMoment: upper(3, 0),
    upper,
    density: (x) => (x >= minimum && x <= maximum ? 1 / width : 0),
    atoms: [],
    edges: [minimum, maximum],
  };
}

/** Power law between two values: P(S > x) proportional to x^-exponent less its value at the maximum. */
export function paretoLaw(minimum: number, maximum: number, exponent: number): Law {
  const ratio = maximum / minimum;
  const share = -Math.expm1(-exponent * Math.log(ratio));
  const upper = (order: number, x: number) => {
    const from = Math.max(x / minimum, 1);
    if (from >= ratio) return 0;
    const power = order - exponent;
    const span = Math.log(ratio / from);
    const integral = Math.abs(power * span) < 1e-300 ? span : Math.expm1(power * span) / power;
    return (minimum ** order * exponent * from ** power * integral) / share;
  };
  return {
    mean: upper(1, 0),
    secondMoment: upper(2, 0),
    thirdMoment: upper(3, 0),
    upper,
    density: (x) =>
      x >= minimum && x <= maximum ? (exponent * (x / minimum) ** (-exponent - 1)) / (minimum * share) : 0,
    atoms: [],
    edges: doubling(minimum * 2, maximum).map((x) => Math.max(x, minimum)),
  };
}

/** Time to absorption of a Markov chain. */
export function phaseTypeLaw(phases: PhaseType): Law {
  const [first, second, third] = phaseMoments(phases);
  const mean = dot(phases.initial, first);
  const one = new Float64Array(phases.size).fill(1);
  return {
    mean,
    secondMoment: dot(phases.initial, second),
    thirdMoment: dot(phases.initial, third),
    // E[(x + left)^order; S > x], where `left` is the time that remains in the phase reached at x
    upper: (order, x) => {
      const alive = phaseTypeSurvival(phases, x);
      const survival = dot(alive, one);
      if (order === 0 || survival === 0) return survival;
      const left = dot(alive, first);
      if (order === 1) return x * survival + left;
      return x * x * survival + 2 * x * left + dot(alive, second);
    },
    density: (x) => dot(phaseTypeSurvival(phases, x), phases.exit),
    atoms: [],
    // looked for only by integrals
    get edges() {
      refuseStiff(phases, mean);
      let end = mean;
      while (dot(phaseTypeSurvival(phases, end), one) > 1e-30) end *= 2;
      return doubling(mean / 8, end);
    },
    phases: () => phases,
  };
}

/** Over a time t the survival loses about 1e-16 x (fastest rate x t) of its digits. */
function refuseStiff({ size, rates, exit }: PhaseType, mean: number): void {
  for (let i = 0; i < size; i++) {
    let leaving = exit[i];
    for (let j = 0; j < size; j++) leaving += rates[i * size + j];
    if (leaving * mean > 1e5)
      throw new SidecoreError({
        code: 'unsupported',
        path: 'service.generator',
        message: `a phase of ${1 / leaving} s within a mean of ${mean} s: an integral over sizes would lose its digits`,
        hint: 'leave out phases so short, or use hyperexponential or erlang',
      });
  }
}
