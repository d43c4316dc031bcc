import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPerfStat } from '../../../src/formats';
import { codesOf, sample, valuesOf } from './samples';

describe('readPerfStat', () => {
  it('reads counters by CPU as cycles and misses per packet', () => {
    const set = readPerfStat(sample('perf-per-cpu.csv'), {
      packets: 1000,
      subjects: { cpu1: 'driver-core' },
    });
    expect(valuesOf(set)).toEqual({
      'cycles_per_packet cpu0': 1800,
      'misses_per_packet cpu0 l2': 5,
      // hits in the last-level cache, without those that another core's cache answered
      'misses_per_packet cpu0 llc': 3,
      'misses_per_packet cpu0 peer': 1,
      // local and remote memory
      'misses_per_packet cpu0 dram': 0.5,
      'cycles_per_packet driver-core': 900,
    });
    expect(set.problems.map(({ code, line, column }) => [code, line, column])).toEqual([
      ['not-counted', 9, 'dTLB-load-misses'],
      ['not-counted', 11, 'mem_load_retired.l2_hit'],
    ]);
    expect(codesOf(set.warnings)).toEqual(['multiplexed-counter', 'multiplexed-counter', 'unmapped-event']);
    expect(set.observations.at(-1)?.covariates).toMatchObject({ 'context-switches': 70, packets: 1000 });
  });

  it('gives totals where the number of packets is not known', () => {
    const values = valuesOf(readPerfStat(sample('perf-per-cpu.csv')));
    expect(values['cycles cpu0']).toBe(1.8e6);
    expect(values['misses cpu0 dram']).toBe(500);
  });

  it('adds up intervals, and makes packets of a rate and the time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1e12 }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom(',', ';', '\t'),
        (counts, separator) => {
          const lines = counts.map((count, i) =>
            [`${String(i + 1).padStart(6)}.000000000`, count, '', 'cycles', 1000, '100.00', '', ''].join(
              separator,
            ),
          );
          const { observations, problems } = readPerfStat(lines.join('\n'), { packetRate: 100 });
          expect(problems).toEqual([]);
          const total = counts.reduce((a, b) => a + b, 0);
          expect(observations).toHaveLength(1);
          expect(observations[0].value).toBe(total / (100 * counts.length));
          expect(observations[0].covariates.seconds).toBe(counts.length);
        },
      ),
    );
  });

  it('adds the parts of one count, and takes one of two names for the same', () => {
    const line = (count: number, event: string) => `${count},,${event},1000,100.00,,`;
    const values = (...lines: string[]) => readPerfStat(lines.join('\n'));
    expect(valuesOf(values(line(10, 'cycles:u'), line(5, 'cycles:k')))).toEqual({ cycles: 15 });
    expect(valuesOf(values(line(10, 'cycles:G'), line(5, 'cycles:H')))).toEqual({ cycles: 15 });
    expect(valuesOf(values(line(10, 'cpu_core/cycles/'), line(5, 'cpu_atom/cycles/')))).toEqual({
      cycles: 15,
    });
    const twice = values(line(10, 'cycles'), line(5, 'cycles:u'));
    expect(valuesOf(twice)).toEqual({ cycles: 10 });
    expect(codesOf(twice.problems)).toEqual(['ambiguous-value']);
    const alias = values(
      line(9, 'mem_load_l3_hit_retired.xsnp_fwd'),
      line(9, 'mem_load_l3_hit_retired.xsnp_hitm'),
    );
    expect(valuesOf(alias)).toEqual({ 'misses peer': 9 });
  });

  it('warns when the last-level hits cannot be told from lines of other cores', () => {
    const set = readPerfStat('10,,mem_load_retired.l3_hit,1000,100.00,,');
    expect(codesOf(set.warnings)).toEqual(['level-includes-peer']);
    expect(readPerfStat('10,,mem_load_uops_retired.l3_hit,1000,100.00,,').warnings).toEqual([]);
  });

  it.each([
    ['MEM_LOAD_RETIRED.L2_HIT', 'l2'],
    ['mem_load_uops_l3_hit_retired.xsnp_hitm:pp', 'peer'],
    ['mem_load_l3_miss_retired.remote_hitm', 'remotePeer'],
    ['cpu_core/mem_load_l3_miss_retired.local_dram/u', 'dram'],
    ['dtlb_load_misses.walk_completed', 'tlb'],
    ['ls_dmnd_fills_from_sys.int_cache', 'llc'],
    ['ls_dmnd_fills_from_sys.dram_io_all', 'dram'],
    ['l2d_cache_refill', 'beyondL2'],
    ['L1-dcache-load-misses', 'beyondL1'],
    ['LLC-load-misses', 'beyondLlc'],
  ])('%s counts %s', (event, level) => {
    expect(readPerfStat(`7,,${event},1000,100.00,,`).observations).toMatchObject([
      { metric: 'misses', level, value: 7 },
    ]);
  });

  it('reads sockets, threads, cgroups, repetitions and events with commas', () => {
    const lines = [
      'S0-D0-C1,2,100,,cycles,1000,100.00,,',
      'vhost-1234-1240,200,,cycles,1000,100.00,,',
      '300,,cycles,/machine.slice/guest1,1000,100.00,,',
      '400,,cycles,0.25%,1000,100.00,,',
      'N0,4,500,,cycles,1000,100.00,,',
    ];
    const { observations, problems } = readPerfStat(lines.join('\n'));
    expect(problems).toEqual([]);
    expect(observations.map(({ subject, value }) => [subject, value])).toEqual([
      ['S0-D0-C1', 100],
      ['vhost-1234-1240', 200],
      ['/machine.slice/guest1', 300],
      ['', 400],
      ['N0', 500],
    ]);
    // -r prints the standard error of the mean in percent
    expect(observations[3].standardDeviation).toBe(1);
    const raw = readPerfStat('7,,cpu/event=0xd1,umask=0x2/,1000,100.00,,\n1,,cycles,1000,100.00,,');
    expect(raw.observations[0].covariates).toEqual({ 'cpu/event=0xd1,umask=0x2/': 7 });
  });

  it('reads perf stat -j', () => {
    const line = (cpu: string, count: string, event: string) =>
      `{"cpu" : "${cpu}", "counter-value" : "${count}", "unit" : "", "event" : "${event}", "event-runtime" : 3805731510100.00, "pcnt-running" : 100.00, "metric-value" : 4.0, "metric-unit" : "GHz"}`;
    const set = readPerfStat(
      [line('0', '3805.000000', 'cycles'), line('1', '<not counted>', 'cycles')].join('\n'),
    );
    expect(valuesOf(set)).toEqual({ 'cycles cpu0': 3805 });
    expect(codesOf(set.problems)).toEqual(['not-counted']);
  });

  it.each<[name: string, text: string, codes: string[]]>([
    ['nothing', '', ['incomplete-run']],
    ['output for people', " Performance counter stats for 'sleep 1':\n", ['unreadable-line']],
    ['a line cut off', '1800,,\n', ['unreadable-line']],
    ['two measurements', '1,,cycles,1,100.00,,\n2,,cycles,1,100.00,,', ['ambiguous-value']],
  ])('%s is a problem', (_name, text, codes) => {
    const { observations, problems } = readPerfStat(text);
    expect(observations).toEqual([]);
    expect(codesOf(problems)).toEqual(codes);
  });

  it('needs the time for a packet rate', () => {
    expect(() => readPerfStat('1,,cycles,1,100.00,,', { packetRate: 5 })).toThrow(
      expect.objectContaining({ code: 'invalid-value', path: 'packetRate' }),
    );
    const timed = readPerfStat('100,,cycles,1,100.00,,\n2000000000,ns,duration_time,1,100.00,,', {
      packetRate: 5,
    });
    expect(valuesOf(timed)).toEqual({ cycles_per_packet: 10 });
  });
});
