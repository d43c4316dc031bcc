export {
  finite,
  integer,
  nonNegative,
  oneOf,
  onlyFields,
  plainObject,
  positive,
  probability,
  shown,
} from './check';
export { type ErrorCode, errorCodes, SidecoreError, type SidecoreErrorDetails } from './error';
export { deepFreeze } from './freeze';
export type { Warning } from './warning';
