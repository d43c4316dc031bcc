import { extname } from 'node:path';
import { SidecoreError } from '../common';
import { writeJmva, writeNetwork } from '../formats';
import type { QueueingNetwork } from '../queueing/networks';

/** A network as the text of a file, in the format that the file's name asks for. */
export function networkText(network: QueueingNetwork, description: string, file: string): string {
  switch (extname(file).toLowerCase()) {
    case '.yaml':
    case '.yml':
      return writeNetwork(network, { description });
    case '.json':
      return `${JSON.stringify({ sidecore: 1, ...(description === '' ? {} : { description }), ...network }, null, 2)}\n`;
    case '.jmva':
    case '.xml':
      return writeJmva(network, { description });
    default:
      throw new SidecoreError({
        code: 'invalid-usage',
        path: '--out',
        message: `${file} says nothing about the format to write`,
        hint: 'end its name in .yaml, .json or .jmva',
      });
  }
}
