import { type PathModel, pathModel, type Scenario, templates } from '../../src';
import { randomStream } from '../../src/common/random-stream';
import { withValues } from '../../src/iopath/with-values';

/** A question that is put to the formulas and to the simulation. */
export interface Configuration {
  readonly seed: number;
  readonly index: number;
  readonly template: string;
  /** Largest batch of the model. */
  readonly cap: number;
  readonly scenario: Scenario & Required<Pick<Scenario, 'topology' | 'placement' | 'window' | 'traffic'>>;
}

const kinds = ['stream', 'request-response', 'bidirectional'] as const;

/** Draws a configuration that depends on nothing but its number and the seed. */
export function configuration(seed: number, index: number): Configuration {
  const random = randomStream(seed * 65_537 + index);
  const one = <T>(of: readonly T[]): T => of[Math.floor(random.uniform() * of.length)];
  const between = (low: number, high: number) => Math.round(low * (high / low) ** random.uniform());
  const template = one(Object.keys(templates));
  const { topologies, placements } = templates[template];
  const several = random.uniform() < 0.2;
  return {
    seed,
    index,
    template,
    cap: between(4, 256),
    scenario: {
      topology: one(Object.keys(topologies)),
      placement: one(Object.keys(placements)),
      window: between(1, 256),
      message: between(64, 65_536),
      batch: 'solve',
      traffic: {
        kind: one(kinds),
        variation: one([0, 0.3, 1]),
        guests: several ? one([1, 2, 3, 4]) : 1,
        queues: several ? one([1, 2]) : 1,
      },
    },
  };
}

/** The template of a configuration with its batch cap. */
export function modelOf({ template, cap }: Configuration): PathModel {
  return withValues(pathModel(templates[template]), { batchCap: cap });
}

/** A configuration in a line of words. */
export function nameOf({ seed, index, template, cap, scenario }: Configuration): string {
  const { topology, placement, window, message, traffic } = scenario;
  const { kind, variation, guests = 1, queues = 1 } = traffic;
  const flows = guests * queues > 1 ? `, ${guests} x ${queues} guests x queues` : '';
  return `${seed}.${index}: ${template} ${topology} / ${placement}, ${kind} of ${message} B, window ${window}, cap ${cap}, cv ${variation}${flows}`;
}
