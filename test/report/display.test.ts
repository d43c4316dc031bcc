import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  breakEven,
  check,
  compare,
  explain,
  place,
  predict,
  SidecoreError,
  sensitivity,
  sweep,
  xenPv,
} from '../../src';
import * as queueing from '../../src/queueing';
import { closedCurve, mmc, solve } from '../../src/queueing';
import { comparisonChart, comparisonTable, type Display, display } from '../../src/report';
import { samples } from '../queueing/samples';
import { arbitraryComparison } from './arbitrary-comparison';

const hook = Symbol.for('Jupyter.display');
const show = (answer: object) => (answer as { [hook](): Promise<Display> })[hook]();
const network = {
  classes: { user: { population: 8, thinkTime: 1 } },
  stations: { cpu: { demand: 0.2 }, disk: { demand: 0.1 } },
};

/** What a reader must not see. */
const spill = /undefined|\[object|NaN|=>/;

describe('an answer in a notebook', () => {
  const answers = {
    prediction: predict(xenPv),
    comparison: compare(xenPv, [{ placement: 'none' }, { placement: 'driver-domain' }]),
    solution: solve(network),
    curve: closedCurve(network),
    explanation: explain(xenPv, { topology: 'inter-node-receive' }),
    placement: place(xenPv, { topology: 'inter-node-receive' }),
    sensitivity: sensitivity(xenPv, { topology: 'inter-node-receive' }),
    sweep: sweep(xenPv, { vary: { placement: ['none', 'driver-domain'], message: [64, 512, 1448] } }),
    station: mmc({ arrivalRate: 90, serviceTime: 0.01, servers: 2 }),
  };

  it.each(Object.entries(answers))('shows a %s by itself as table and chart', async (_, answer) => {
    const bundle = await show(answer);
    expect(bundle['text/plain']).not.toMatch(spill);
    expect(bundle['text/html']).toMatch(/^<img alt="[^"]+" src="data:image\/svg\+xml,[^"]+"><pre/);
    expect(bundle['image/svg+xml']).toMatch(/^<svg/);
    expect(bundle['application/vnd.vegalite.v5+json']!.$schema).toContain('/v5.json');
    expect(bundle).toEqual(await display(answer));
  });

  it('shows the table of a check', async () => {
    const answer = check(xenPv, { window: 4 }, { packets: 500, replications: 2 });
    expect((await show(answer))['text/plain']).toMatch(/simulated/);
  });

  it('shows the table of a break-even', async () => {
    const between = { low: 64, high: 1448 };
    const answer = breakEven(xenPv, { vary: 'message', between, gain: 0.5, points: 5 });
    expect((await show(answer))['text/plain']).toMatch(/gains 50\.0 % or more/);
  });

  it('shows the first rows of a sweep that no chart can show', async () => {
    const vary = { message: [64, 512], window: [1, 2, 3, 4, 5, 6], 'machine.clock': [2e9, 3e9] };
    const bundle = await show(sweep(xenPv, { vary }));
    expect(bundle['text/plain']).toMatch(/24 rows in all/);
    expect(bundle).not.toHaveProperty(['image/svg+xml']);
  });

  it('shows a chart, and another theme, when asked to', async () => {
    const chart = comparisonChart(answers.comparison);
    const dark = await display(chart, { theme: 'dark' });
    expect(dark['image/svg+xml']).toContain('#0d1117');
    expect((await display(chart))['image/svg+xml']).toContain('#ffffff');
    expect(await show(dark)).toBe(dark);
  });

  it('has the same fields and JSON as without a notebook', () => {
    for (const answer of Object.values(answers)) {
      expect(Object.getOwnPropertySymbols(answer)).toContain(hook);
      expect(Object.getOwnPropertySymbols({ ...answer })).not.toContain(hook);
      expect(Object.isFrozen(answer)).toBe(true);
      expect(() => structuredClone(JSON.parse(JSON.stringify(answer)))).not.toThrow();
    }
  });

  it('prints what a terminal prints, for any comparison', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryComparison, async (comparison) => {
        const bundle = await display(comparison);
        expect(bundle['text/plain']).toBe(comparisonTable(comparison));
        expect(bundle['text/html']).not.toMatch(/<script|<pre[^>]*>[\s\S]*<(?!\/pre)/);
      }),
      { numRuns: 10 },
    );
  });

  it.each(Object.entries(samples).flatMap(([name, calls]) => calls.map((given) => [name, given] as const)))(
    'shows what %s answers',
    async (name, given) => {
      const ask = Reflect.get(queueing, name) as (...given: readonly unknown[]) => unknown;
      const answer = ask(...given);
      if (typeof answer !== 'object' || answer === null || ArrayBuffer.isView(answer)) return;
      const bundle = await show(answer);
      expect(bundle['text/plain'].length).toBeGreaterThan(20);
      expect(bundle['text/plain']).not.toMatch(spill);
    },
  );

  it('refuses what is no answer', async () => {
    await expect(display(3 as never)).rejects.toThrow(SidecoreError);
    await expect(display(answers.station, { theme: 'pink' as never })).rejects.toThrow(/options\.theme/);
  });
});
