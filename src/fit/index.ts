export {
  type Observation,
  type ObservedLevel,
  type ObservedMetric,
  observedLevels,
  observedMetrics,
} from './observation';
