import type { Prediction } from '../../predict/prediction';

/** True for a core, or a context on one, that is shown busy whatever the path does there: something polls. */
export function pollsAt({ centres, ledger }: Prediction, subject: string): boolean {
  return ledger.stages.some(({ context, core }) => {
    const { busy, utilization } = centres[core];
    const meant = context === subject || core === subject || core.endsWith(`/${subject}`);
    return meant && busy === 1 && utilization < 1;
  });
}
