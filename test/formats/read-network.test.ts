import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkSchema, readNetwork, writeNetwork } from '../../src/formats';
import { type QueueingNetwork, SidecoreError, solve } from '../../src/queueing';

function refusal(text: string): SidecoreError {
  try {
    readNetwork(text, { file: 'net.yaml' });
  } catch (error) {
    expect(error).toBeInstanceOf(SidecoreError);
    return error as SidecoreError;
  }
  throw new Error('it was taken');
}

describe('readNetwork', () => {
  it('reads units, numbers in SI, tables by class and routes', () => {
    const network = readNetwork(`
sidecore: 1
description: all that there is
classes:
  a: { population: 3, thinkTime: 40 ms, priority: 1 }
  b: { arrivalRate: 90/s }
stations:
  cpu: { discipline: processor-sharing, servers: 2, serviceTime: { a: 10 us, b: 0.002 } }
  disk: { serviceTime: 3 ms, rates: [1, 1.5], serviceVariability: { a: 2 }, weight: 1, capacity: 10 }
routing:
  - { from: null, to: cpu, probability: 1, class: b }
  - { from: cpu, to: null, probability: 1, class: b }
  - { from: null, to: disk, probability: 1, class: a }
  - { from: disk, to: null, probability: 1, class: a, toClass: a }
`);
    expect(network).toEqual({
      classes: { a: { population: 3, thinkTime: 0.04, priority: 1 }, b: { arrivalRate: 90 } },
      stations: {
        cpu: { discipline: 'processor-sharing', servers: 2, serviceTime: { a: 1e-5, b: 0.002 } },
        disk: { serviceTime: 0.003, rates: [1, 1.5], serviceVariability: { a: 2 }, weight: 1, capacity: 10 },
      },
      routing: [
        { from: null, to: 'cpu', probability: 1, class: 'b' },
        { from: 'cpu', to: null, probability: 1, class: 'b' },
        { from: null, to: 'disk', probability: 1, class: 'a' },
        { from: 'disk', to: null, probability: 1, class: 'a', toClass: 'a' },
      ],
    });
  });

  it.each([
    ['90/s', 90],
    ['90 requests/s', 90],
    ['1.5 k/s', 1500],
    ['2 M/s', 2e6],
    ['3/min', 0.05],
    ['4 / ms', 4000],
    ['1.5 kHz', 1500],
    ['1e3', 1000],
    ['.5', 0.5],
    ['0', 0],
  ])('reads the rate %s', (rate, expected) => {
    const { classes } = readNetwork(
      `{ classes: { a: { arrivalRate: ${rate} } }, stations: { s: { demand: 0 } } }`,
    );
    expect(classes.a.arrivalRate).toBeCloseTo(expected, 12);
  });

  it('takes any network of the library as JSON', () => {
    const network: QueueingNetwork = {
      classes: { web: { population: 20, thinkTime: 4 } },
      stations: { cpu: { demand: 2 }, disk: { visits: 10, serviceTime: 0.3 } },
    };
    expect(readNetwork(JSON.stringify(network))).toEqual(network);
  });

  const classes = 'classes: { a: { arrivalRate: 1 } }';
  it.each<[name: string, text: string, code: string, path: string, line: number]>([
    ['no text', '', 'invalid-syntax', '', 1],
    ['a list', '[]', 'invalid-value', '', 1],
    ['no classes', 'stations: {}', 'invalid-shape', 'classes', 1],
    ['no stations', `${classes}`, 'invalid-shape', 'stations', 1],
    ['an empty table of classes', 'classes: {}\nstations: {}', 'invalid-shape', 'classes', 1],
    ['another version', `sidecore: 2\n${classes}\nstations: {}`, 'invalid-value', 'sidecore', 1],
    ['an unknown section', `${classes}\nstation: {}`, 'invalid-shape', 'stations', 1],
    ['an unknown field', `${classes}\nstations:\n  s: { demnd: 1 }`, 'invalid-shape', 'stations.s.demnd', 3],
    ['a class of nothing', 'classes: { a: null }\nstations: {}', 'invalid-value', 'classes.a', 1],
    [
      'a class that is both',
      'classes: { a: { population: 1, arrivalRate: 1 } }\nstations: {}',
      'invalid-shape',
      'classes.a',
      1,
    ],
    [
      'a negative rate',
      'classes: { a: { arrivalRate: -1/s } }\nstations: {}',
      'invalid-value',
      'classes.a.arrivalRate',
      1,
    ],
    [
      'a rate in seconds',
      'classes: { a: { arrivalRate: 1 s } }\nstations: {}',
      'invalid-unit',
      'classes.a.arrivalRate',
      1,
    ],
    [
      'a rate per byte',
      'classes: { a: { arrivalRate: 1/B } }\nstations: {}',
      'invalid-unit',
      'classes.a.arrivalRate',
      1,
    ],
    [
      'an endless rate',
      'classes: { a: { arrivalRate: 1e999/s } }\nstations: {}',
      'invalid-value',
      'classes.a.arrivalRate',
      1,
    ],
    [
      'half a customer',
      'classes: { a: { population: 1.5 } }\nstations: {}',
      'invalid-value',
      'classes.a.population',
      1,
    ],
    [
      'a time in bytes',
      `${classes}\nstations:\n  s:\n    demand: 3 B`,
      'invalid-unit',
      'stations.s.demand',
      4,
    ],
    [
      'an unknown unit',
      `${classes}\nstations:\n  s:\n    demand: 3 mss`,
      'invalid-unit',
      'stations.s.demand',
      4,
    ],
    [
      'a time that is a word',
      `${classes}\nstations:\n  s:\n    demand: soon`,
      'invalid-syntax',
      'stations.s.demand',
      4,
    ],
    [
      'a time by a class that is not there',
      `${classes}\nstations:\n  s:\n    demand: { b: 1 }`,
      'invalid-shape',
      'stations.s.demand.b',
      4,
    ],
    [
      'a demand and a service time',
      `${classes}\nstations:\n  s: { demand: 1, serviceTime: 1 }`,
      'invalid-shape',
      'stations.s',
      3,
    ],
    [
      'rates that are no list',
      `${classes}\nstations:\n  s: { demand: 1, rates: 2 }`,
      'invalid-value',
      'stations.s.rates',
      3,
    ],
    [
      'no rates',
      `${classes}\nstations:\n  s: { demand: 1, rates: [] }`,
      'invalid-shape',
      'stations.s.rates',
      3,
    ],
    [
      'an unknown discipline',
      `${classes}\nstations:\n  s: { demand: 1, discipline: fifo }`,
      'invalid-value',
      'stations.s.discipline',
      3,
    ],
    ['not a number', `${classes}\nstations:\n  s: { demand: .nan }`, 'invalid-value', 'stations.s.demand', 3],
    [
      'a route to nowhere',
      `${classes}\nstations:\n  s: { serviceTime: 1 }\nrouting:\n  - { from: null, to: t, probability: 1 }`,
      'unknown-name',
      'routing[0].to',
      5,
    ],
    [
      'a route without an end',
      `${classes}\nstations:\n  s: { serviceTime: 1 }\nrouting:\n  - { from: null, probability: 1 }`,
      'invalid-shape',
      'routing[0].to',
      5,
    ],
    [
      '__proto__',
      `${classes}\nstations:\n  __proto__: { demand: 1 }`,
      'invalid-shape',
      'stations.__proto__',
      3,
    ],
    ['an alias', `a: &a 1\nb: *a`, 'invalid-syntax', 'a', 1],
    [
      'a name twice',
      `${classes}\nstations:\n  s: { demand: 1 }\n  s: { demand: 1 }`,
      'invalid-syntax',
      'stations.s',
      4,
    ],
    ['broken YAML', 'classes: {', 'invalid-syntax', '', 1],
  ])('refuses %s', (_name, text, code, path, line) => {
    const error = refusal(text);
    expect([error.code, error.path]).toEqual([code, path]);
    expect(error.location).toMatch(new RegExp(`^net\\.yaml:${line}:\\d+$`));
  });

  it('proposes names', () => {
    expect(refusal('classes: { a: { poplation: 1 } }\nstations: {}').hint).toContain(
      'did you mean population?',
    );
    expect(refusal(`${classes}\nstations: { s: { demand: 1, discipline: dealy } }`).hint).toContain('delay');
  });

  it('refuses what is no text', () => {
    expect(() => readNetwork(3 as never)).toThrow(SidecoreError);
  });
});

const time = fc.double({ min: 1e-9, max: 1e3, noNaN: true });
const anyNetwork: fc.Arbitrary<QueueingNetwork> = fc.record({
  classes: fc.constant(undefined).chain(() =>
    fc.record({
      a: fc.record({ population: fc.nat(20), thinkTime: time }),
      b: fc.record({ arrivalRate: fc.double({ min: 0, max: 1e-4, noNaN: true }) }),
    }),
  ),
  stations: fc.record({
    s: fc.record({ demand: time, servers: fc.integer({ min: 1, max: 4 }) }),
    'odd: name': fc.record({ visits: fc.record({ a: time }), serviceTime: fc.record({ a: time, b: time }) }),
    d: fc.record({ discipline: fc.constant('delay' as const), demand: time }),
  }),
});

describe('writeNetwork', () => {
  it('writes what readNetwork reads, to the last digit', () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        expect(readNetwork(writeNetwork(network, { description: 'odd: "text"\nin lines' }))).toEqual(network);
      }),
    );
  });

  it('writes units, a line for each class and station', () => {
    expect(
      writeNetwork(
        {
          classes: { web: { arrivalRate: 90 } },
          stations: { cpu: { demand: 0.01 }, disk: { demand: { web: 3e-5 } } },
        },
        { description: 'a web server' },
      ),
    ).toBe(`sidecore: 1
description: a web server
classes:
  web: { arrivalRate: 90/s }
stations:
  cpu: { demand: 10 ms }
  disk: { demand: { web: 30 us } }
`);
  });

  it('refuses a network that is not valid', () => {
    expect(() => writeNetwork({ classes: {}, stations: {} })).toThrow(SidecoreError);
  });
});

describe('networkSchema', () => {
  it('is published (npm run schema)', () => {
    const published = readFileSync(new URL('../../schema/network.json', import.meta.url), 'utf8');
    expect(JSON.parse(published)).toEqual(networkSchema());
  });
});

describe('example files', () => {
  it.each<[string, (solution: ReturnType<typeof solve>) => void]>([
    [
      'web-server',
      ({ exact, stations }) => expect([exact, stations.workers.utilization < 1]).toEqual([true, true]),
    ],
    ['nvme-queue', ({ classes }) => expect(classes.read.throughput).toBeCloseTo(8 / 68e-6, -1)],
    ['backup', ({ classes }) => expect(classes.request.throughput).toBe(90)],
    ['retry', ({ stations }) => expect(stations.front.throughput).toBeCloseTo(48, 9)],
  ])('%s is solved', (name, check) => {
    const text = readFileSync(new URL(`../../examples/networks/${name}.yaml`, import.meta.url), 'utf8');
    check(solve(readNetwork(text, { file: name })));
  });
});

it('reads or refuses damaged files with a typed error and a place', () => {
  const whole = writeNetwork({
    classes: { A: { population: 4, thinkTime: 1 }, B: { arrivalRate: 0.1 } },
    stations: { cpu: { demand: { A: 0.2, B: 0.3 }, servers: 2 }, disk: { visits: 2, serviceTime: 0.1 } },
  });
  const pieces = [
    '{',
    '}',
    ':',
    '- ',
    '&a',
    '*a',
    '!!js ',
    '<<: ',
    '.inf',
    'null',
    '\t',
    '\n',
    '1e999',
    '__proto__: 1',
  ];
  fc.assert(
    fc.property(fc.nat(whole.length), fc.nat(20), fc.constantFrom(...pieces), (at, cut, put) => {
      try {
        readNetwork(whole.slice(0, at) + put + whole.slice(at + cut), { file: 'f' });
      } catch (error) {
        expect(error).toBeInstanceOf(SidecoreError);
        expect((error as SidecoreError).location).toMatch(/^f:\d+:\d+$/);
      }
    }),
    { numRuns: 300 },
  );
});
