import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SidecoreError } from '../../src/common';
import { readModel } from '../../src/formats';
import { pathModel, templates, xenPv } from '../../src/iopath';
import { changed, smallModel } from './small-model';

const overXen = (text: string) => readModel(`sidecore: 1\ntemplate: xen-pv\n${text}`);
/** With a window that does not depend on the message. */
const packets = changed('window: 64 KiB', 'window: 64');
const message = async (expression: string) =>
  (await readModel(changed('message: frame', `message: ${expression}`, packets))).traffic.message;

describe('readModel', () => {
  it('reads quantities, short forms and defaults', async () => {
    const model = await readModel(smallModel);
    expect(model).toEqual(
      pathModel({
        name: 'small',
        machine: {
          clock: 2e9,
          cores: { 'guest-core': { socket: '0' }, 'side-core': { socket: '0' }, 'far-core': { socket: '1' } },
          lineSize: 64,
          latency: { l2: 10, llc: 42, dram: 142, peer: 80 },
        },
        network: { rate: 1e10, roundTrip: 3e-5, mtu: 1500 },
        // 64 KiB in packets of 1448 bytes.
        traffic: { message: 1448, window: 46, acknowledgementRatio: 0.5 },
        batch: 8,
        contexts: {
          guest: { footprintLines: 1000, touchedLinesPerUnit: 400, tlbPages: 40 },
          driver: { footprintLines: 1200 },
        },
        mechanisms: { doorbell: { sourceCycles: 500, wakeLatency: 2e-6, activates: true } },
        stages: {
          send: { context: 'guest', cycles: 2000 },
          'copy-out': { context: 'driver', cycles: 700, cyclesPerByte: 0.25, writes: ['packet'] },
          transmit: { context: 'driver', cycles: 900 },
        },
        topologies: {
          out: {
            wire: true,
            stages: ['send', 'copy-out', 'transmit'],
            links: [
              { from: 'send', to: 'copy-out', mechanism: 'doorbell' },
              { from: 'copy-out', to: 'transmit', mechanism: 'call', batch: 4, cap: 16 },
            ],
          },
        },
        placements: {
          none: { assign: { guest: 'guest-core', driver: 'guest-core' } },
          side: {
            description: 'driver on a core of its own',
            assign: { guest: 'guest-core', driver: 'side-core' },
          },
        },
        parameters: {
          'stages.send.cycles': { low: 1000, high: 3000, source: 'a paper' },
          'contexts.driver.footprintLines': { low: 600, high: 3600, source: 'guess' },
        },
      }),
    );
    expect(Object.isFrozen(model.stages.send)).toBe(true);
  });

  it('reads JSON as it reads YAML', async () => {
    const json = JSON.stringify({
      sidecore: 1,
      template: 'xen-pv',
      network: { rate: '40 Gbit/s' },
      machine: { cores: { 'side-core': { clock: '3 GHz' } } },
    });
    const yaml = 'network:\n  rate: 40 Gbit/s\nmachine:\n  cores:\n    side-core: { clock: 3 GHz }\n';
    expect(await readModel(json)).toEqual(await overXen(yaml));
  });

  it('gives a template alone as it is', async () => {
    for (const [name, template] of Object.entries(templates))
      expect(await readModel(`sidecore: 1\ntemplate: ${name}\n`)).toEqual(pathModel(template));
  });
});

describe('a template with a file over it', () => {
  it('merges tables by name, replaces lists, and takes away what is null', async () => {
    const model = await overXen(`
stages:
  netback-transmit: { cycles: 1000, reads: [packet] }
topologies:
  intra-node: null
placements:
  driver-domain-other-socket: null
  none: { topologies: null }
  driver-domain: { topologies: null }
`);
    expect(model.stages['netback-transmit']).toMatchObject({
      cycles: 1000,
      metadataLines: 7,
      reads: ['packet'],
    });
    expect(Object.keys(model.topologies)).not.toContain('intra-node');
    expect(Object.keys(model.placements)).toEqual(['none', 'driver-domain']);
    expect(model.placements['driver-domain'].assign).toEqual(xenPv.placements['driver-domain'].assign);
  });

  it('merges links by their ends, and replaces them when they come as a list', async () => {
    const one = await overXen(
      'topologies: { intra-node: { links: { netfront-transmit -> netback-transmit: poll, grant-copy->netfront-receive: null } } }',
    );
    const before = xenPv.topologies['intra-node'].links!;
    expect(one.topologies['intra-node'].links).toEqual([
      { ...before[0], mechanism: 'poll' },
      ...before.filter((_, i) => i !== 0 && before[i].from !== 'grant-copy'),
    ]);
    const all = await overXen(
      'topologies: { inter-node-receive: { links: [{ device -> nic-receive: poll }, { from: grant-copy, to: netfront-receive, mechanism: kick }] } }',
    );
    expect(all.topologies['inter-node-receive'].links).toEqual([
      { to: 'nic-receive', mechanism: 'poll' },
      { from: 'grant-copy', to: 'netfront-receive', mechanism: 'kick' },
    ]);
  });

  it('keeps the range of a number that stands, and drops that of one that changes', async () => {
    const cycles = 'stages.netback-transmit.cycles';
    const kept = await overXen('stages: { netback-transmit: { cycles: 1400 } }');
    expect(kept.parameters[cycles]).toEqual(pathModel(xenPv).parameters[cycles]);
    const dropped = await overXen('stages: { netback-transmit: { cycles: 1500 } }');
    expect(dropped.parameters[cycles]).toBeUndefined();
    const own = await overXen(
      'stages: { netback-transmit: { cycles: { value: 1500, low: 1 kcycles, high: 2000, source: lab } } }\nsources: { lab: measured in the lab }',
    );
    expect(own.parameters[cycles]).toEqual({ low: 1000, high: 2000, source: 'measured in the lab' });
  });

  it('takes ranges by path, with units', async () => {
    const model = await overXen(
      'parameters: { machine.clock: { low: 2 GHz, high: 3 GHz, source: turbo }, stages.nic-transmit.cycles: null }',
    );
    expect(model.parameters['machine.clock']).toEqual({ low: 2e9, high: 3e9, source: 'turbo' });
    expect(model.parameters['stages.nic-transmit.cycles']).toBeUndefined();
  });

  it('replaces the cores by a list of sockets', async () => {
    const model = await overXen(
      'machine: { sockets: { left: [guest-core, peer-core], right: [side-core, far-core, 4] }, cores: { 4: { sibling: far-core }, far-core: { sibling: 4, clock: 2 GHz } } }',
    );
    expect(model.machine.cores).toEqual({
      'guest-core': { socket: 'left' },
      'peer-core': { socket: 'left' },
      'side-core': { socket: 'right' },
      'far-core': { socket: 'right', sibling: '4', clock: 2e9 },
      4: { socket: 'right', sibling: 'far-core' },
    });
  });

  it('moves a stage or a context in every topology', async () => {
    const { placements } = await overXen(`
placements:
  hypervisor-too: { extends: driver-domain, move: { grant-copy: side-core, sending-guest: far-core } }
  further: { extends: hypervisor-too, driver-domain: far-core }
`);
    const base = xenPv.placements['driver-domain'];
    expect(placements['hypervisor-too'].assign).toEqual({
      ...base.assign,
      'grant-copy': 'side-core',
      'sending-guest': 'far-core',
    });
    expect(placements['hypervisor-too'].topologies).toEqual({ 'intra-node': {} });
    expect(placements.further.assign['driver-domain']).toBe('far-core');
    expect(placements.further.assign['grant-copy']).toBe('side-core');
  });

  it('names the template as the place of what it inherits', async () => {
    const error = await overXen('contexts: { hypervisor: null }').catch((thrown: unknown) => thrown);
    expect((error as SidecoreError).location).toBe('model:2:1 (template xen-pv)');
  });
});

describe('expressions', () => {
  // Expected numbers are the arithmetic itself.
  it.each([
    ['2 * 1448 B', 2896],
    ['2*frame + 100 B', 2996],
    ['(1 + 2) * frame', 4344],
    ['frame * copy / (300 cycles)', 2896],
    ['10 Gbit/s * 1.2 us', 1500],
    ['-frame + 3 kB', 1552],
    ['2^3 * 1 B', 8],
    ['1 KiB - 24 B', 1000],
    ['1 B / (50 us) * (100 µs)', 2],
    ['frame', 1448],
  ])('evaluates %s', async (expression, bytes) => {
    expect(await message(expression)).toBeCloseTo(bytes, 9);
  });

  it('knows cycles as cycles, not as angles, and time as cycles of the clock in a latency', async () => {
    const model = await readModel(
      changed(
        'llc: 42 cycles',
        'llc: 2 * (21 cycles + 5 ns)',
        changed('cycles: 900', 'cycles: 450 ns * 2 GHz'),
      ),
    );
    expect(model.machine.latency.llc).toBeCloseTo(62, 9);
    expect(model.stages.transmit.cycles).toBeCloseTo(900, 9);
  });

  it('evaluates sums and products of quantities as JavaScript does', async () => {
    const number = fc.integer({ min: 1, max: 1000 });
    await fc.assert(
      fc.asyncProperty(number, number, number, fc.constantFrom('+', '-', '*', '/'), async (a, b, c, sign) => {
        const expected = sign === '+' ? a + b : sign === '-' ? a - b : sign === '*' ? a * b : a / b;
        fc.pre(expected > 0);
        expect(await message(`(${a} ${sign} ${b}) * ${c} B`)).toBeCloseTo(expected * c, 6);
      }),
      { numRuns: 30 },
    );
  });

  it('never gives anything but a size or a SidecoreError, whatever the text', async () => {
    const piece = fc.constantFrom(
      '1',
      '2.5',
      'frame',
      'B',
      's',
      '(',
      ')',
      '*',
      '/',
      '+',
      '-',
      '^',
      ' ',
      'cos',
      '.',
      '=',
      '"',
      'constructor',
      '[',
      '{',
      ';',
      '!',
      'e',
      '%',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 12 }), async (pieces) => {
        try {
          expect(await message(JSON.stringify(pieces.join('')))).toBeGreaterThan(0);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(SidecoreError);
        }
      }),
      { numRuns: 200 },
    );
  });
});

describe('a window in bytes', () => {
  it('is the fewest packets that carry as much', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 1, max: 9000 }),
        async (window, size) => {
          const text = changed('64 KiB', `${window} B`, changed('message: frame', `message: ${size} B`));
          const { traffic } = await readModel(text);
          // Messages are split into packets of at most 1448 bytes, all alike.
          const payload = size / Math.ceil(size / 1448);
          expect(traffic.window * payload).toBeGreaterThanOrEqual(window - 1e-6);
          expect((traffic.window - 1) * payload).toBeLessThan(window + 1e-6);
        },
      ),
      { numRuns: 40 },
    );
  });
});
