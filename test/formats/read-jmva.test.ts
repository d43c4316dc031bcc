import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJmva, whatIfNetworks, writeJmva } from '../../src/formats';
import { jmvaMethod } from '../../src/formats/jmva-method';
import { type QueueingNetwork, SidecoreError, solve } from '../../src/queueing';
import { closeTo } from '../queueing/networks/closed-networks';

async function refusal(text: string): Promise<SidecoreError> {
  try {
    await readJmva(text, { file: 'm.jmva' });
  } catch (error) {
    expect(error).toBeInstanceOf(SidecoreError);
    return error as SidecoreError;
  }
  throw new Error('it was taken');
}

interface Parts {
  readonly classes?: string;
  readonly stations?: string;
  readonly rest?: string;
  readonly before?: string;
}

const oneClass = '<closedclass name="A" population="4" priority="0"/>';
const times = (inner: string, visits = '1') =>
  `<servicetimes>${inner}</servicetimes><visits><visit customerclass="A">${visits}</visit></visits>`;
const oneTime = times('<servicetime customerclass="A">0.5</servicetime>');
const oneStation = `<listation name="S" servers="1">${oneTime}</listation>`;
const jmva = ({ classes = oneClass, stations = oneStation, rest = '', before = '' }: Parts = {}) =>
  `<?xml version="1.0"?>${before}\n<model><parameters><classes number="1">${classes}</classes>` +
  `<stations number="1">${stations}</stations></parameters>${rest}</model>`;

describe('readJmva', () => {
  it('reads every kind of class and station', async () => {
    const { network, description, algorithms, referenceStations } = await readJmva(`<?xml version="1.0"?>
<!-- a comment -->
<?xml-stylesheet "type="text/xsl" malformed?>
<model xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <description><![CDATA[two <classes> & more]]></description>
  <parameters>
    <classes number="2"><closedclass name="A &amp; co" population="3" priority="2"/><openclass name="B" rate="0.5"/></classes>
    <stations number="4">
      <listation name="cpu" servers="2">
        <servicetimes><servicetime customerclass="A &amp; co">0.5</servicetime><servicetime customerclass="B">1e-1</servicetime></servicetimes>
        <visits><visit customerclass="A &amp; co">2</visit><visit customerclass="B">1.0</visit></visits>
      </listation>
      <delaystation name="think">
        <servicetimes><servicetime customerclass="A &amp; co">3.0</servicetime></servicetimes>
        <visits><visit customerclass="A &amp; co">1</visit></visits>
      </delaystation>
      <ldstation name="disk" servers="1">
        <servicetimes><servicetimes customerclass="A &amp; co">1.0;0.5;0.25</servicetimes></servicetimes>
        <visits><visit customerclass="A &amp; co">1</visit></visits>
      </ldstation>
      <prstation name="urgent"><servicetimes><servicetime customerclass="B">0.1</servicetime></servicetimes>
        <visits><visit customerclass="B">1</visit></visits></prstation>
    </stations>
    <ReferenceStation number="1"><Class name="A &amp; co" refStation="think"/></ReferenceStation>
  </parameters>
  <algParams><algType name="AQL" tolerance="1.0E-9"/><compareAlgs value="true"><whatIfAlg name="MVA"/></compareAlgs></algParams>
</model>`);
    expect(network).toEqual({
      classes: { 'A & co': { population: 3 }, B: { arrivalRate: 0.5, priority: 2 } },
      stations: {
        cpu: { servers: 2, visits: { 'A & co': 2, B: 1 }, serviceTime: { 'A & co': 0.5, B: 0.1 } },
        think: { discipline: 'delay', visits: { 'A & co': 1 }, serviceTime: { 'A & co': 3 } },
        disk: { visits: { 'A & co': 1 }, serviceTime: { 'A & co': 1 }, rates: [1, 2, 4] },
        urgent: { discipline: 'priority-preemptive', visits: { B: 1 }, serviceTime: { B: 0.1 } },
      },
    });
    expect(description).toBe('two <classes> & more');
    expect(algorithms).toEqual([
      { name: 'AQL', tolerance: 1e-9 },
      { name: 'MVA', tolerance: 1e-7 },
    ]);
    expect(referenceStations).toEqual({ 'A & co': 'think' });
  });

  it('reads results, and leaves those out that failed', async () => {
    const measure = (type: string, value: string, successful = 'true') =>
      `<measure measureType="${type}" meanValue="${value}" successful="${successful}"/>`;
    const rest = `<solutions ok="true" solutionMethod="analytical"><algorithm name="MVA"><stationresults station="S">
      <classresults customerclass="A">${measure('Throughput', '2.0')}${measure('Utilization', '1', 'false')}${measure('Number of Customers', 'NaN')}</classresults>
      </stationresults></algorithm></solutions>`;
    const { solutions } = await readJmva(jmva({ rest }));
    expect(solutions).toEqual([
      { algorithm: 'MVA', solutionMethod: 'analytical', stations: { S: { A: { throughput: 2 } } } },
    ]);
  });

  it.each<[name: string, text: string, code: string, says: RegExp]>([
    ['what is not XML', 'classes: {}', 'invalid-syntax', /^m\.jmva:1:1/],
    ['an element that is not closed', '<model>\n<a>\n</model>', 'invalid-syntax', /^m\.jmva:\d/],
    ['no element', '<!-- nothing -->', 'invalid-syntax', /^m\.jmva/],
    ['another document', '<html></html>', 'invalid-shape', /html.*outermost/],
    ['a simulation model', '<sim></sim>', 'invalid-shape', /simulation/],
    [
      'an entity bomb',
      jmva({ before: '\n<!DOCTYPE m [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' }),
      'invalid-syntax',
      /^m\.jmva:2:1.*document types/,
    ],
    [
      'an outside entity',
      jmva({ before: '<!DOCTYPE m SYSTEM "file:///etc/passwd">' }),
      'invalid-syntax',
      /document types/,
    ],
    ['no parameters', '<model></model>', 'invalid-shape', /parameters.*missing/],
    ['no classes', jmva({ classes: '', stations: '' }), 'invalid-shape', /no class/],
    ['an unknown kind of class', jmva({ classes: '<opnclass name="A"/>' }), 'invalid-shape', /openclass/],
    [
      'an unknown kind of station',
      jmva({ stations: '<lstation name="S"/>' }),
      'invalid-shape',
      /listation|ldstation/,
    ],
    ['a class twice', jmva({ classes: oneClass + oneClass }), 'invalid-shape', /"A".*twice/],
    ['a station twice', jmva({ stations: oneStation + oneStation }), 'invalid-shape', /"S".*twice/],
    ['a class without a name', jmva({ classes: '<closedclass population="1"/>' }), 'invalid-shape', /name/],
    ['__proto__', jmva({ classes: '<closedclass name="__proto__" population="1"/>' }), 'invalid-', /name/],
    [
      'no population',
      jmva({ classes: '<closedclass name="A"/>' }),
      'invalid-value',
      /classes\.A\.population/,
    ],
    [
      'half a customer',
      jmva({ classes: '<closedclass name="A" population="1.5"/>' }),
      'invalid-value',
      /"1\.5"/,
    ],
    [
      'a negative rate',
      jmva({ classes: '<openclass name="A" rate="-1"/>' }),
      'invalid-value',
      /classes\.A\.rate/,
    ],
    [
      'no servers',
      jmva({ stations: `<listation name="S" servers="0">${oneTime}</listation>` }),
      'invalid-value',
      /stations\.S\.servers/,
    ],
    [
      'a time that is a word',
      jmva({
        stations: `<listation name="S">${times('<servicetime customerclass="A">soon</servicetime>')}</listation>`,
      }),
      'invalid-value',
      /stations\.S\.servicetimes\.A.*"soon"/,
    ],
    [
      'a negative visit',
      jmva({
        stations: `<listation name="S">${times('<servicetime customerclass="A">1</servicetime>', '-1')}</listation>`,
      }),
      'invalid-value',
      /visits\.A/,
    ],
    [
      'a class that is not there',
      jmva({
        stations: `<listation name="S">${times('<servicetime customerclass="a">1</servicetime>')}</listation>`,
      }),
      'unknown-name',
      /"a".*A/,
    ],
    [
      'a time given twice',
      jmva({
        stations: `<listation name="S">${times('<servicetime customerclass="A">1</servicetime>'.repeat(2))}</listation>`,
      }),
      'invalid-shape',
      /given twice/,
    ],
    [
      'a load dependence that starts at 0',
      jmva({
        stations: `<ldstation name="S">${times('<servicetimes customerclass="A">0;1;2</servicetimes>')}</ldstation>`,
      }),
      'unsupported',
      /stations\.S\.servicetimes\.A\[0\]/,
    ],
    [
      'a what-if of something',
      jmva({ rest: '<whatIf type="Populations" values="1"/>' }),
      'invalid-value',
      /Population/,
    ],
    [
      'a what-if of no class',
      jmva({ rest: '<whatIf type="Customer Numbers" className="B" values="1"/>' }),
      'unknown-name',
      /whatIf/,
    ],
    [
      'a what-if of words',
      jmva({ rest: '<whatIf type="Customer Numbers" className="A" values="1;two"/>' }),
      'invalid-value',
      /values\[1\]/,
    ],
    [
      'a what-if of demands nowhere',
      jmva({ rest: '<whatIf type="Service Demands" className="A" values="1"/>' }),
      'invalid-shape',
      /stationName/,
    ],
    [
      'a tolerance of nothing',
      jmva({ rest: '<algParams><algType name="AQL" tolerance="0"/></algParams>' }),
      'invalid-value',
      /tolerance/,
    ],
  ])('refuses %s', async (_name, text, code, says) => {
    const error = await refusal(text);
    expect(error.code).toContain(code);
    expect(error.message).toMatch(says);
    expect(error.location).toMatch(/^m\.jmva/);
  });

  it('refuses a load dependence that differs between classes', async () => {
    const table = (values: string) =>
      `<servicetimes customerclass="A">1;0.5</servicetimes><servicetimes customerclass="B">${values}</servicetimes>`;
    const model = (values: string) =>
      jmva({
        classes: `${oneClass}<closedclass name="B" population="1"/>`,
        stations: `<ldstation name="S">${times(table(values))}</ldstation>`,
      });
    expect((await refusal(model('2;1.5'))).code).toBe('unsupported');
    const { network } = await readJmva(model('2;1'));
    expect(network.stations.S).toMatchObject({ rates: [1, 2], serviceTime: { A: 1, B: 2 } });
  });

  it('refuses what is no text', async () => {
    await expect(readJmva(7 as never)).rejects.toThrow(SidecoreError);
  });
});

const time = fc.double({ min: 1e-3, max: 1, noNaN: true });
const byClass = fc.record({ 'a<"&\'>': time, b: time });
const anyNetwork: fc.Arbitrary<QueueingNetwork> = fc.record({
  classes: fc.record({
    'a<"&\'>': fc.record({
      population: fc.integer({ min: 1, max: 4 }),
      thinkTime: fc.oneof(fc.constant(0), time),
    }),
    b: fc.oneof(
      fc.record({ population: fc.nat(3) }),
      fc.record({ arrivalRate: fc.double({ min: 0, max: 0.2, noNaN: true }) }),
    ),
  }),
  stations: fc.record({
    cpu: fc.record({ demand: byClass, servers: fc.integer({ min: 1, max: 3 }) }),
    Think: fc.record({ visits: fc.record({ b: time }), serviceTime: byClass }),
    delay: fc.record({ discipline: fc.constant('delay' as const), demand: byClass }),
  }),
});

describe('writeJmva', () => {
  it('writes what readJmva reads, with the same solution', async () => {
    await fc.assert(
      fc.asyncProperty(anyNetwork, async (network) => {
        const back = (await readJmva(writeJmva(network, { description: '<&>' }))).network;
        const [one, other] = [solve(network), solve(back)];
        for (const name of Object.keys(network.classes))
          closeTo(other.classes[name].throughput, one.classes[name].throughput, 1e-12);
        for (const name of Object.keys(network.stations))
          closeTo(other.stations[name].queueLength, one.stations[name].queueLength, 1e-9);
      }),
      { numRuns: 50 },
    );
  });

  it('writes load-dependent times for every number of customers, and routes as visits', async () => {
    const text = writeJmva(
      {
        classes: { job: { population: 3 } },
        stations: { cpu: { serviceTime: 1 }, disk: { serviceTime: 3, rates: [1, 1.5] } },
        routing: [
          { from: 'cpu', to: 'disk', probability: 1 },
          { from: 'disk', to: 'cpu', probability: 1 },
        ],
      },
      { algorithm: 'MVA' },
    );
    expect(text).toContain('<servicetimes customerclass="job">3;2;2</servicetimes>');
    const { network, algorithms } = await readJmva(text);
    expect(network.stations.disk).toMatchObject({ visits: { job: 1 }, rates: [1, 1.5, 1.5] });
    expect(algorithms).toEqual([{ name: 'MVA', tolerance: 1e-7 }]);
  });

  it.each<[string, QueueingNetwork]>([
    [
      'priorities',
      {
        classes: { a: { population: 1 }, b: { population: 1 } },
        stations: { s: { discipline: 'priority-preemptive', demand: 1 } },
      },
    ],
    ['room', { classes: { a: { population: 3 } }, stations: { s: { demand: 1, capacity: 2 } } }],
    [
      'open load dependence',
      { classes: { a: { arrivalRate: 1 } }, stations: { s: { demand: 0.1, rates: [1, 2] } } },
    ],
    [
      'a table without end',
      { classes: { a: { population: 1e6 } }, stations: { s: { demand: 0.1, rates: [1, 2] } } },
    ],
  ])('refuses %s', (_name, network) => {
    expect(() => writeJmva(network)).toThrow(expect.objectContaining({ code: 'unsupported' }));
  });
});

describe('whatIfNetworks', () => {
  const network: QueueingNetwork = {
    classes: { A: { population: 6 }, B: { population: 4 }, C: { arrivalRate: 2 } },
    stations: { S: { visits: { A: 2, B: 1, C: 1 }, serviceTime: { A: 0.5, B: 0.1, C: 0.1 } } },
  };
  const [first, second] = [0.5, 3];
  const classesOf = (whatIf: Parameters<typeof whatIfNetworks>[0]['whatIf']) =>
    whatIfNetworks({ network, whatIf }).map(({ classes }) =>
      Object.values(classes).map((one) => one.population ?? one.arrivalRate),
    );

  it('changes customers, arrivals and mixes', () => {
    expect(classesOf({ type: 'Customer Numbers', className: 'A', values: [1, 9] })).toEqual([
      [1, 4, 2],
      [9, 4, 2],
    ]);
    expect(classesOf({ type: 'Customer Numbers', values: [first, second] })).toEqual([
      [3, 2, 2],
      [18, 12, 2],
    ]);
    expect(classesOf({ type: 'Arrival Rates', className: 'C', values: [first] })).toEqual([[6, 4, 0.5]]);
    expect(classesOf({ type: 'Arrival Rates', values: [second] })).toEqual([[6, 4, 6]]);
    expect(classesOf({ type: 'Population Mix', className: 'B', values: [0, 0.3] })).toEqual([
      [10, 0, 2],
      [7, 3, 2],
    ]);
  });

  it('changes demands: visits stay', () => {
    const times = (className?: string) =>
      whatIfNetworks({
        network,
        whatIf: {
          type: 'Service Demands',
          stationName: 'S',
          values: [second],
          ...(className ? { className } : {}),
        },
      })[0].stations.S.serviceTime;
    expect(times('A')).toEqual({ A: 1.5, B: 0.1, C: 0.1 });
    expect(times()).toEqual({ A: 1.5, B: 0.30000000000000004, C: 0.30000000000000004 });
  });

  it('is the network itself without a what-if', () => {
    expect(whatIfNetworks({ network })).toEqual([network]);
  });

  it.each([
    ['customers of an open class', { type: 'Customer Numbers', className: 'C', values: [1] }],
    ['arrivals of a closed class', { type: 'Arrival Rates', className: 'A', values: [1] }],
    ['a share above 1', { type: 'Population Mix', className: 'A', values: [1.5] }],
    ['a mix with an open class', { type: 'Population Mix', className: 'C', values: [0.5] }],
    ['a negative demand', { type: 'Service Demands', className: 'A', stationName: 'S', values: [-1] }],
  ] as const)('refuses %s', (_name, whatIf) => {
    expect(() => whatIfNetworks({ network, whatIf })).toThrow(SidecoreError);
  });
});

it.each([
  ['MVA', 'auto'],
  ['RECAL', 'auto'],
  ['Chow', 'chow'],
  ['AQL', 'aql'],
  ['Bard-Schweitzer', 'bard-schweitzer'],
  ['De Souza-Muntz Linearizer', 'linearizer'],
  ['constructor', 'auto'],
])('jmvaMethod(%s) is %s', (algorithm, method) => {
  expect(jmvaMethod(algorithm)).toBe(method);
});

describe('damaged files', () => {
  const whole = writeJmva(
    {
      classes: { A: { population: 4, thinkTime: 1 }, B: { arrivalRate: 0.1 } },
      stations: { cpu: { demand: { A: 0.2, B: 0.3 }, servers: 2 }, disk: { visits: 2, serviceTime: 0.1 } },
    },
    { description: 'whole' },
  );
  const pieces = [
    '<',
    '>',
    '&',
    '"',
    '/',
    '<![CDATA[',
    '<!--',
    '-->',
    '&#0;',
    '&#x110000;',
    '\u0000',
    '1e999',
    '-',
    '<__proto__ __proto__="1">',
  ];

  it('are read or refused with a typed error, whatever is cut out or put in', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length),
        fc.nat(40),
        fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 })),
        async (at, cut, put) => {
          try {
            await readJmva(whole.slice(0, at) + put + whole.slice(at + cut));
          } catch (error) {
            expect(error).toBeInstanceOf(SidecoreError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it.each([
    ['nested without end', `${'<model>'.repeat(1e5)}${'</model>'.repeat(1e5)}`],
    ['a tag without end', `<${'a'.repeat(1e6)}`],
    ['attributes without end', `<model ${'a="1" '.repeat(1e5)}/>`],
  ])('are refused soon when %s', async (_name, text) => {
    expect((await refusal(text)).code).toMatch(/invalid-|too-large/);
  });
});
