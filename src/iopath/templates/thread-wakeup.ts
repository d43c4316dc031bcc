import type { Mechanism } from '../model';
import { about, mechanismRanges, type Ranges } from './stage-rows';

/** A thread of the same kernel is woken: the scheduler, a change of stack, no change of address space that counts. */
export const threadWakeup: Partial<Mechanism> = {
  sourceCycles: 500,
  targetCycles: 500,
  switchCycles: 1200,
  wakeCycles: 1000,
  wakeLatency: 2e-6,
  crossCoreCycles: 0,
  ringLinesPerUnit: 1,
  ringLinesPerActivation: 3,
  activates: true,
};

/** What is known of it. */
export const threadWakeupRanges: Ranges = mechanismRanges(
  { 'thread-wakeup': threadWakeup },
  {
    'thread-wakeup': {
      switchCycles: about(
        1200,
        0.5,
        3,
        'estimate: less than a switch of domains, for which SplitX, WIOV 2011, has 2000 cycles direct',
      ),
    },
  },
);
