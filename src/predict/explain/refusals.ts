import type { Warning } from '../../common';
import type { Prediction } from '../prediction';
import type { DividedGain } from './divide-gain';
import type { RefusalCode } from './explanation';

/** Above it the data cannot tell parts of a sum apart. */
const worstCondition = 1e5;
/** Below it two throughputs are the same number. */
const smallestGain = 1e-6;

export interface Attribution {
  readonly before: Prediction;
  readonly after: Prediction;
  /** Names of the stages where the application computes. */
  readonly applicationStages: ReadonlySet<string>;
  readonly gain: number;
  /** Of the gain. */
  readonly standardError: number;
  readonly divided?: DividedGain;
  readonly conditionNumber: number;
  /** True when causes that cannot be told apart were joined. */
  readonly fused: boolean;
}

/** Every reason for which shares of the gain would mislead; the cycles hold nevertheless. */
export function refusalsOf(one: Attribution): Warning[] {
  const { before, after, gain, standardError, divided } = one;
  const refusals: Warning[] = [];
  const refuse = (code: RefusalCode, path: string, message: string) => {
    refusals.push({ code, path, message });
  };
  if (divided === undefined)
    refuse('open-load', 'traffic.kind', 'packets come at a given rate, so the throughput is what is offered');
  for (const [kind, code] of [
    ['wire', 'wire-limited'],
    ['window', 'window-limited'],
  ] as const) {
    const limited = [before, after].filter(({ bottleneck }) => bottleneck.kind === kind);
    if (limited.length === 0 || (kind === 'window' && after.kind === 'request-response')) continue;
    refuse(
      code,
      kind === 'wire' ? 'network.rate' : 'traffic.window',
      `the ${kind === 'wire' ? 'network link' : 'window'}, not cycles, limits ${limited.map(({ placement }) => placement).join(' and ')}`,
    );
  }
  const application = applicationShare(one);
  if (application > 0.5)
    refuse(
      'application-limited',
      'traffic.applicationCycles',
      `the application takes ${(100 * application).toFixed(0)} % of the busiest core of ${after.placement}`,
    );
  if (Math.abs(gain) < smallestGain)
    refuse('no-gain', 'options.after', 'both placements carry the same, so there is no gain to divide');
  else if (Math.abs(gain) < 2 * standardError)
    refuse(
      'gain-within-error',
      'options.after',
      `the gain of ${(100 * Math.expm1(gain)).toFixed(1)} % is less than two standard errors, ${(100 * standardError).toFixed(1)} % each`,
    );
  if (one.conditionNumber > worstCondition && !one.fused)
    refuse(
      'not-identifiable',
      'fit.conditionNumber',
      `the data of the fit do not tell its parameters apart: condition number ${one.conditionNumber.toExponential(0)}, above ${worstCondition.toExponential(0)}`,
    );
  const { transfer, reload } = divided?.parts ?? {};
  if (
    transfer !== undefined &&
    reload !== undefined &&
    transfer.value < 0 &&
    -transfer.value > Math.abs(reload.value)
  )
    refuse(
      'transfer-exceeds-reload',
      'options.after',
      'what crosses between cores costs more than the reload that is spared: misses do not add to the gain, they take from it',
    );
  return refusals;
}

/** Share of the application's own stages in the cycles of the core that limits the path. */
function applicationShare({ after: { bottleneck, ledger }, applicationStages }: Attribution): number {
  if (bottleneck.kind !== 'core') return 0;
  let application = 0;
  let all = 0;
  for (const { stage, core, cycles } of ledger.stages) {
    if (core !== bottleneck.name) continue;
    all += cycles.total;
    // With several hosts or flows the name of the stage stands behind theirs.
    if (applicationStages.has(stage.slice(stage.lastIndexOf('/') + 1))) application += cycles.total;
  }
  return all > 0 ? application / all : 0;
}
