export { logBetaWeight, logIncompleteBeta } from './incomplete-beta';
export {
  type LogTails,
  logIncompleteGamma,
  logOneMinusExp,
  risingSum,
} from './incomplete-gamma';
export { logGamma } from './log-gamma';
export { logPoisson, logPoissonRatio } from './log-poisson';
