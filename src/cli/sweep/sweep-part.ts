import type { PathModel } from '../../iopath/model';
import { type SweepOptions, sweep } from '../../predict';
import { rowText, type SweepFormat } from './row-text';

/** Some rows of a sweep: everything that a worker thread needs to know. */
export interface SweepPartTask {
  readonly model: PathModel;
  readonly options: SweepOptions;
  readonly format: SweepFormat;
  readonly first: number;
  readonly count: number;
}

export interface SweepPartText {
  readonly text: string;
  readonly rows: number;
  /** Rows without a prediction, and why the first of them has none. */
  readonly failed: number;
  readonly failure?: string;
  /** Rows whose iteration did not reach its tolerance. */
  readonly unsettled: number;
}

/** Makes some rows of a sweep and writes them out. */
export function sweepPart({ model, options, format, first, count }: SweepPartTask): SweepPartText {
  let text = '';
  let failed = 0;
  let failure: string | undefined;
  let unsettled = 0;
  for (const row of sweep(model, options).rows({ first, count })) {
    text += rowText(row, format);
    if (row.warnings.includes('no-convergence')) unsettled += 1;
    if (row.error === undefined) continue;
    failed += 1;
    failure ??= `[${row.error.code}] ${row.error.message}`;
  }
  return { text, rows: count, failed, failure, unsettled };
}
