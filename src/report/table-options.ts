import { integer, onlyFields, plainObject, SidecoreError, shown } from '../common';
import { type Paint, paint } from './text-table';

/** What every table can be asked. */
export interface TableOptions {
  /** Bold and dim by ANSI codes; default false. */
  readonly color?: boolean;
  /** Columns of the terminal, 60 or more; default 100. Names longer than usual can need more. */
  readonly width?: number;
}

/** The options of a table, checked and complete. */
export function tableOptions(options: TableOptions): { readonly width: number; readonly look: Paint } {
  onlyFields(plainObject(options, 'options'), ['color', 'width'], 'options');
  const { color = false, width = 100 } = options;
  if (typeof color !== 'boolean')
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'options.color',
      message: `${shown(color)} is neither true nor false`,
    });
  return { width: integer(width, 'options.width', 60), look: paint(color) };
}
