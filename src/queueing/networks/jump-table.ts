import { SidecoreError } from '../../common';
import type { NetworkArrays } from './network';
import type { Routing } from './routing';

/** Where a customer goes next, and as which class. */
export interface Jump {
  readonly to: number;
  readonly toClass: number;
  readonly probability: number;
}

/**
 * Next places by place and class, entry `k * classCount + r`; place `stationCount` is thinking. Thinking that takes no
 * time is passed through.
 *
 * @throws SidecoreError `unsupported` for a station that takes no time
 */
export function jumpTable(network: NetworkArrays, routing: Routing): readonly (readonly Jump[])[] {
  const { classCount, stationCount, thinkTime } = network;
  const table: Jump[][] = Array.from({ length: (stationCount + 1) * classCount }, () => []);
  for (const route of routing.routes)
    if (route.probability > 0)
      table[route.from * classCount + route.class].push({
        to: route.to,
        toClass: route.toClass,
        probability: route.probability,
      });
  for (let k = 0; k < stationCount; k++)
    for (let r = 0; r < classCount; r++)
      if (routing.visits[k * classCount + r] > 0 && !(network.serviceTime[k * classCount + r] > 0))
        throw new SidecoreError({
          code: 'unsupported',
          path: `stations.${network.stationNames[k]}.serviceTime`,
          message: `class ${network.classNames[r]} comes to this station and takes no time there`,
          hint: 'leave the station out of its routes',
        });
  return table.map((jumps, at) =>
    at >= stationCount * classCount && thinkTime[at % classCount] === 0
      ? []
      : jumps.flatMap((jump) => onward(jump, 0)),
  );

  function onward(jump: Jump, passed: number): Jump[] {
    if (jump.to !== stationCount || thinkTime[jump.toClass] > 0) return [jump];
    if (passed > classCount)
      throw new SidecoreError({
        code: 'unsupported',
        path: 'routing',
        message: `class ${network.classNames[jump.toClass]} may go from null to null without end, and takes no time there`,
        hint: 'give a think time, or routes from null to stations',
      });
    return table[jump.to * classCount + jump.toClass].flatMap((next) =>
      onward({ ...next, probability: next.probability * jump.probability }, passed + 1),
    );
  }
}
