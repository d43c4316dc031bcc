import fc from 'fast-check';
import { type Comparison, compare } from '../../src';
import { arbitraryModel } from '../iopath/arbitrary-model';

/** Predictions of a random path over random windows and messages. */
export const arbitraryComparison: fc.Arbitrary<Comparison> = fc
  .tuple(
    arbitraryModel,
    fc.array(
      fc.record({ window: fc.integer({ min: 1, max: 200 }), message: fc.integer({ min: 1, max: 9000 }) }),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
  )
  .map(([model, scenarios]) => compare(model, scenarios));
