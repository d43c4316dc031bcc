import type { Context, Mechanism, ParameterRange, Stage } from '../model';
import { defaultMechanisms, type PathModelInput } from '../path-model-input';

export type Range = readonly [low: number, high: number];
/** Ranges by path of the number, to be joined into `parameters`. */
export type Ranges = Readonly<Record<string, ParameterRange>>;

export const estimate =
  'engineering estimate, calibrated to the totals of docs/theory.md section 8; replace it by a fit';
const memory = 'engineering estimate from published magnitudes recalled, not read; verify before quoting';

/** A stage and what is known of its cycles. */
export type StageRow = readonly [
  id: string,
  stage: Partial<Stage> & { readonly context: string; readonly cycles: number },
  known: { readonly cycles: Range; readonly cyclesPerByte?: Range; readonly source?: string },
];

/** A context: lines that it touches again and again, lines that one unit touches, pages. */
export type ContextRow = readonly [
  id: string,
  footprintLines: number,
  touchedLinesPerUnit: number,
  tlbPages: number,
  flags?: Partial<Pick<Context, 'taggedTlb' | 'runsInCaller' | 'perGuest'>>,
];

/** A range around a value. */
export function about(value: number, low: number, high: number, source = estimate): ParameterRange {
  return { low: value * low, high: value * high, source };
}

/** The `stages` of rows. */
export function stageTable(rows: readonly StageRow[]): PathModelInput['stages'] {
  return Object.fromEntries(rows.map(([id, stage]) => [id, stage]));
}

/** What is known of the stages of rows. Lines of descriptors and headers are known to a factor of 2. */
export function stageRanges(rows: readonly StageRow[]): Ranges {
  return Object.fromEntries(
    rows.flatMap(([id, { metadataLines = 0 }, { cycles, cyclesPerByte, source = estimate }]) => {
      const range = (field: string, [low, high]: Range) =>
        [`stages.${id}.${field}`, { low, high, source }] as const;
      return [
        range('cycles', cycles),
        ...(cyclesPerByte ? [range('cyclesPerByte', cyclesPerByte)] : []),
        ...(metadataLines > 0 ? [range('metadataLines', [metadataLines / 2, metadataLines * 2])] : []),
      ];
    }),
  );
}

/** The `contexts` of rows. */
export function contextTable(rows: readonly ContextRow[]): PathModelInput['contexts'] {
  return Object.fromEntries(
    rows.map(([id, footprintLines, touchedLinesPerUnit, tlbPages, flags]) => [
      id,
      { footprintLines, touchedLinesPerUnit, tlbPages, ...flags },
    ]),
  );
}

/** What is known of the contexts of rows: half to three times each value. */
export function contextRanges(rows: readonly ContextRow[]): Ranges {
  return Object.fromEntries(
    rows.flatMap(([id, footprintLines, touchedLinesPerUnit, tlbPages]) =>
      Object.entries({ footprintLines, touchedLinesPerUnit, tlbPages }).map(([field, value]) => [
        `contexts.${id}.${field}`,
        about(value, 0.5, 3),
      ]),
    ),
  );
}

type Cost = Exclude<
  keyof Mechanism,
  | 'activates'
  | 'yields'
  | 'suppressesEvents'
  | 'coalescingDelay'
  | 'coalescingUnits'
  | 'switchLines'
  | 'deepSleepTime'
  | 'haltTime'
>;

/** What is known of the costs of any mechanism, unless a template knows better. */
const usual: Readonly<Record<Cost, (value: number) => ParameterRange>> = {
  sourceCycles: (value) => about(value, 0.4, 2),
  targetCycles: (value) => about(value, 0.4, 2),
  switchCycles: () => ({
    low: 1000,
    high: 4000,
    source:
      'direct cost of a world switch about 2000 cycles: Landau, Ben-Yehuda and Gordon, SplitX, WIOV 2011',
  }),
  wakeCycles: () => ({
    low: 500,
    high: 5000,
    source: 'inter-processor interrupt and wake-up; from memory, verify',
  }),
  wakeLatency: () => ({ low: 5e-7, high: 1e-5, source: estimate }),
  crossCoreCycles: (value) => about(value, 0.5, 2, memory),
  ringLinesPerUnit: (value) => about(value, 1, 2, 'a descriptor and a header share one line or take two'),
  ringLinesPerActivation: (value) =>
    about(value, 0.5, 2, 'index and notification-suppression lines of a ring, each written by one end'),
};

/** What is known of the costs of mechanisms; `better` overrides a field of one. */
export function mechanismRanges(
  mechanisms: Readonly<Record<string, Partial<Mechanism>>>,
  better: Readonly<Record<string, Partial<Record<Cost, ParameterRange>>>> = {},
): Ranges {
  return Object.fromEntries(
    Object.entries(mechanisms).flatMap(([name, given]) => {
      const costs = { ...defaultMechanisms[name], ...given };
      return (Object.keys(usual) as Cost[]).flatMap((field) => {
        const value = costs[field] ?? 0;
        if (value === 0) return [];
        return [[`mechanisms.${name}.${field}`, better[name]?.[field] ?? usual[field](value)] as const];
      });
    }),
  );
}
