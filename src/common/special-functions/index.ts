export { logBetaWeight, logIncompleteBeta } from './incomplete-beta';
export {
  type LogTails,
  logIncompleteGamma,
  logOneMinusExp,
  risingSum,
} from './incomplete-gamma';
export { logPoisson, logPoissonRatio } from './log-poisson';
