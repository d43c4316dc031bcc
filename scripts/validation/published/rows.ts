import { type PathModelInput, predict, type Scenario, templates } from '../../../src';
import type { Source } from './figures';

/** A published figure beside what templates say of it. */
export interface PublishedRow {
  readonly source: Source;
  readonly what: string;
  readonly published: number;
  readonly predicted: number;
  /** What is known to be missing, or why it fits. */
  readonly remark: string;
}

export const fast = { rate: 100e9 };
export const bulk: Scenario = { message: 65_160, window: 450, traffic: { segmentation: 45 } };
export const throughput = (model: PathModelInput, scenario: Scenario, network: object = fast) =>
  predict({ ...model, network: { ...model.network, ...network } }, scenario).throughput;
export const at = (
  template: string,
  topology: string,
  placement: string,
  more: Scenario,
  network: object = fast,
) => throughput(templates[template], { ...more, topology, placement }, network);

/** Full packets of an application that writes so many bytes at a time: the calls are its work. */
export function smallWrites(bytes: number, segmentation: number): Scenario {
  const call = 300;
  const message = 1448 * segmentation;
  return {
    message,
    window: 450,
    traffic: { segmentation, applicationCycles: call * Math.max(0, message / bytes - 1) },
  };
}

export const ratio = ([before, after]: readonly [number, number]) => after / before;
export function request(placement: string): Scenario {
  return {
    topology: 'inter-node-receive',
    placement,
    message: 1,
    window: 1,
    batch: 1,
    traffic: { kind: 'request-response', reply: 1 },
  };
}
