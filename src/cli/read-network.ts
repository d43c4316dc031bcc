import { extname } from 'node:path';
import type { JmvaModel } from '../formats';
import { readText } from './files';

/** A network that a command line names; more than the network itself when it came from a JMVA file. */
export type NamedNetwork = Pick<JmvaModel, 'network'> & Partial<JmvaModel>;

/** Reads a network file, or stdin for `-`: JMVA if it is XML, else YAML or JSON. */
export async function readNetworkArgument(file: string): Promise<NamedNetwork> {
  const [{ readJmva, readNetwork }, { name, text }] = await Promise.all([
    import('../formats'),
    readText(file),
  ]);
  const xml = ['.jmva', '.xml'].includes(extname(name).toLowerCase()) || text.trimStart().startsWith('<');
  return xml ? readJmva(text, { file: name }) : { network: readNetwork(text, { file: name }) };
}
