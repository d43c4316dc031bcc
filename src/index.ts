export * from './iopath';
export * from './predict';
export * from './queueing';
