import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkObservations, readObservations } from '../../src/formats';

const codes = (csv: string) => {
  const { observations, problems } = readObservations(csv);
  expect(problems).toEqual([]);
  return checkObservations(observations).map(({ code }) => code);
};
const clocked = (...clocks: number[]) =>
  `placement,subject,metric,value,unit,clock\n${clocks.map((clock, i) => `p${i},cpu0,utilization,0.${i + 3},1,${clock}`).join('\n')}`;
const cycles = (whole: number, ...parts: number[]) =>
  ['placement,subject,metric,value,unit', `none,,cycles_per_packet,${whole},cycles`]
    .concat(parts.map((part, i) => `none,domain-${i},cycles_per_packet,${part},cycles`))
    .join('\n');

describe('clock-varies', () => {
  it('is raised when utilizations were taken at clocks more than 2 % apart', () => {
    expect(codes(clocked(2.6e9, 2.6e9, 3.4e9))).toEqual(['clock-varies']);
    expect(codes(clocked(2.6e9, 2.62e9))).toEqual([]);
    // Cycles do not depend on the clock.
    expect(
      codes(clocked(2.6e9, 3.4e9).replaceAll(/utilization,0\.(\d),1/g, 'cycles_per_packet,$100,cycles')),
    ).toEqual([]);
  });
});

describe('counter-scope', () => {
  it('is raised when the domains do not make up the path, to 5 %', () => {
    expect(codes(cycles(10_000, 4000, 3000))).toEqual(['counter-scope']);
    expect(codes(cycles(10_000, 8000, 4000))).toEqual(['counter-scope']);
    expect(codes(cycles(10_000, 5800, 4000))).toEqual([]);
    // One domain alone says nothing of the others; cores and domains both are the whole twice.
    expect(codes(cycles(10_000, 4000))).toEqual([]);
    expect(codes(cycles(10_000, 6000, 4000, 5000, 5000))).toEqual([]);
  });

  it('is never raised for parts that make up the whole', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 2, maxLength: 5 }), (parts) => {
        const whole = parts.reduce((sum, part) => sum + part, 0);
        expect(codes(cycles(whole, ...parts))).not.toContain('counter-scope');
      }),
      { numRuns: 30 },
    );
  });
});
