import { integer, oneOf, onlyFields, plainObject, SidecoreError, shown } from '../../common';
import type { PathModel } from '../../iopath/model';
import { type ObservedMetric, observedMetrics } from '../observation';
import type { SuggestOptions } from './suggestions';

const optionNames = [
  ...['answer', 'topologies', 'placements', 'messages', 'windows', 'batches', 'metrics', 'measured'],
  ...['replicates', 'count'],
];
const answerNames = [
  ...['parameter', 'metric', 'subject', 'level', 'topology', 'placement', 'message', 'window', 'batch'],
];

/** The options with their defaults. @throws SidecoreError `invalid-value`, `invalid-shape` */
export function checkedSuggestOptions(model: PathModel, options: SuggestOptions) {
  onlyFields(plainObject(options, 'options'), optionNames, 'options');
  const answer = options.answer;
  onlyFields(plainObject(answer, 'options.answer'), answerNames, 'options.answer');
  if (answer.parameter !== undefined && Object.keys(answer).length > 1)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: 'options.answer',
      message: 'a number of the model has no metric and no setting',
    });
  const { message, window } = model.traffic;
  const numbers = (values: readonly (number | undefined)[]) =>
    [...new Set(values)].filter((value): value is number => value !== undefined).sort((a, b) => a - b);
  const grid = {
    topologies: options.topologies ?? Object.keys(model.topologies),
    placements: options.placements ?? Object.keys(model.placements),
    messages: options.messages ?? numbers([64, 512, 8192, 65536, message, answer.message]),
    windows: options.windows ?? numbers([1, 8, window, answer.window]),
    batches: options.batches ?? [undefined],
  };
  const metrics =
    options.metrics ?? (['throughput', 'utilization', 'cycles_per_packet', 'misses_per_packet'] as const);
  for (const [name, list] of Object.entries({ ...grid, metrics }))
    if (!Array.isArray(list) || list.length === 0)
      throw new SidecoreError({
        code: 'invalid-shape',
        path: `options.${name}`,
        message: `${shown(list)} is not a list with something in it`,
      });
  for (const topology of grid.topologies)
    oneOf(topology, Object.keys(model.topologies), 'options.topologies');
  for (const placement of grid.placements)
    oneOf(placement, Object.keys(model.placements), 'options.placements');
  for (const metric of metrics)
    oneOf(metric, Object.keys(observedMetrics) as ObservedMetric[], 'options.metrics');
  return {
    answer,
    grid,
    metrics,
    measured: options.measured ?? [],
    replicates: integer(options.replicates ?? 3, 'options.replicates', 1),
    count: integer(options.count ?? 10, 'options.count', 1),
  };
}
