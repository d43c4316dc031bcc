import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fitEmulatedIommu } from '../../scripts/published-fits/emulated-iommu';
import { fitGrants } from '../../scripts/published-fits/persistent-grants';
import { havePollingCores } from '../../scripts/published-fits/polling-cores';
import { grantSection, iommuSection, pollingSection } from '../../scripts/published-fits/sections';
import type { FitResidual, FitResult } from '../../src/fit';

const page = readFileSync(new URL('../../docs/published-fits.md', import.meta.url), 'utf8');
const codes = ({ warnings }: FitResult) => warnings.map(({ code }) => code);
const largest = (rows: readonly FitResidual[]) =>
  Math.max(...rows.map(({ predicted, measured }) => Math.abs(predicted / measured - 1)));

/** Text and numbers of a section; numbers by their value, so that the last digit may differ. */
function expectOnPage(section: string) {
  const number = /\d[\d,]*(?:\.\d+)?/g;
  const title = section.split('\n')[0];
  const committed = page.slice(page.indexOf(title)).split('\n## ')[0].trim();
  const fresh = section.trim();
  expect(committed.replaceAll(number, '#')).toBe(fresh.replaceAll(number, '#'));
  const values = (text: string) =>
    [...text.matchAll(number)].map(([digits]) => Number(digits.replaceAll(',', '')));
  const given = values(committed);
  values(fresh).forEach((value, i) => {
    // Per cents are whole: one point; other figures have three digits.
    expect(Math.abs(value - given[i])).toBeLessThanOrEqual(Math.max(1, 0.02 * Math.abs(given[i])));
  });
}

describe('fits of published data', { timeout: 60_000 }, () => {
  it('finds grant operations dear and says what twelve rates cannot tell', () => {
    const { single, bulk } = fitGrants();
    const { parameters } = single;
    // Martins, RFC series 2015, packets of 1,496 and 65,535 bytes sent: 15 more pages take 3.5e9 / 66,400 - 3.5e9 / 518,000
    // cycles, 3,064 each.
    const map = parameters['stages.grant-map.cycles'];
    expect(map.lower).toBeLessThan(3064);
    expect(map.upper).toBeGreaterThan(3064);
    expect(map.lower).toBeGreaterThan(1000);
    expect(largest(single.leaveOut!.residuals)).toBeLessThan(0.6);
    expect(codes(single)).toEqual(expect.arrayContaining(['few-observations', 'prior-dominated']));
    expect(bulk.residuals.length).toBe(6);
  });

  it('predicts throughput of a placement of the IOMMU that it has not seen', async () => {
    const { cycles, mappings } = await fitEmulatedIommu();
    for (const result of [cycles, mappings]) {
      expect(result.converged).toBe(true);
      expect(codes(result)).toContain('few-observations');
      const left = result.leaveOut!.residuals.filter(({ metric }) => metric === 'throughput');
      expect(left.length).toBe(3);
      expect(largest(left)).toBeLessThan(0.2);
    }
    // By hand from table 1 and figure 2: the difference between same core and native is mappings x (34,979 - 6,922) cycles.
    expect(mappings.parameters.mappings.estimate).toBeCloseTo(0.99, 1);
  });

  it('comes out as docs/published-fits.md has it (npm run fit:published -- --write)', async () => {
    expectOnPage(grantSection());
    expectOnPage(await iommuSection());
  });

  it.skipIf(!havePollingCores)(
    `the same of three polling cores${havePollingCores ? '' : ' (skipped: their measurements are not beside this checkout)'}`,
    () => expectOnPage(pollingSection()),
  );
});
