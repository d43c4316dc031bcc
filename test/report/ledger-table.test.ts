import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, predict, type SidecoreError, xenPv } from '../../src';
import { ledgerTable, stageLedgerTable } from '../../src/report';
import { arbitraryComparison } from './arbitrary-comparison';

const mechanisms = ['base', 'intrinsic', 'activation', 'switch', 'reload', 'transfer', 'total'];
const number = (cell: string) => Number(cell.replaceAll(',', ''));
const receive = compare(
  xenPv,
  ['none', 'driver-domain'].map((placement) => ({ topology: 'inter-node-receive', placement })),
);
const [none, offloaded] = receive.predictions;
/** Cells of the first row with a label, as numbers. */
const row = (text: string, label: string) =>
  text
    .split('\n')
    .find((line) => line.trim().startsWith(`${label}  `))!
    .trim()
    .split(/ {2,}/)
    .slice(1)
    .map(number);

describe('ledgerTable', () => {
  const text = ledgerTable(receive);

  it('prints the ledger of each prediction by mechanism, in all and by core', () => {
    const rounded = (cycles: Readonly<Record<string, number>>) =>
      mechanisms.map((one) => Math.round(cycles[one]));
    const heading = text.split('\n').find((line) => line.includes('intrinsic'))!;
    expect(heading.trim().split(/\s+/)).toEqual(mechanisms);
    expect(row(text, 'none (guest-core)')).toEqual(rounded(none.ledger.total));
    expect(row(text, 'driver-domain')).toEqual(rounded(offloaded.ledger.total));
    expect(row(text, 'side-core')).toEqual(rounded(offloaded.ledger.cores['side-core']));
    expect(row(text, 'guest-core')).toEqual(rounded(offloaded.ledger.cores['guest-core']));
  });

  it('separates thousands', () => {
    expect(text).toContain('11,521');
    expect(text).not.toMatch(/\d{4}/);
  });

  it('prints misses by the level that satisfied them', () => {
    const misses = text.slice(text.indexOf('loads per packet'));
    expect(misses.split('\n')[1].trim().split(/ {2,}/)).toEqual([
      'L2',
      'LLC',
      'DRAM',
      'peer core',
      'other socket',
      'TLB walk',
    ]);
    expect(row(misses, 'none')[0]).toBe(Math.round(none.ledger.misses.l2));
    expect(row(misses, 'driver-domain')[3]).toBe(Math.round(offloaded.ledger.misses.peer));
  });

  it('keeps within 100 columns for the template with two hosts', () => {
    const widest = Math.max(
      ...ledgerTable(compare(xenPv))
        .split('\n')
        .map((line) => line.length),
    );
    expect(widest).toBeLessThanOrEqual(100);
  });

  it('has rows that add up, whatever the path', () => {
    fc.assert(
      fc.property(arbitraryComparison, (comparison) => {
        const table = ledgerTable(comparison);
        expect(table).not.toMatch(/NaN|undefined/);
        const cycles = table.slice(0, table.indexOf('loads per packet'));
        for (const line of cycles.split('\n').filter((one) => /^ {2,}\S.* [\d,.]+$/.test(one))) {
          const cells = line.trim().split(/ {2,}/).slice(1).map(number);
          if (cells.length !== mechanisms.length) continue;
          const sum = cells.slice(0, -1).reduce((total, cell) => total + cell, 0);
          expect(Math.abs(sum - cells[6])).toBeLessThanOrEqual(3.5);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('rejects an unknown option', () => {
    expect(() => ledgerTable(receive, { format: 'csv' } as never)).toThrow(/options\.format: unknown field/);
  });
});

describe('stageLedgerTable', () => {
  const prediction = predict(xenPv, { topology: 'inter-node', placement: 'driver-domain' });
  const text = stageLedgerTable(prediction);

  it('has every stage once, under its core and context, with its visits', () => {
    const lines = text.split('\n');
    for (const { stage, core, visits } of prediction.ledger.stages) {
      const name = stage.slice(stage.indexOf('/') + 1) + (visits === 1 ? '' : ` x${visits}`);
      const at = lines.findIndex((line) => line.startsWith(`${core} `));
      expect(at).toBeGreaterThan(0);
      expect(lines.slice(at).some((line) => line.startsWith(`  ${name} `))).toBe(true);
      expect(lines.filter((line) => line.startsWith(`  ${name} `))).toHaveLength(1);
    }
  });

  it('ends in the sum of its stages', () => {
    const stages = text.split('\n').filter((line) => /^ {2}\S/.test(line));
    expect(stages).toHaveLength(prediction.ledger.stages.length);
    const sum = stages.reduce((total, line) => total + number(line.split(/ {2,}/).at(-1)!), 0);
    expect(Math.abs(sum - row(text, 'whole path')[6])).toBeLessThanOrEqual(stages.length / 2);
  });

  it('names the code and the path of a bad option', () => {
    try {
      stageLedgerTable(prediction, { width: 0 });
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        code: 'invalid-value',
        path: 'options.width',
      } satisfies Partial<SidecoreError>);
    }
  });
});
