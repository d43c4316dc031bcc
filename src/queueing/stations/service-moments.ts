import { nonNegative, positive, SidecoreError } from '../../common';
import { type Distribution, lawOf } from './distribution';

/**
 * A service time: by its mean and squared coefficient of variation (with its third moment where the variance of a
 * time is wanted), or by its whole distribution.
 */
export type ServiceTime =
  | {
      /** Mean, seconds, above 0. */
      readonly serviceTime: number;
      /** Squared coefficient of variation (variance / mean squared), 0 or more: 0 constant, 1 exponential. */
      readonly serviceVariability: number;
      /** E[S^3], seconds cubed. */
      readonly serviceThirdMoment?: number;
      readonly service?: undefined;
    }
  | {
      readonly service: Distribution;
      readonly serviceTime?: undefined;
      readonly serviceVariability?: undefined;
      readonly serviceThirdMoment?: undefined;
    };

/** Names of the fields above. */
export const serviceFields = ['serviceTime', 'serviceVariability', 'serviceThirdMoment', 'service'] as const;

export interface ServiceMoments {
  readonly mean: number;
  /** Squared coefficient of variation. */
  readonly variability: number;
  /** E[S^3] / E[S]^3, when known. */
  readonly thirdRatio?: number;
  /** E[S^2] / (2 E[S]): mean time left of a service that is met in progress. */
  readonly residual: number;
}

/** Reads a service time in either form. `path` is what the object is called in its caller's input, or empty. */
export function serviceMoments(given: ServiceTime, path = ''): ServiceMoments {
  const at = (field: string) => (path ? `${path}.${field}` : field);
  if (given.service !== undefined) {
    for (const field of ['serviceTime', 'serviceVariability', 'serviceThirdMoment'] as const)
      if (given[field] !== undefined)
        throw new SidecoreError({
          code: 'invalid-shape',
          path: at(field),
          message: 'given together with service',
          hint: 'give the distribution, or its moments, not both',
        });
    const law = lawOf(given.service, at('service'));
    const second = law.secondMoment / law.mean / law.mean;
    return {
      mean: law.mean,
      variability: Math.max(0, second - 1),
      thirdRatio: law.thirdMoment / law.mean / law.mean / law.mean,
      residual: (law.mean * second) / 2,
    };
  }
  const mean = positive(given.serviceTime, at('serviceTime'));
  const variability = nonNegative(
    given.serviceVariability,
    at('serviceVariability'),
    'give variance / mean squared: 0 for constant, 1 for exponential service',
  );
  const residual = (mean * (1 + variability)) / 2;
  if (given.serviceThirdMoment === undefined) return { mean, variability, residual };
  const thirdRatio = positive(given.serviceThirdMoment, at('serviceThirdMoment')) / mean / mean / mean;
  const least = (1 + variability) ** 2;
  if (thirdRatio < least * (1 - 1e-9))
    throw new SidecoreError({
      code: 'invalid-value',
      path: at('serviceThirdMoment'),
      message: `${given.serviceThirdMoment} is below ${least * mean ** 3}, the least that the mean and the variability allow`,
    });
  return { mean, variability, thirdRatio, residual };
}
