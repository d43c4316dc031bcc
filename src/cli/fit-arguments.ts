import { SidecoreError, shown } from '../common';
import type { ChosenAnswer, FitOptions, SuggestOptions } from '../fit';
import { observedMetrics } from '../fit/observation';
import { parseQuantity } from '../formats/parse-quantity';
import { didYouMean } from '../formats/suggest';
import { collectNames, countOf } from './options';

/** The options of `sidecore fit` that say how to fit, as they stand on the command line. */
export interface FitArguments {
  readonly free?: readonly string[];
  readonly fixed?: readonly string[];
  readonly tie?: readonly string[];
  readonly priors: boolean;
  readonly loss: 'soft-l1' | 'squares';
  readonly modelError?: string;
  readonly starts: string;
  readonly seed: string;
  readonly ladder?: boolean;
  readonly leaveOut?: 'placement' | 'cell' | 'configuration';
  readonly profile?: readonly string[];
}

export function fitOptions(given: FitArguments): FitOptions {
  const { free, fixed, leaveOut, profile } = given;
  return {
    ...(free === undefined ? {} : { free }),
    ...(fixed === undefined ? {} : { fixed }),
    ...(given.tie === undefined ? {} : { tied: tiesOf(given.tie) }),
    priors: given.priors,
    loss: given.loss,
    ...(given.modelError === undefined
      ? {}
      : { modelError: parseQuantity(given.modelError, 'ratio', { path: '--model-error' }) }),
    starts: countOf(given.starts, '--starts', 1, 10_000),
    seed: countOf(given.seed, '--seed', 0),
    ladder: given.ladder ?? false,
    ...(leaveOut === undefined ? {} : { leaveOut }),
    ...(profile === undefined ? {} : { profiles: profile }),
  };
}

/** `name=glob,glob` by name. */
function tiesOf(texts: readonly string[]): Record<string, string[]> {
  const ties: Record<string, string[]> = {};
  for (const text of texts) {
    const at = text.indexOf('=');
    const patterns = text
      .slice(at + 1)
      .split(',')
      .map((pattern) => pattern.trim())
      .filter((pattern) => pattern !== '');
    if (at <= 0 || patterns.length === 0)
      throw new SidecoreError({
        code: 'invalid-usage',
        path: '--tie',
        message: `${shown(text)} is not of the form name=path,path`,
      });
    const name = text.slice(0, at).trim();
    ties[name] = [...(ties[name] ?? []), ...patterns];
  }
  return ties;
}

const answerFields = ['topology', 'placement', 'subject', 'level', 'message', 'window', 'batch'] as const;

/** `throughput topology=intra-node message=1448`, or the path of a number of the model. */
export function answerOf(text: string): ChosenAnswer {
  const [first, ...words] = text.trim().split(/\s+/);
  if (!Object.hasOwn(observedMetrics, first)) {
    if (first.includes('.') && words.length === 0) return { parameter: first };
    throw new SidecoreError({
      code: 'invalid-usage',
      path: '--answer',
      message: `${shown(first)} is neither a metric nor the path of a number`,
      hint: didYouMean(
        first,
        Object.keys(observedMetrics),
        'for example "throughput topology=intra-node placement=driver-domain" or stages.netback-receive.cycles',
      ),
    });
  }
  const answer: Record<string, string | number> = { metric: first };
  for (const [name, value] of wordsOf(words, answerFields, '--answer'))
    answer[name] = valueNamed(name, value, '--answer');
  return answer as ChosenAnswer;
}

const gridFields = ['topology', 'placement', 'message', 'window', 'batch', 'metric', 'replicates'] as const;

/** `placement=none,driver-domain message=64B,1KiB`: what can be measured. */
export function candidatesOf(text: string): Omit<SuggestOptions, 'answer'> {
  const grid: Record<string, unknown> = {};
  for (const [name, list] of wordsOf(text.trim().split(/\s+/), gridFields, '--candidates')) {
    const values = collectNames(list).map((value) => valueNamed(name, value, '--candidates'));
    if (name === 'replicates') [grid.replicates] = values;
    else grid[name === 'topology' ? 'topologies' : name === 'batch' ? 'batches' : `${name}s`] = values;
  }
  return grid;
}

/** Words of the form `name=value`. */
function wordsOf(words: readonly string[], known: readonly string[], path: string): [string, string][] {
  return words.map((word) => {
    const at = word.indexOf('=');
    const [name, value] = [word.slice(0, at), word.slice(at + 1)];
    if (at > 0 && value !== '' && known.includes(name)) return [name, value];
    throw new SidecoreError({
      code: 'invalid-usage',
      path,
      message: `${shown(word)} is not of the form name=value`,
      hint: `names: ${known.join(', ')}`,
    });
  });
}

function valueNamed(name: string, value: string, option: string): string | number {
  const path = `${option} ${name}`;
  if (name === 'message') return parseQuantity(value, 'size', { path });
  if (name === 'window' || name === 'replicates') return countOf(value, path, 1);
  return name === 'batch' && value !== 'solve' ? parseQuantity(value, 'ratio', { path }) : value;
}
