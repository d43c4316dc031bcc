import type { Ladder } from '../fit/fit-result';
import { errorSize } from './metric-values';
import { significant } from './numbers';
import type { Column, Row } from './text-table';

export const ladderColumns: readonly Column[] = [
  { title: '', align: 'left' },
  ...['para-\nmeters', 'chi2/n', 'AICc', 'condition', 'p', 'left out\nmedian', 'left out\np90'].map(
    (title): Column => ({ title, align: 'right' }),
  ),
  { title: 'adds', align: 'left' },
];

/** The rungs of a ladder of models; the one that was taken has a star. */
export function ladderRows({ rungs, chosen }: Ladder): Row[] {
  return rungs.map((one) => {
    const { rung, adds, free, converged, aicc, conditionNumber, boundaryProbability } = one;
    const [left] = one.leaveOnePlacementOut;
    return [
      `${rung === chosen ? '*' : ' '} ${rung}${converged ? '' : ' (not converged)'}`,
      String(free.length),
      significant(one.chiSquaredPerObservation),
      aicc === null ? '-' : aicc.toFixed(1),
      conditionNumber === undefined ? 'infinite' : significant(conditionNumber, 2),
      boundaryProbability === null
        ? ''
        : boundaryProbability < 1e-4
          ? '<0.0001'
          : boundaryProbability.toFixed(4),
      left ? errorSize(left.metric, left.median) : '-',
      left ? errorSize(left.metric, left.p90) : '-',
      adds,
    ];
  });
}
