/**
 * A loss as a change of the residuals: the sum of squares of `value` is the loss, so that the solver sees plain squares.
 * `slope` is the derivative of `value`; `influence` that of half the loss; `curvature` the second derivative of that.
 */
export interface Loss {
  readonly value: (residual: number) => number;
  readonly slope: (residual: number) => number;
  readonly influence: (residual: number) => number;
  readonly curvature: (residual: number) => number;
}

export const squares: Loss = {
  value: (residual) => residual,
  slope: () => 1,
  influence: (residual) => residual,
  curvature: () => 1,
};

/** 2 s^2 (sqrt(1 + (f/s)^2) - 1): squares for small residuals, absolute values for those beyond the scale s. */
export function softL1(scale: number): Loss {
  return {
    value: (residual) => residual * Math.sqrt(2 / (1 + Math.hypot(1, residual / scale))),
    slope: (residual) => {
      const root = Math.hypot(1, residual / scale);
      return Math.sqrt((1 + root) / 2) / root;
    },
    influence: (residual) => residual / Math.hypot(1, residual / scale),
    curvature: (residual) => Math.hypot(1, residual / scale) ** -3,
  };
}
