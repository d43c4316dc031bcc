export { SidecoreError } from '../common';
export * from './markov';
export * from './networks';
export * from './stations';
