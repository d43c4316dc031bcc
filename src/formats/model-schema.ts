import { jsonSchema } from './json-schema';
import { modelFile } from './model-file';

/**
 * The JSON Schema (draft 2020-12) of a model file, for editors: it is published as `sidecore/schema/model.json`.
 * It knows shape, names of fields and units; what a model means is checked by `readModel`.
 *
 * @example
 * modelSchema().$schema; // 'https://json-schema.org/draft/2020-12/schema'
 */
export function modelSchema(): Record<string, unknown> {
  return jsonSchema(modelFile, 'Sidecore path model');
}
