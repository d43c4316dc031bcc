import type { Adapter } from '../harness';

export const adapters: Record<string, Adapter> = {};
