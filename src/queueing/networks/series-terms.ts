/**
 * The terms load^j / (rate(1) ... rate(j)), j = 0 .. most, divided by the sum whose logarithm is given. Starts at
 * the largest term and multiplies outwards, so neither end overflows; what underflows is too small to matter.
 */
export function seriesTerms(
  load: number,
  rate: (j: number) => number,
  most: number,
  logSum: number,
): Float64Array {
  const terms = new Float64Array(most + 1);
  if (load === 0) {
    terms[0] = 1;
    return terms;
  }
  let logTerm = 0;
  let highest = 0;
  let peak = 0;
  for (let j = 1; j <= most; j++) {
    logTerm += Math.log(load / rate(j));
    if (logTerm > highest) {
      highest = logTerm;
      peak = j;
    }
  }
  terms[peak] = Math.exp(highest - logSum);
  for (let j = peak + 1; j <= most; j++) terms[j] = (terms[j - 1] * load) / rate(j);
  for (let j = peak; j > 0; j--) terms[j - 1] = (terms[j] * rate(j)) / load;
  return terms;
}
