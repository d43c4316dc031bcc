import { type PathModel, pathModel, xenPv } from '../../src';

const paths = [
  'stages.netback-receive.cycles',
  'stages.netback-transmit.cycles',
  'contexts.driver-domain.footprintLines',
  'machine.latency.peer',
];

/** A model that says of four numbers how sure it is of them, as a fit does. */
export function fittedExample(
  covariance: readonly (readonly number[])[] = paths.map((_, p) =>
    paths.map((_q, q) => (p === q ? 0.01 : 0)),
  ),
): PathModel {
  return pathModel({
    ...pathModel(xenPv),
    fit: {
      parameters: paths,
      covariance,
      priorDominated: [],
      degreesOfFreedom: 40,
      conditionNumber: 20,
      modelError: { throughput: 0.02, utilization: 0.015 },
      replicateError: { throughput: 0.03, utilization: 0.02 },
      data: {
        fingerprint: '0000000000000000',
        observations: 60,
        files: ['lab.csv'],
        topologies: ['inter-node-receive'],
        placements: ['none'],
        message: { low: 64, high: 1448 },
        window: { low: 64, high: 64 },
      },
      toolVersion: '0.1.0',
    },
  });
}
