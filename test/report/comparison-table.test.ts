import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Comparison, compare, type SidecoreError, xenPv } from '../../src';
import { comparisonTable } from '../../src/report';
import { arbitraryComparison } from './arbitrary-comparison';

const placements = ['none', 'driver-domain', 'driver-domain-other-socket'];
const all = compare(
  xenPv,
  Object.keys(xenPv.topologies).flatMap((topology) =>
    placements.map((placement) => ({ topology, placement })),
  ),
);
const plain = (text: string) => text.replaceAll(/\p{Cc}\[\d+m/gu, '');
const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

/** The same comparison with other numbers in its predictions. */
const altered = (change: (one: Comparison['predictions'][number]) => object): Comparison => ({
  ...all,
  predictions: all.predictions.map((one) => ({ ...one, ...change(one) })),
});

describe('comparisonTable', () => {
  const text = comparisonTable(all);
  const lines = text.split('\n');

  it('shows the interval of a fitted model beside the throughput, and no column without a fit', () => {
    const fitted = comparisonTable(
      altered(({ throughput }) => ({
        interval: { level: 0.95, throughput: { lower: 0.5 * throughput, upper: 2 * throughput } },
      })),
    );
    expect(fitted).toMatch(/Gbit\/s +interval/);
    expect(fitted).toMatch(/none +2\.05 +1\.02\.\.4\.1/);
    expect(text).not.toContain('interval');
  });

  it('says what was asked in its first line', () => {
    expect(lines[0]).toBe('xen-pv: messages of 1,448 B, 64 packets in flight');
  });

  it('shows losses, saturation and response times of open load, and no reasons for what is only offered', () => {
    const traffic = { kind: 'open', arrivalRate: 4e5 } as const;
    const topology = 'inter-node-receive';
    const lossy = compare(xenPv, [
      { topology, placement: 'none', traffic },
      { topology, placement: 'driver-domain', traffic: { ...traffic, arrivalRate: 1e5 } },
    ]);
    const shown = comparisonTable(lossy);
    const [row] = shown.split('\n').filter((line) => line.includes('  none '));
    expect(row).toMatch(/ 48 % +208,397 /);
    expect(shown).toMatch(/driver-domain 100,000\/s .* 0 % /);
    expect(shown).not.toMatch(/^why/m);
  });

  it('has a heading for every topology, and under it a row for every placement', () => {
    for (const [topology, { description }] of Object.entries(xenPv.topologies)) {
      const at = lines.indexOf(`${topology}: ${description}`);
      expect(at).toBeGreaterThan(0);
      const rest = lines.slice(at + 1);
      for (const placement of placements)
        expect(rest.some((line) => line.startsWith(`  ${placement} `))).toBe(true);
    }
  });

  it('prints throughput, packets per second, speed-up, cycles and utilizations of each prediction', () => {
    const table = lines.slice(
      0,
      lines.findIndex((line) => line.startsWith('why')),
    );
    for (const one of all.predictions) {
      const from = table.findIndex((line) => line.startsWith(`${one.topology}:`));
      const row = table.slice(from).find((line) => line.startsWith(`  ${one.placement} `))!;
      const cells = row.trim().split(/ {2,}/);
      expect(Number(cells[1])).toBeCloseTo(one.throughput / 1e9, 2);
      expect(Number(cells[2].replaceAll(',', ''))).toBe(Math.round(one.packetRate));
      expect(cells[3]).toBe(`${one.speedup.toFixed(2)}x`);
      expect(Number(cells[4].replaceAll(',', ''))).toBe(Math.round(one.cyclesPerPacket));
      expect(cells[5].startsWith(`${one.bottleneck.name} 100 %`)).toBe(true);
    }
    for (const { centres } of all.predictions)
      for (const [name, { kind, utilization }] of Object.entries(centres))
        if (kind === 'core') expect(text).toContain(`${name} ${Math.round(100 * utilization)} %`);
  });

  it('explains a speed-up by two factors that multiply to it, and by changes that add up', () => {
    const why = lines.slice(lines.findIndex((line) => line.startsWith('why')));
    const from = why.indexOf('inter-node-receive, against none');
    const cells = why[from + 1].trim().split(/ {2,}/);
    const [before, after] = ['none', 'driver-domain'].map(
      (placement) =>
        all.predictions.find((one) => one.topology === 'inter-node-receive' && one.placement === placement)!,
    );
    expect(cells[0]).toBe('driver-domain');
    expect(parseFloat(cells[1]) * parseFloat(cells[2])).toBeCloseTo(after.speedup, 1);
    const change = Number(cells[3].replaceAll(',', ''));
    expect(change).toBe(Math.round(after.cyclesPerPacket - before.cyclesPerPacket));
    const terms = [...cells[4].matchAll(/\w+ ([+-][\d,]+)/g)].map(([, term]) =>
      Number(term.replaceAll(',', '')),
    );
    expect(terms).toHaveLength(3);
    // Rounded terms: each may be off by a half.
    expect(Math.abs(terms.reduce((sum, term) => sum + term, 0) - change)).toBeLessThanOrEqual(2);
    expect(cells[4].startsWith('reload -')).toBe(true);
  });

  it('says what the placements mean', () => {
    const legend = text.slice(text.indexOf('\nplacements\n'));
    for (const placement of placements) expect(legend).toContain(`  ${placement} `);
    expect(legend).toContain('the driver domain has a side-core on another socket');
  });

  it('keeps within 100 columns, or within the width asked for as far as names allow', () => {
    expect(widest(text)).toBeLessThanOrEqual(100);
    const wide = comparisonTable(all, { width: 160 });
    expect(widest(wide)).toBeLessThanOrEqual(160);
    expect(wide.split('\n').length).toBeLessThan(lines.length);
  });

  it('says the same in bold and dim, and has no escapes without', () => {
    const colored = comparisonTable(all, { color: true });
    expect(colored).not.toBe(text);
    expect(plain(colored)).toBe(text);
    expect(text).not.toContain('\u001b');
  });

  it('has no speed-up and no reasons when there is nothing to compare', () => {
    const one = comparisonTable(compare(xenPv, [{ topology: 'intra-node', placement: 'none' }]));
    expect(one).not.toContain('speed-up');
    expect(one).not.toContain('against');
    expect(one).toContain('intra-node: ');
  });

  it('tells scenarios of one placement apart by what differs', () => {
    const text = comparisonTable(
      compare(xenPv, [
        { topology: 'intra-node', placement: 'none', window: 8 },
        { topology: 'intra-node', placement: 'none', window: 1000 },
        { topology: 'intra-node', placement: 'none', window: 1000, batch: 2 },
      ]),
    );
    expect(text).toMatch(/^ {2}none window 8 /m);
    expect(text).toMatch(/^ {2}none window 1,000 /m);
    expect(text).toMatch(/^ {2}none window 1,000 #2 /m);
    expect(text.split('\n')[0]).toBe('xen-pv: messages of 1,448 B');
  });

  it('prints a bracket where it is wide, and says what it is', () => {
    const text = comparisonTable(
      compare(xenPv, [{ topology: 'inter-node', placement: 'driver-domain', window: 16 }]),
    );
    expect(text).toMatch(/\d\.\d\d\.\.\d\.\d\d /);
    expect(text).toContain('a..b:');
    expect(comparisonTable(all)).not.toContain('a..b:');
  });

  it('lists each warning once, with where it applies unless that is everywhere', () => {
    const warning = { code: 'wide-bracket', path: 'traffic.window', message: 'as it were' };
    const some = comparisonTable(
      altered(({ topology }) => ({ warnings: topology === 'inter-node' ? [warning] : [] })),
    );
    expect(some.match(/wide-bracket/g)).toHaveLength(1);
    expect(plain(some).replaceAll(/\s+/g, ' ')).toContain(
      'wide-bracket: as it were (inter-node: none, driver-domain, driver-domain-other-socket)',
    );
    const everywhere = comparisonTable(altered(() => ({ warnings: [warning] })));
    expect(everywhere).toMatch(/wide-bracket: as it were$/m);
  });

  it.each([
    [0.004, 'bit/s', '0.00400'],
    [12_345, 'kbit/s', '12.3'],
    [941e6, 'Mbit/s', '941'],
    [999.7e6, 'Gbit/s', '1.00'],
    [3.03e9, 'Gbit/s', '3.03'],
    [7e15, 'Tbit/s', '7,000'],
  ])('prints %d bit/s in a fitting unit', (throughput, unit, shown) => {
    const text = comparisonTable(
      altered(() => ({ throughput, bracket: { lower: throughput, upper: throughput } })),
    );
    expect(text).toContain(` ${unit} `);
    expect(text).toContain(` ${shown} `);
  });

  it('never prints NaN, and prints no escapes that come from a name', () => {
    const text = comparisonTable(
      altered(() => ({ speedup: Number.NaN, packetRate: Number.POSITIVE_INFINITY, cyclesPerPacket: 0 })),
    );
    expect(text).not.toContain('NaN');
    expect(text).toContain('infinite');
    const hostile = comparisonTable({
      ...altered(() => ({ placement: 'a\u001b[2Jb\nc\u202e' })),
      model: 'm',
    });
    expect(hostile).toContain('a?[2Jb?c?');
    expect(hostile).not.toContain('\u001b');
  });

  it('prints every prediction of random paths, in order, without NaN', () => {
    fc.assert(
      fc.property(arbitraryComparison, (comparison) => {
        const text = comparisonTable(comparison, { width: 300 });
        expect(text).not.toMatch(/NaN|undefined/);
        const rows = text
          .split('\n\n')[1]
          .split('\n')
          .filter((line) => line.startsWith('  '));
        expect(rows.filter((line) => /^ {2}\S/.test(line)).length).toBe(comparison.predictions.length);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    [{ ...all, predictions: [] }, {}, 'invalid-shape', 'comparison.predictions'],
    [null, {}, 'invalid-value', 'comparison'],
    [all, { width: 10 }, 'invalid-value', 'options.width'],
    [all, { width: Number.NaN }, 'invalid-value', 'options.width'],
    [all, { color: 'yes' }, 'invalid-value', 'options.color'],
    [all, { colour: true }, 'invalid-shape', 'options.colour'],
    [all, null, 'invalid-value', 'options'],
  ])('rejects bad input %#', (comparison, options, code, path) => {
    try {
      comparisonTable(comparison as never, options as never);
      expect.unreachable();
    } catch (error) {
      expect((error as SidecoreError).code).toBe(code);
      expect((error as SidecoreError).path).toBe(path);
    }
  });
});
