import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SidecoreError } from '../../src/common';
import { type Dimension, formatQuantity, parseQuantity } from '../../src/formats';

const error = (run: () => unknown): SidecoreError => {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof SidecoreError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
};

describe('parseQuantity', () => {
  // SI prefixes: BIPM, The International System of Units, 9th edition, table 7; binary prefixes: IEC 80000-13.
  it.each<[string, Dimension, number]>([
    ['30 us', 'time', 3e-5],
    ['30 µs', 'time', 3e-5],
    ['30 μs', 'time', 3e-5],
    ['83ns', 'time', 8.3e-8],
    ['2 min', 'time', 120],
    ['1.5 h', 'time', 5400],
    ['1500 B', 'size', 1500],
    ['1 byte', 'size', 1],
    ['64 KiB', 'size', 65536],
    ['12 MiB', 'size', 12582912],
    ['1.5 kB', 'size', 1500],
    ['12000 bit', 'size', 1500],
    ['10 Gbit/s', 'rate', 1e10],
    ['10 Gb/s', 'rate', 1e10],
    ['10Gbps', 'rate', 1e10],
    ['25 GB/s', 'rate', 2e11],
    ['1 MiB / ms', 'rate', 8388608000],
    ['25 GB/s', 'bandwidth', 2.5e10],
    ['200 Gbit/s', 'bandwidth', 2.5e10],
    ['2.67 GHz', 'frequency', 2.67e9],
    ['2.67e3 MHz', 'frequency', 2.67e9],
    ['2.4 Gcycles/s', 'frequency', 2.4e9],
    ['1800 cycles', 'cycles', 1800],
    ['1.2 kcycles', 'cycles', 1200],
    ['1 cycle', 'cycles', 1],
    ['1800', 'cycles', 1800],
    ['-3 cycles', 'cycles', -3],
    ['.5 cycles', 'cycles', 0.5],
    ['0.25 cycles/B', 'cyclesPerByte', 0.25],
    ['8 lines', 'lines', 8],
    ['40 pages', 'pages', 40],
    ['64 packets', 'packets', 64],
    ['1.5 Mpackets/s', 'packetRate', 1.5e6],
    ['250 kpps', 'packetRate', 2.5e5],
    ['90/s', 'packetRate', 90],
    ['100k / s', 'packetRate', 1e5],
    ['1.5e3/min', 'packetRate', 25],
    ['50 %', 'ratio', 0.5],
    ['0.07', 'ratio', 0.07],
    ['16', 'count', 16],
    ['64 packets', 'window', 64],
    ['42 cycles', 'latency', 42],
  ])('reads %s as %s', (text, dimension, value) => {
    expect(parseQuantity(text, dimension)).toBe(value);
  });

  it('turns the time in a latency into cycles of the clock', () => {
    expect(parseQuantity('50 ns', 'latency', { clock: 2e9 })).toBeCloseTo(100, 9);
    expect(parseQuantity('42 cycles + 50 ns', 'latency', { clock: 2e9 })).toBeCloseTo(142, 9);
    expect(error(() => parseQuantity('50 ns', 'latency')).code).toBe('invalid-unit');
  });

  it('turns a window in bytes into whole packets', () => {
    expect(parseQuantity('64 KiB', 'window', { payload: 1448 })).toBe(46);
    expect(error(() => parseQuantity('64 KiB', 'window')).code).toBe('invalid-unit');
  });

  it.each<[string, Dimension, string, RegExp]>([
    ['2.67', 'frequency', 'invalid-unit', /^clock: "2.67" has no unit; write a frequency like "2.67 GHz"/],
    ['2.67 ghz', 'frequency', 'invalid-unit', /did you mean GHz/],
    ['2.67 furlongs', 'frequency', 'invalid-unit', /there is no unit "furlongs"; write a frequency like/],
    ['64 KB', 'size', 'invalid-unit', /did you mean kB or KiB\?/],
    ['30 us', 'frequency', 'invalid-unit', /is a time, not a frequency/],
    ['5 cycles/s', 'cycles', 'invalid-unit', /not a number of cycles/],
    ['5 B/cycle', 'time', 'invalid-unit', /a quantity in size\/cycle, not a time/],
    ['10 Gbit', 'rate', 'invalid-unit', /is a size, not a bit rate/],
    ['1e999 s', 'time', 'invalid-value', /not a finite number/],
    ['fast', 'frequency', 'invalid-syntax', /"fast" is not a frequency/],
    ['1,500 B', 'size', 'invalid-syntax', /is not a size/],
    ['', 'size', 'invalid-syntax', /"" is not a size/],
    ['NaN B', 'size', 'invalid-syntax', /is not a size/],
    ['0x10 B', 'size', 'invalid-syntax', /is not a size/],
    [`${'9'.repeat(100_000)}x/`, 'size', 'invalid-syntax', /is not a size/],
  ])('refuses %s as %s with %s', (text, dimension, code, message) => {
    const thrown = error(() => parseQuantity(text, dimension, { path: 'clock' }));
    expect(thrown.code).toBe(code);
    expect(thrown.path).toBe('clock');
    expect(thrown.message).toMatch(message);
  });

  it('reads the number nearest to the digits, whatever the decimal prefix', () => {
    const prefixes = { n: -9, u: -6, m: -3, '': 0 };
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999_999 }),
        fc.constantFrom(...(Object.keys(prefixes) as (keyof typeof prefixes)[])),
        (digits, prefix) => {
          expect(parseQuantity(`${digits} ${prefix}s`, 'time')).toBe(Number(`${digits}e${prefixes[prefix]}`));
        },
      ),
    );
  });

  it('never throws anything but a SidecoreError, and never returns what is not finite', () => {
    const piece = fc.constantFrom(
      '1',
      '2.5',
      'e9',
      ' ',
      'k',
      'Gi',
      'bit',
      'B',
      '/',
      's',
      '+',
      '-',
      '%',
      'cycles',
      'µ',
      '(',
      '.',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
        ),
        fc.constantFrom<Dimension>('time', 'rate', 'latency', 'window', 'ratio', 'cyclesPerByte'),
        (text, dimension) => {
          try {
            expect(Number.isFinite(parseQuantity(text, dimension, { clock: 1e9, payload: 100 }))).toBe(true);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(SidecoreError);
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('formatQuantity', () => {
  it.each<[number, Dimension, string]>([
    [3e-5, 'time', '30 us'],
    [2e-6, 'time', '2 us'],
    [8.3e-8, 'time', '83 ns'],
    [90, 'time', '90 s'],
    [0, 'time', '0 s'],
    [1e-12, 'time', '0.001 ns'],
    [1e10, 'rate', '10 Gbit/s'],
    [2.5e10, 'bandwidth', '25 GB/s'],
    [2.67e9, 'frequency', '2.67 GHz'],
    [65536, 'size', '64 KiB'],
    [12582912, 'size', '12 MiB'],
    [1448, 'size', '1448 B'],
    [0, 'size', '0 B'],
    [1800, 'cycles', '1800 cycles'],
    [1, 'cycles', '1 cycle'],
    [0.25, 'cyclesPerByte', '0.25 cycles/B'],
    [64, 'window', '64 packets'],
    [1.5e6, 'packetRate', '1.5 Mpackets/s'],
    [0.5, 'ratio', '0.5'],
    [16, 'count', '16'],
  ])('prints %d as %s', (value, dimension, text) => {
    expect(formatQuantity(value, dimension)).toBe(text);
  });

  it('is undone by parseQuantity to the last bit, for every number and dimension', () => {
    const all: Dimension[] = [
      'time',
      'size',
      'rate',
      'bandwidth',
      'frequency',
      'packetRate',
      'cycles',
      'latency',
      'cyclesPerByte',
      'lines',
      'pages',
      'packets',
      'window',
      'count',
      'ratio',
    ];
    fc.assert(
      fc.property(
        fc.oneof(
          fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e300, max: 1e300 }),
          fc.integer(),
          fc.double({ noNaN: true, min: 0, max: 1e-290 }),
        ),
        fc.constantFrom(...all),
        (value, dimension) => {
          // Bits are eighths of bytes, which the smallest numbers cannot be divided into.
          fc.pre(dimension !== 'rate' || value === 0 || Math.abs(value) > 1e-300);
          const back = parseQuantity(formatQuantity(value, dimension), dimension);
          expect(back === value || Object.is(back, value)).toBe(true);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('refuses what is not a finite number', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(error(() => formatQuantity(value, 'time')).code).toBe('invalid-value');
  });
});
