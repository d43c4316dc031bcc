export { SidecoreError, type SidecoreErrorDetails } from '../common';
export * from './markov';
export * from './networks';
export * from './stations';
