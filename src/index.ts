export * from './queueing';
