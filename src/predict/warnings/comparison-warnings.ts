import type { Warning } from '../../common';
import type { PathModel } from '../../iopath/model';
import type { Prediction } from '../prediction';
import type { Warn } from './warning-codes';

/**
 * What the comparison of a placement with the first one rests on beside the two predictions. A batch changes with the
 * placement; one that is given for both was measured in one at most, unless the model was fitted to both.
 */
export function comparisonWarnings(model: PathModel, first: Prediction, other: Prediction): Warning[] {
  const warnings: Warning[] = [];
  const warn: Warn = (code, path, message) => {
    warnings.push({ code, path, message });
  };
  const measured = model.fit?.data.placements ?? [];
  const apart = other.placement !== first.placement;
  if (apart && !(measured.includes(first.placement) && measured.includes(other.placement))) {
    const before = new Map(first.batches.map(({ link, batch }) => [link, batch]));
    if (other.batches.some(({ link, batch, solved }) => !solved && batch > 1 && before.get(link) === batch))
      warn(
        'batch-assumed-equal',
        'batch',
        'batches are given, and the same for placements that differ, which they hardly are: measure them in each, or let --batch solve find them',
      );
  }
  return warnings;
}
