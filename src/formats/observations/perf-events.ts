import type { ObservedLevel } from '../../fit/observation';

/** What an event of perf counts, in the terms of the model. */
export type EventMeaning =
  | { readonly counts: 'cycles' | 'instructions' }
  | { readonly counts: 'misses'; readonly level: ObservedLevel }
  | { readonly counts: 'time' };

/** Events that count a load by the place that satisfied it, or by the place that did not. Patterns of the plain name. */
const table: readonly (readonly [pattern: RegExp, meaning: EventMeaning])[] = [
  [/^(?:cpu-)?cycles$|^cpu_clk_unhalted\.(?:thread|core)$/, { counts: 'cycles' }],
  [/^instructions$|^inst_retired\.any$/, { counts: 'instructions' }],
  [/^duration_time$/, { counts: 'time' }],
  // Intel, Nehalem and Westmere; Sandy Bridge to Broadwell (uops); Skylake and later
  [/^mem_load(?:_uops)?_retired\.l2_hit$/, { counts: 'misses', level: 'l2' }],
  [
    /^mem_load(?:_uops)?_retired\.(?:l3_hit|llc_hit|l3_unshared_hit|llc_unshared_hit)$/,
    { counts: 'misses', level: 'llc' },
  ],
  [/^mem_load(?:_uops)?_retired\.other_core_l2_hit_hitm$/, { counts: 'misses', level: 'peer' }],
  [/^mem_load(?:_uops)?_(?:l3|llc)_hit_retired\.xsnp_(?:hitm|fwd)$/, { counts: 'misses', level: 'peer' }],
  [
    /^mem_load(?:_uops)?_(?:l3|llc)_miss_retired\.(?:local|remote)_dram$/,
    { counts: 'misses', level: 'dram' },
  ],
  [
    /^mem_load(?:_uops)?_(?:l3|llc)_miss_retired\.remote_(?:hitm|fwd)$/,
    { counts: 'misses', level: 'remotePeer' },
  ],
  [/^mem_load(?:_uops)?_retired\.l1_miss$/, { counts: 'misses', level: 'beyondL1' }],
  [/^mem_load(?:_uops)?_retired\.l2_miss$/, { counts: 'misses', level: 'beyondL2' }],
  [/^mem_load(?:_uops)?_retired\.(?:l3|llc)_miss$/, { counts: 'misses', level: 'beyondLlc' }],
  [/^dtlb_load_misses\.(?:walk_completed|miss_causes_a_walk)$/, { counts: 'misses', level: 'tlb' }],
  // AMD Zen: demand fills of the first-level cache
  [/^ls_dmnd_fills_from_sys\.(?:lcl_l2|local_l2)$/, { counts: 'misses', level: 'l2' }],
  [/^ls_dmnd_fills_from_sys\.(?:int_cache|local_ccx)$/, { counts: 'misses', level: 'llc' }],
  [
    /^ls_dmnd_fills_from_sys\.(?:ext_cache_local|near_cache|ext_cache_remote|far_cache)$/,
    { counts: 'misses', level: 'remotePeer' },
  ],
  [
    /^ls_dmnd_fills_from_sys\.(?:mem_io_(?:local|remote)|dram_io_(?:near|far|all))$/,
    { counts: 'misses', level: 'dram' },
  ],
  // Arm
  [/^l1d_cache_refill(?:_rd)?$/, { counts: 'misses', level: 'beyondL1' }],
  [/^l2d_cache_refill(?:_rd)?$/, { counts: 'misses', level: 'beyondL2' }],
  [/^(?:ll_cache_miss_rd|l3d_cache_refill(?:_rd)?)$/, { counts: 'misses', level: 'beyondLlc' }],
  [/^dtlb_walk$/, { counts: 'misses', level: 'tlb' }],
  // The kernel's own names
  [/^l1-dcache-load-misses$/, { counts: 'misses', level: 'beyondL1' }],
  [/^llc-load-misses$/, { counts: 'misses', level: 'beyondLlc' }],
  [/^dtlb-load-misses$/, { counts: 'misses', level: 'tlb' }],
];

/**
 * What an event counts; undefined when it is nothing of the model. `cpu_core/cycles/u` and `cycles:u` are `cycles`.
 * Several events of one level (local and remote memory) add up.
 */
export function eventMeaning(event: string): EventMeaning | undefined {
  const plain = plainEvent(event);
  return table.find(([pattern]) => pattern.test(plain))?.[1];
}

/** The name of an event in small letters, without its unit, modifiers and the PMU. */
export function plainEvent(event: string): string {
  const inPmu = /^[\w-]+\/([^/]+)\/\w*$/.exec(event);
  return (inPmu ? inPmu[1].replace(/,.*$/, '') : event.replace(/:[a-zA-Z]+$/, '')).toLowerCase();
}

/** True when the counter of last-level hits counts lines from other cores too, as on Intel since Skylake. */
export function countsPeersToo(event: string): boolean {
  return plainEvent(event) === 'mem_load_retired.l3_hit';
}
