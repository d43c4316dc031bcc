/** Weights ratio^i at i = 0..last: the waiting room of a finite queue. All scaled so that the largest weight is 1. */
export interface TruncatedGeometric {
  /** Sum of the scaled weights. */
  readonly total: number;
  /** log of the scale: the scaled weight of i is exp(i * logRatio - logScale). */
  readonly logScale: number;
  /** Scaled weight of `last`. */
  readonly lastWeight: number;
  readonly mean: number;
  /** P(I = i). */
  probability(i: number): number;
  /** P(I >= i). */
  atLeast(i: number): number;
}

/**
 * @param ratio 0 or more, 1 and beyond included
 * @param fromOne ratio - 1, given apart so that its digits survive near 1
 * @param last 0 or more; any size
 */
export function truncatedGeometric(ratio: number, fromOne: number, last: number): TruncatedGeometric {
  const logRatio = Math.abs(fromOne) < 0.5 ? Math.log1p(fromOne) : Math.log(ratio);
  const fall = -Math.abs(logRatio);
  const total = geometricSum(fall, last);
  const small = fallingMean(fall, last);
  const rising = logRatio > 0;
  return {
    total,
    logScale: rising ? last * logRatio : 0,
    lastWeight: rising || last === 0 ? 1 : Math.exp(last * fall),
    mean: rising ? last - small : small,
    probability: (i) => Math.exp((rising ? last - i : i) * fall || 0) / total,
    atLeast: (i) => {
      if (i <= 0) return 1;
      if (i > last) return 0;
      // rising: the weights counted down from `last` fall from 1; falling: from i on they fall from e^(fall i)
      const sum = geometricSum(fall, last - i);
      return (rising ? sum : Math.exp(i * fall) * sum) / total;
    },
  };
}

/** Sum over i = 0..last of e^(fall i), fall <= 0, accurate near 0. */
function geometricSum(fall: number, last: number): number {
  if (fall === 0) return last + 1;
  return Math.expm1((last + 1) * fall) / Math.expm1(fall);
}

/**
 * Mean of i under the weights e^(fall i), i = 0..last, fall <= 0: 1/(e^x - 1) - n/(e^(n x) - 1) with x = -fall and
 * n = last + 1. Where n x is small both parts are near 1/x and cancel; there the series of 1/(e^x - 1) - 1/x + 1/2
 * takes their place.
 */
function fallingMean(fall: number, last: number): number {
  const x = -fall;
  const n = last + 1;
  if (n * x >= 0.5) return 1 / Math.expm1(x) - n / Math.expm1(n * x);
  return last / 2 + bernoulliSeries(x) - n * bernoulliSeries(n * x);
}

/** 1/(e^x - 1) - 1/x + 1/2 for 0 <= x <= 0.5: the sum of B(2k) x^(2k-1) / (2k)!. */
function bernoulliSeries(x: number): number {
  const y = x * x;
  return (
    x *
    (1 / 12 -
      y *
        (1 / 720 -
          y *
            (1 / 30240 -
              y * (1 / 1209600 - y * (1 / 47900160 - (y * 691) / 1307674368000 + (y * y) / 74724249600)))))
  );
}
