import type { PathModelInput } from '../path-model-input';
import { xenPv } from './xen-pv';

/** Built-in models by name. */
export const templates: Readonly<Record<string, PathModelInput>> = { 'xen-pv': xenPv };
