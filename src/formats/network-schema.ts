import { jsonSchema } from './json-schema';
import { networkFile } from './network-file';

/**
 * The JSON Schema (draft 2020-12) of a network file, for editors: it is published as `sidecore/schema/network.json`.
 * It knows shape, names of fields and units; what a network means is checked by `readNetwork`.
 *
 * @example
 * networkSchema().$schema; // 'https://json-schema.org/draft/2020-12/schema'
 */
export function networkSchema(): Record<string, unknown> {
  return jsonSchema(networkFile, 'Sidecore queueing network');
}
