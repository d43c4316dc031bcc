import { all } from './jmva-elements';
import type { JmvaMeasures, JmvaSolution } from './jmva-model';
import type { XmlElement } from './xml-tree';

const fields: Readonly<Record<string, keyof JmvaMeasures>> = {
  'Number of Customers': 'queueLength',
  Throughput: 'throughput',
  'Residence time': 'residenceTime',
  'Residence Time': 'residenceTime',
  Utilization: 'utilization',
};

/** The results that a JMVA file holds; those marked as not successful are left out. */
export function jmvaSolutions(root: XmlElement): JmvaSolution[] {
  return all(root, 'solutions').flatMap((solutions) => {
    const { solutionMethod = 'analytical', iteration } = solutions.attributes;
    const facts = { solutionMethod, ...(iteration === undefined ? {} : { iteration: Number(iteration) }) };
    const algorithms = all(solutions, 'algorithm');
    // Older files have the stations directly below.
    if (algorithms.length === 0) return [{ algorithm: 'MVA', ...facts, stations: stationsOf(solutions) }];
    return algorithms.map((algorithm) => ({
      algorithm: algorithm.attributes.name ?? 'MVA',
      ...facts,
      stations: stationsOf(algorithm),
    }));
  });
}

function stationsOf(parent: XmlElement): JmvaSolution['stations'] {
  return Object.fromEntries(
    all(parent, 'stationresults').map((station) => [
      station.attributes.station ?? '',
      Object.fromEntries(
        all(station, 'classresults').map((own) => [own.attributes.customerclass ?? '', measures(own)]),
      ),
    ]),
  );
}

function measures(own: XmlElement): JmvaMeasures {
  return Object.fromEntries(
    all(own, 'measure').flatMap(({ attributes: { measureType = '', meanValue, successful } }) => {
      const field = Object.hasOwn(fields, measureType) ? fields[measureType] : undefined;
      const value = Number(meanValue);
      return field === undefined || successful === 'false' || !Number.isFinite(value) ? [] : [[field, value]];
    }),
  );
}
