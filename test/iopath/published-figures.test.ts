import { describe, expect, it } from 'vitest';
import { publishedRatios } from '../../scripts/validation/published-ratios';
import { publishedRows } from '../../scripts/validation/published-rows';

const rows = await publishedRows();
const row = (source: string, what: string) => {
  const found = rows.filter((one) => one.source === source && one.what.endsWith(what));
  expect(found, what).toHaveLength(1);
  return found[0];
};

describe('published figures', () => {
  it('half of them within 30 %, nine of ten within a factor of 2.2, nothing tuned', () => {
    const factors = rows
      .map(({ published, predicted }) => Math.exp(Math.abs(Math.log(predicted / published))))
      .sort((a, b) => a - b);
    expect(factors[Math.floor(0.5 * factors.length)]).toBeLessThan(1.3);
    expect(factors[Math.floor(0.9 * factors.length)]).toBeLessThan(2.2);
  });

  it('persistent grants lower bulk receive and raise packets: the second copy against the hypercall', () => {
    // Martins, RFC series 2015: 0.85, and 1.47 and 2.09 at 64 bytes.
    const bulk = row('martins', 'bulk received');
    expect(Math.abs(bulk.predicted / bulk.published - 1)).toBeLessThan(0.1);
    expect(row('martins', 'of 64 bytes sent').predicted).toBeGreaterThan(1.2);
    expect(row('martins', 'of 64 bytes received').predicted).toBeGreaterThan(1.2);
  });

  it('a dear grant map turns the sign of bulk transmit', () => {
    expect(row('martins', 'bulk sent').predicted).toBeLessThan(1);
    expect(row('martins', 'bulk sent, map as measured').predicted).toBeGreaterThan(1);
  });

  it('vIOMMU side-core, rIOMMU law, exit-less interrupts: within 15 %', () => {
    const near = rows.filter(
      ({ source, what }) =>
        ['viommu', 'riommu'].includes(source) || (source === 'eli' && /exit-less|as measured/.test(what)),
    );
    expect(near).toHaveLength(12);
    for (const { what, published, predicted } of near)
      expect(Math.abs(predicted / published - 1), what).toBeLessThan(0.15);
  });

  it('are reported with every row, and with both signs of a separate core', async () => {
    const text = await publishedRatios();
    for (const { what, remark } of rows) {
      expect(text).toContain(`| ${what} |`);
      expect(text).toContain(remark);
    }
    expect(text).toMatch(/Xen, inside, other socket \| 1\.\d+ \| \+\d+ \|/);
    expect(text).toMatch(/vhost-net, inside, other socket \| 0\.\d+ \| \+\d+ \|/);
    expect(text).toMatch(/between machines, receive \| 1\.\d+ \| -\d+ \|.*reload -\d+/);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });
});
