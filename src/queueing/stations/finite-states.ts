import { SidecoreError } from '../../common';

const mostStates = 2e7;

/**
 * Probabilities of the states 0..last of a birth-death chain, from the top down: `below(n)` is P(n - 1) / P(n), the
 * death rate in n over the birth rate in n - 1, so that an endless birth rate is the ratio 0. Made for chains with one
 * peak, as all queues here have: what lies beyond the range of a double below the peak is 0. Positive terms only.
 *
 * @param path the field to name when there are too many states
 */
export function finiteStates(last: number, below: (n: number) => number, path: string): Float64Array {
  if (last > mostStates)
    throw new SidecoreError({
      code: 'too-large',
      path,
      message: `${last} is more than the ${mostStates} states that can be listed`,
      hint: 'scale the model down',
    });
  const states = new Float64Array(last + 1);
  let weight = 1;
  let sum = 1;
  states[last] = 1;
  for (let n = last; n > 0; n--) {
    weight *= below(n);
    if (weight === Number.POSITIVE_INFINITY) {
      states.fill(0, n);
      sum = 0;
      weight = 1;
    } else if (weight > 1e200) {
      // towards the peak the weights rise, so that above the first 0 there are only zeros
      for (let m = n; m <= last && states[m] > 0; m++) states[m] /= weight;
      sum /= weight;
      weight = 1;
    }
    states[n - 1] = weight;
    sum += weight;
  }
  for (let n = 0; n <= last; n++) states[n] /= sum;
  return states;
}
