export { logPoisson, logPoissonRatio } from '../../common/special-functions';
