export { type ErrorCode, errorCodes, type Warning } from './common';
export * from './iopath';
export * from './predict';
export * from './queueing';
