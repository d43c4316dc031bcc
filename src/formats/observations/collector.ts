import { deepFreeze, type Warning } from '../../common';
import type { Observation, ObservedLevel, ObservedMetric } from '../../fit/observation';
import type { RunOptions } from './run-options';

/** Why a row or a run was not taken; docs/observations.md explains each. */
export const observationProblems = {
  'ambiguous-value': 'it can be read in more than one way',
  'duplicate-row': 'it repeats an earlier row',
  'failed-run': 'the tool reports that the run failed',
  'incomplete-run': 'the end of the run is missing',
  'missing-unit': 'a number that needs a unit has none',
  'missing-value': 'there is no value',
  'not-a-number': 'a text, NaN or infinity stands where a number belongs',
  'not-counted': 'the counter did not run, or the processor does not have it',
  'out-of-range': 'the value cannot be, for example a negative rate',
  'unknown-level': 'there is no such cache level',
  'unknown-metric': 'there is no such metric',
  'unknown-unit': 'the unit is unknown or that of something else',
  'unreadable-line': 'the line is not of the format',
  'wrong-field-count': 'the row has more or fewer fields than the header',
} as const;
/** Why a row was not read. */
export type ObservationProblemCode = keyof typeof observationProblems;

/** Something in the input that gave no observation. */
export interface ObservationProblem {
  readonly code: ObservationProblemCode;
  readonly message: string;
  readonly file: string;
  /** First physical line of the row. */
  readonly line: number;
  /** Column or field, where it is one. */
  readonly column: string;
}

/** What was read: every row is an observation or a problem. */
export interface ObservationSet {
  readonly observations: readonly Observation[];
  readonly problems: readonly ObservationProblem[];
  readonly warnings: readonly Warning[];
}

/** A measured quantity as an importer finds it. */
export interface Measured {
  readonly metric: ObservedMetric;
  readonly subject?: string;
  readonly level?: ObservedLevel;
  readonly value: unknown;
  /** The value times this, over the divisor, is in the SI unit of the metric. Both are 1 by default. */
  readonly scale?: number;
  readonly divisor?: number;
  readonly unit: string;
  readonly line: number;
  readonly standardDeviation?: number;
  readonly covariates?: Observation['covariates'];
}

/** What an importer learns about the run from the file itself; what the caller says comes first. */
export type FoundRun = Partial<Pick<Observation, 'message' | 'window' | 'configuration' | 'replicate'>>;

/** Gathers what an importer finds, with the fields of the run that the caller knows. */
export class Collector {
  readonly observations: Observation[] = [];
  readonly problems: ObservationProblem[] = [];
  readonly warnings: Warning[] = [];

  constructor(
    readonly file: string,
    private readonly run: RunOptions,
  ) {}

  /** Takes a measured quantity, or reports why not. Nothing is said about one that the tool does not print. */
  measured({ value, scale = 1, divisor = 1, line, unit, ...rest }: Measured, found: FoundRun = {}): void {
    if (value === undefined) return;
    const column = rest.metric;
    if (typeof value !== 'number' || !Number.isFinite((value * scale) / divisor)) {
      this.problem('not-a-number', line, `${String(value)} is not a number`, column);
      return;
    }
    if (value < 0) {
      this.problem('out-of-range', line, `${value} ${unit} is below 0`, column);
      return;
    }
    const { metric, subject = '', level, standardDeviation, covariates = {} } = rest;
    const { configuration, topology = '', placement = '' } = this.run;
    const message = this.run.message ?? found.message;
    const window = this.run.window ?? found.window;
    const replicate = this.run.replicate ?? found.replicate;
    this.take({
      configuration: configuration ?? found.configuration ?? '',
      topology,
      placement,
      ...(message === undefined ? {} : { message }),
      ...(window === undefined ? {} : { window }),
      ...(replicate === undefined ? {} : { replicate }),
      metric,
      subject,
      ...(level === undefined ? {} : { level }),
      value: (value * scale) / divisor,
      unit,
      ...(standardDeviation === undefined
        ? {}
        : { standardDeviation: (standardDeviation * scale) / divisor }),
      origin: { file: this.file, line },
      covariates: { ...covariates, ...this.run.covariates },
    });
  }

  /** Takes an observation under the name that the run has for its subject; `-` leaves it out. */
  take(observation: Observation): void {
    const { subjects = {} } = this.run;
    const { subject } = observation;
    const called = Object.hasOwn(subjects, subject) ? subjects[subject] : subject;
    if (called !== '-') this.observations.push({ ...observation, subject: called });
  }

  problem(code: ObservationProblemCode, line: number, message: string, column = ''): void {
    this.problems.push({ code, message, file: this.file, line, column });
  }

  warn(code: ObservationWarningCode, line: number, message: string): void {
    this.warnings.push({ code, message, path: `${this.file}:${line}` });
  }

  /** Says so when the caller and the file disagree about the size of the messages. */
  messageFound(bytes: number, line: number): void {
    const { message } = this.run;
    if (message !== undefined && message !== bytes)
      this.warn(
        'message-differs',
        line,
        `messages of ${bytes} B here, ${message} B as given; the latter is used`,
      );
  }

  result(): ObservationSet {
    const { observations, problems, warnings } = this;
    return deepFreeze({ observations, problems, warnings });
  }
}

/** Remarks on observations that were taken; docs/observations.md explains each. */
export const observationWarnings = {
  'all-zero-counter': 'a counter is zero in every run',
  'constant-metric': 'a metric has one value in all settings',
  'contradictory-replicates': 'repetitions of one setting differ by more than a factor of 3',
  'empty-column': 'a mapped column has no value in any row',
  'level-includes-peer': 'a counter of hits in the last-level cache also counts lines taken from other cores',
  'message-differs': 'the size of messages as given is not that in the file',
  'multiplexed-counter': 'the counter ran part of the time, and its value is an extrapolation',
  'possible-duplicate': 'the same value twice for one run',
  'truncated-name': 'a domain name was cut to ten characters',
  'unit-slip': 'a value is a thousand times its neighbours: probably its unit is wrong',
  'unmapped-event': 'a counter that has no level in the model',
  'utilization-above-100': 'one subject is busier than one core can be',
} as const;
/** What is doubtful about a row that was read. */
export type ObservationWarningCode = keyof typeof observationWarnings;
