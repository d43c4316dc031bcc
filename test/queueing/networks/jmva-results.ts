import type { QueueingNetwork, Station } from '../../../src/queueing';
import { readShared } from '../../shared';

/** A model of single-server queues and delays in JMT's XML, with the class throughputs that JMT writes beside it. */
export function readJmva(file: string): { network: QueueingNetwork; throughput: Record<string, number> } {
  const text = readShared(`reference/jmva/${file}.jmva`);
  const classes = Object.fromEntries(
    [...text.matchAll(/<closedclass name="([^"]+)" population="(\d+)"/g)].map(([, name, population]) => [
      name,
      { population: Number(population) },
    ]),
  );
  const stations: Record<string, Station> = {};
  for (const [, kind, name, body] of text.matchAll(
    /<(delay|li)station name="([^"]+)"[^>]*>(.*?)<\/\1station>/gs,
  )) {
    const table = (tag: string) =>
      Object.fromEntries(
        [...body.matchAll(new RegExp(`<${tag} customerclass="([^"]+)">([^<]+)<`, 'g'))].map(
          ([, own, value]) => [own, Number(value)],
        ),
      );
    stations[name] = {
      ...(kind === 'delay' ? { discipline: 'delay' } : {}),
      serviceTime: table('servicetime'),
      visits: table('visit'),
    };
  }
  const first = text.match(/<stationresults .*?<\/stationresults>/s)![0];
  const throughput = Object.fromEntries(
    [...first.matchAll(/customerclass="([^"]+)">.*?meanValue="([^"]+)" measureType="Throughput"/gs)].map(
      ([, name, value]) => [name, Number(value)],
    ),
  );
  return { network: { classes, stations }, throughput };
}
