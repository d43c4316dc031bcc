export { logBetaWeight, logIncompleteBeta } from './incomplete-beta';
export {
  type LogTails,
  logIncompleteGamma,
  risingSum,
} from './incomplete-gamma';
export { logPoisson, logPoissonRatio } from './log-poisson';
