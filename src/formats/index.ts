export type { Conversion, Dimension } from './dimensions';
export { formatQuantity } from './format-quantity';
export { modelSchema } from './model-schema';
export { parseQuantity, type QuantityOptions } from './parse-quantity';
export { type ReadModelOptions, readModel } from './read-model';
export { type WriteModelOptions, writeModel } from './write-model';
