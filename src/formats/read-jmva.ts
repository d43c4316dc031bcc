import { SidecoreError, shown } from '../common';
import { networkArrays } from '../queueing/networks/network';
import { all, numberIn, one, within } from './jmva-elements';
import { type JmvaAlgorithm, type JmvaModel, type JmvaWhatIf, jmvaWhatIfTypes } from './jmva-model';
import { jmvaClasses, jmvaStations } from './jmva-network';
import { jmvaSolutions } from './jmva-solutions';
import { didYouMean } from './suggest';
import { readXml, type XmlElement } from './xml-tree';

/** What `readJmva` is asked. */
export interface ReadJmvaOptions {
  /** Name of the file, for errors. */
  readonly file?: string;
}

/**
 * Reads a model in the XML of JMVA, the analytical solver of the Java Modelling Tools: open and closed classes; delay,
 * load-independent (with servers), load-dependent and priority stations; algorithms, what-if, and the results that JMT
 * has written into the file.
 *
 * Service times are in seconds, rates in customers per second. A load-dependent station becomes `rates`, which needs
 * the times of all classes to change alike with the number of customers. JMT's priorities grow with urgency, ours
 * fall: they are turned round. Document types and entities are refused.
 *
 * @throws SidecoreError `invalid-syntax`, `invalid-shape`, `invalid-value`, `unknown-name` or `unsupported`, with the
 *   place or the element
 * @example
 * const { network, algorithms } = await readJmva(text, { file: 'disk.jmva' });
 * solve(network).classes;
 * @see Bertoli, Casale and Serazzi, JMT: performance engineering tools for system modeling, ACM SIGMETRICS Performance
 *   Evaluation Review 36(4), 2009, pp. 10-15
 */
export async function readJmva(text: string, options: ReadJmvaOptions = {}): Promise<JmvaModel> {
  const file = options.file ?? 'model.jmva';
  const root = await readXml(text, file);
  try {
    return model(root);
  } catch (error) {
    if (error instanceof SidecoreError && error.location === '') throw error.at(file);
    throw error;
  }
}

function model(root: XmlElement): JmvaModel {
  if (root.name !== 'model')
    throw new SidecoreError({
      code: 'invalid-shape',
      path: root.name,
      message: 'this is not a JMVA model, whose outermost element is <model>',
      hint:
        root.name === 'archive' || root.name === 'sim'
          ? 'this looks like a simulation model of JMT; export it to JMVA first'
          : '',
    });
  const parameters = one(root, 'parameters', 'model');
  const classes = jmvaClasses(one(parameters, 'classes', 'parameters'));
  const stations = jmvaStations(one(parameters, 'stations', 'parameters'), Object.keys(classes));
  const network = { classes, stations };
  networkArrays(network);
  return {
    description: all(root, 'description')[0]?.text ?? '',
    network,
    referenceStations: referenceStations(parameters),
    algorithms: algorithms(root),
    ...whatIf(root, Object.keys(classes), Object.keys(stations)),
    solutions: jmvaSolutions(root),
  };
}

function referenceStations(parameters: XmlElement): Record<string, string> {
  return Object.fromEntries(
    all(parameters, 'ReferenceStation').flatMap((list) =>
      all(list, 'Class').map(({ attributes }) => [attributes.name ?? '', attributes.refStation ?? '']),
    ),
  );
}

function algorithms(root: XmlElement): JmvaAlgorithm[] {
  const found = all(root, 'algParams').flatMap((parameters) => [
    ...all(parameters, 'algType'),
    ...all(parameters, 'compareAlgs').flatMap((list) =>
      list.attributes.value === 'true' ? all(list, 'whatIfAlg') : [],
    ),
  ]);
  const list = found.map(({ attributes }) => ({
    name: attributes.name ?? 'MVA',
    tolerance:
      attributes.tolerance === undefined
        ? 1e-7
        : numberIn(attributes.tolerance, 'algParams.tolerance', 'positive'),
  }));
  return list.length > 0 ? list : [{ name: 'MVA', tolerance: 1e-7 }];
}

function whatIf(
  root: XmlElement,
  classNames: readonly string[],
  stationNames: readonly string[],
): { whatIf?: JmvaWhatIf } {
  const [given, another] = all(root, 'whatIf');
  if (given === undefined) return {};
  if (another !== undefined)
    throw new SidecoreError({
      code: 'invalid-shape',
      path: 'whatIf',
      message: 'this element is there twice',
    });
  const { type, className, stationName, values = '' } = given.attributes;
  const known = jmvaWhatIfTypes.find((word) => word === type);
  if (known === undefined)
    throw new SidecoreError({
      code: 'invalid-value',
      path: 'whatIf.type',
      message: `${shown(type)} is not one of ${jmvaWhatIfTypes.join(', ')}`,
      hint: didYouMean(type ?? '', jmvaWhatIfTypes),
    });
  if (className !== undefined) within(className, classNames, 'whatIf.className', 'class');
  if (stationName !== undefined) within(stationName, stationNames, 'whatIf.stationName', 'station');
  if (known === 'Service Demands' && stationName === undefined)
    throw new SidecoreError({ code: 'invalid-shape', path: 'whatIf.stationName', message: 'missing' });
  if (known === 'Population Mix' && className === undefined)
    throw new SidecoreError({ code: 'invalid-shape', path: 'whatIf.className', message: 'missing' });
  return {
    whatIf: {
      type: known,
      ...(className === undefined ? {} : { className }),
      ...(stationName === undefined ? {} : { stationName }),
      values: values
        .split(';')
        .filter((text) => text.trim() !== '')
        .map((text, i) => numberIn(text, `whatIf.values[${i}]`, 'any')),
    },
  };
}
