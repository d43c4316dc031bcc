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
  text,
} from './check';
export { checkedAnswer } from './checked-answer';
export { type ErrorCode, errorCodes, SidecoreError, type SidecoreErrorDetails } from './error';
export { deepFreeze, freezeParts } from './freeze';
export { displayHook, showItself } from './show-itself';
export type { Warning } from './warning';
