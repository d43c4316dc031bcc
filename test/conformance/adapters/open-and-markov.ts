import {
  ctmcAbsorption,
  ctmcFirstPassage,
  ctmcSteadyState,
  ctmcTransient,
  dtmcAbsorption,
  dtmcFirstPassage,
  dtmcSteadyState,
  dtmcTransient,
} from '../../../src/queueing';
import type { Adapter } from '../harness';

const columns = (size: number, column: (to: number) => readonly number[]): number[][] => {
  const all = Array.from({ length: size }, (_, to) => column(to));
  return Array.from({ length: size }, (_, from) => all.map((times) => times[from]));
};

export const adapters: Record<string, Adapter> = {
  'ctmc-steady': ({ Q }) => ({ p: ctmcSteadyState(Q).probabilities }),
  'ctmc-transient': ({ Q, t, p0 }) => ({ p: ctmcTransient(Q, { initial: p0, time: t }).probabilities }),
  'ctmc-absorption': ({ Q, p0 }) => ({ t: ctmcAbsorption(Q, { initial: p0 }).meanTime }),
  'ctmc-first-passage': ({ Q }) => ({ M: columns(Q.length, (to) => ctmcFirstPassage(Q, { to }).meanTime) }),
  'dtmc-steady': ({ P }) => ({ p: dtmcSteadyState(P).probabilities }),
  'dtmc-transient': ({ P, n, p0 }) => ({ p: dtmcTransient(P, { initial: p0, steps: n }).probabilities }),
  'dtmc-absorption': ({ P, p0 }) => ({ t: dtmcAbsorption(P, { initial: p0 }).meanSteps }),
  'dtmc-first-passage': ({ P }) => ({ M: columns(P.length, (to) => dtmcFirstPassage(P, { to }).meanSteps) }),
};
