import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SidecoreError, type SweepOptions, type SweepRow, sweep, xenPv } from '../../src';
import type { Observation } from '../../src/fit';
import { renderChart, sweepChart } from '../../src/report';

const rowsOf = (vary: SweepOptions['vary'], outputs?: string[]) => [
  ...sweep(xenPv, { vary, ...(outputs ? { outputs } : {}), scenario: { topology: 'inter-node-receive' } }),
];
const messages = [64, 256, 1024, 4096, 16_384];
const windows = [1, 4, 16, 64, 256];
const placements = ['none', 'driver-domain'];

interface Drawn {
  readonly data: { readonly values: readonly Record<string, unknown>[] };
}
const valuesOf = (chart: unknown) => (chart as Drawn).data.values;

const observation = (placement: string, message: number, value: number): Observation => ({
  configuration: '',
  topology: 'inter-node-receive',
  placement,
  message,
  metric: 'throughput',
  subject: '',
  value,
  unit: 'bit/s',
  origin: { file: 'lab.csv', line: 2 },
  covariates: {},
});

function refused(draw: () => unknown): SidecoreError {
  try {
    draw();
  } catch (error) {
    return error as SidecoreError;
  }
  return expect.unreachable();
}

describe('sweepChart', () => {
  it('draws a point for each row over one axis, in the unit of its title', () => {
    const rows = rowsOf({ placement: placements, message: messages });
    const chart = sweepChart(rows);
    expect(JSON.stringify(chart)).toContain('throughput, Gbit/s');
    expect(valuesOf(chart).map(({ x, y, lower, upper, series }) => [x, y, lower, upper, series])).toEqual(
      rows.map(({ values, outputs }) => [
        values.message,
        Number(outputs.throughput) / 1e9,
        Number(outputs['bracket.lower']) / 1e9,
        Number(outputs['bracket.upper']) / 1e9,
        values.placement,
      ]),
    );
  });

  it('draws a cell for each row over two axes', () => {
    const rows = rowsOf({ placement: placements, window: windows, message: messages }, ['cyclesPerPacket']);
    expect(valuesOf(sweepChart(rows)).map(({ x, y, value, map }) => [x, y, value, map])).toEqual(
      rows.map(({ values, outputs }) => [
        values.message,
        values.window,
        outputs.cyclesPerPacket,
        values.placement,
      ]),
    );
  });

  it('takes an axis of few numbers for lines, and topologies for rows of pictures', () => {
    const rows = rowsOf({ topology: ['intra-node', 'inter-node'], window: [4, 16], message: messages });
    const values = valuesOf(sweepChart(rows));
    expect([...new Set(values.map(({ series }) => series))]).toEqual(['window 4', 'window 16']);
    expect([...new Set(values.map(({ topology }) => topology))]).toEqual(['intra-node', 'inter-node']);
  });

  it('draws measured throughputs of its lines and no others', () => {
    const rows = rowsOf({ placement: placements, message: messages });
    const measured = [
      observation('none', 1448, 1.6e9),
      observation('elsewhere', 1448, 9e9),
      { ...observation('none', 1448, 0.7), metric: 'utilization' as const },
    ];
    const points = valuesOf(sweepChart(rows, { measured })).filter((one) => one.measured);
    expect(points).toEqual([expect.objectContaining({ x: 1448, y: 1.6, series: 'none' })]);
    expect(refused(() => sweepChart(rows, { measured: measured.slice(1) })).code).toBe('invalid-shape');
  });

  it('leaves rows without a prediction out', () => {
    const rows = rowsOf({ window: [0, 1, 2] });
    expect(valuesOf(sweepChart(rows)).map(({ x }) => x)).toEqual([1, 2]);
    expect(refused(() => sweepChart(rowsOf({ window: [0, -1] }))).code).toBe('invalid-shape');
  });

  it.each<[string, readonly SweepRow[], object, string]>([
    ['no rows', [], {}, 'invalid-shape'],
    ['names alone', rowsOf({ placement: placements }), {}, 'invalid-shape'],
    [
      'three long axes',
      rowsOf({ window: windows, message: messages, 'machine.latency.peer': [1, 2, 3, 4, 5] }, ['payload']),
      {},
      'invalid-shape',
    ],
    ['an output that is not there', rowsOf({ window: windows }), { output: 'loss' }, 'unknown-name'],
    ['an output of words', rowsOf({ window: windows }), { output: 'bottleneck.name' }, 'unknown-name'],
    ['an unknown option', rowsOf({ window: windows }), { colour: 'red' }, 'invalid-shape'],
    ['an unknown theme', rowsOf({ window: windows }), { theme: 'blue' }, 'invalid-value'],
  ])('refuses %s', (_, rows, options, code) => {
    expect(refused(() => sweepChart(rows, options)).code).toBe(code);
  });

  it('is drawn, in both themes, for every small grid', async () => {
    const some = (values: readonly number[]) => fc.subarray([...values], { minLength: 2 });
    await fc.assert(
      fc.asyncProperty(
        some(messages),
        some(windows),
        fc.subarray(placements, { minLength: 1 }),
        async (message, window, placement) => {
          for (const theme of ['light', 'dark'] as const) {
            const svg = await renderChart(sweepChart(rowsOf({ placement, window, message }), { theme }), {
              format: 'svg',
            });
            expect(svg).not.toMatch(/NaN|undefined|Infinity/);
            expect(svg).toContain('Throughput over');
          }
        },
      ),
      { numRuns: 8 },
    );
  });
});
