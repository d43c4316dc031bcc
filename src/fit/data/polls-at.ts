import type { PathModel } from '../../iopath/model';
import type { Prediction } from '../../predict/prediction';

/** True when something polls on a core, or a context polls, in the setting of a prediction: its CPU never rests. */
export function pollsAt(
  model: PathModel,
  { topology, placement, ledger }: Prediction,
  subject: string,
): boolean {
  const { hosts } = model.topologies[topology];
  const parts = hosts ? Object.values(hosts) : [topology];
  const polled = new Set(
    parts.flatMap((part) =>
      model.topologies[part].links
        .filter(({ mechanism }) => mechanism === 'poll')
        .map(({ to }) => model.stages[to].context),
    ),
  );
  for (const context of model.placements[placement].polls) polled.add(context);
  return ledger.stages.some(
    ({ context, core }) =>
      polled.has(context) && (context === subject || core === subject || core.endsWith(`/${subject}`)),
  );
}
