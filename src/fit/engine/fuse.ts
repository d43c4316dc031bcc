import { Matrix, SingularValueDecomposition } from 'ml-matrix';
import type { FusedParameters } from '../fit-result';
import type { NullDirection } from '../identifiability';

/** A parameter is part of a direction from this share of the direction's largest exponent on. */
const part = 0.2;
/** A parameter is known when its standard error is below this share of the prior's standard deviation. */
const known = 0.5;
/** Parameters belong together from this correlation on: of four that are seen as one product, each pair has -1/3. */
const together = 0.3;

interface Around {
  readonly names: readonly string[];
  readonly point: ArrayLike<number>;
  /** Derivatives in standard deviations, a column for each parameter. */
  readonly jacobian: Float64Array;
  /** Of the prior of each parameter; 1 where there is none. */
  readonly scales: readonly number[];
  readonly covariance: readonly (readonly number[])[];
  readonly quantile: number;
}

/**
 * Parameters that the data see only together: data and prior leave each of them open, and what one gains another
 * loses, so that their estimates are correlated. In a group a direction of the logarithms is determined where the data
 * say more than what was known before: a singular value above 1 of the Jacobian in units of the priors.
 */
export function fused(given: Around): FusedParameters[] {
  const { names, point, covariance, quantile, scales } = given;
  const groups = grouped(given).map((members) => {
    const directions = directionsOf(given, members);
    const undetermined = directions
      .filter(({ singularValue }) => singularValue < 1)
      .map(({ vector, singularValue }) => product(names, vector, singularValue));
    const determined = directions
      .filter(({ singularValue }) => singularValue >= 1)
      .map(({ vector, singularValue }) => {
        const { product: text, exponents } = product(names, vector, singularValue);
        const largest = Math.max(...Object.values(exponents).map(Math.abs));
        const weights = names.map((name) => (exponents[name] ?? 0) / largest);
        let middle = 0;
        let variance = 0;
        weights.forEach((weight, p) => {
          middle += weight * point[p];
          weights.forEach((other, q) => {
            variance += weight * covariance[p][q] * other;
          });
        });
        const standardError = Math.sqrt(Math.max(variance, 0));
        const before = Math.hypot(...weights.map((weight, p) => weight * scales[p]));
        return { product: text, exponents, middle, standardError, before };
      })
      .filter(({ standardError, before }) => standardError < 0.7 * before)
      .map(({ product: text, exponents, middle, standardError }) => ({
        product: text,
        exponents,
        estimate: Math.exp(middle),
        standardError,
        lower: Math.exp(middle - quantile * standardError),
        upper: Math.exp(middle + quantile * standardError),
      }));
    const name = determined.length === 1 ? determined[0].product : members.map((p) => names[p]).join(' and ');
    return { name, parameters: members.map((p) => names[p]), undetermined, determined };
  });
  // Parameters of which not even a product is determined are unknown each by itself.
  return groups.filter(({ determined }) => determined.length > 0);
}

interface Direction {
  /** On the logarithms; 0 for parameters that are not looked at. */
  readonly vector: readonly number[];
  readonly singularValue: number;
}

/** Singular directions of some columns of the Jacobian in units of the priors, the weakest last. */
function directionsOf({ names, jacobian, scales }: Around, columns: readonly number[]): Direction[] {
  const rows = jacobian.length / names.length;
  const matrix = Matrix.zeros(Math.max(rows, columns.length), columns.length);
  columns.forEach((p, k) => {
    for (let i = 0; i < rows; i++) matrix.set(i, k, jacobian[p * rows + i] * scales[p]);
  });
  const { diagonal, rightSingularVectors } = new SingularValueDecomposition(matrix);
  return diagonal.map((singularValue, d) => {
    const vector = names.map(() => 0);
    columns.forEach((p, k) => {
      vector[p] = rightSingularVectors.get(k, d) * scales[p];
    });
    return { vector, singularValue };
  });
}

function leading(vector: readonly number[]): number[] {
  const largest = Math.max(...vector.map(Math.abs));
  return vector.flatMap((value, p) => (Math.abs(value) >= part * largest ? [p] : []));
}

/** Groups of two or more open parameters that are joined by correlations. */
function grouped({ names, covariance, scales }: Around): number[][] {
  const deviation = (p: number) => Math.sqrt(covariance[p][p]);
  const open = names.flatMap((_, p) => (deviation(p) > known * scales[p] ? [p] : []));
  const groupOf = names.map((_, p) => p);
  for (const p of open)
    for (const q of open) {
      if (p <= q || Math.abs(covariance[p][q]) < together * deviation(p) * deviation(q)) continue;
      const [from, to] = [groupOf[p], groupOf[q]];
      groupOf.forEach((group, r) => {
        if (group === from) groupOf[r] = to;
      });
    }
  const groups = new Map<number, number[]>();
  groupOf.forEach((group, p) => {
    groups.set(group, [...(groups.get(group) ?? []), p]);
  });
  return [...groups.values()].filter((members) => members.length > 1);
}

function product(names: readonly string[], vector: readonly number[], singularValue: number): NullDirection {
  const largest = vector.reduce((best, value) => (Math.abs(value) > Math.abs(best) + 1e-9 ? value : best), 0);
  const exponents: Record<string, number> = {};
  for (const p of leading(vector)) exponents[names[p]] = vector[p] / largest;
  const text = Object.entries(exponents)
    .map(([name, exponent]) => {
      const rounded = Number(exponent.toFixed(2));
      return rounded === 1 ? name : `${name}^${rounded}`;
    })
    .join(' * ');
  return { exponents, product: text, singularValue };
}
