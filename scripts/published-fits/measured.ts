import type { Observation } from '../../src/fit';

/** A published figure as an observation. */
export function measured(
  figure: Pick<Observation, 'topology' | 'metric' | 'value'> & Partial<Observation>,
): Observation {
  return {
    configuration: '',
    placement: '',
    subject: '',
    unit: '',
    origin: { file: 'published figures', line: 1 },
    covariates: {},
    ...figure,
  };
}
