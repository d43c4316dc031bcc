import { describe, expect, it } from 'vitest';
import { compare, type PathModelInput, predict, type Scenario, templates, withValues } from '../../src';

const codes = (model: PathModelInput, scenario: Scenario = {}) =>
  new Set(predict(model, scenario).warnings.map(({ code }) => code));
const xenPv = templates['xen-pv'];
const receive = (placement: string): Scenario => ({ topology: 'inter-node-receive', placement });

/** A template as if it had been fitted to these placements, with messages of 1000 to 2000 bytes. */
const fittedTo = (template: string, placements: readonly string[], parameters: readonly string[] = []) => ({
  ...templates[template],
  fit: {
    parameters: ['stages.tcp-receive.cycles', ...parameters],
    covariance: ['', ...parameters].map((_, i) => ['', ...parameters].map((__, j) => (i === j ? 1e-4 : 0))),
    priorDominated: [],
    degreesOfFreedom: 10,
    modelError: { throughput: 0.03 },
    replicateError: {},
    data: {
      fingerprint: 'none',
      observations: 12,
      files: [],
      topologies: ['inter-node-receive'],
      placements,
      message: { low: 1000, high: 2000 },
      window: { low: 64, high: 64 },
    },
    toolVersion: '0',
  },
});

/** A machine with other numbers, written over a template's. */
const withMachine = (machine: Partial<PathModelInput['machine']>): PathModelInput => ({
  ...xenPv,
  machine: { ...xenPv.machine, ...machine },
});

describe('warnings that concern cores', () => {
  it('scheduler-contention: where a core of the path has other work, and only there', () => {
    const neighbour = (core: string, more: object) =>
      withMachine({ cores: { ...xenPv.machine.cores, [core]: { socket: 'near', ...more } } });
    expect(codes(neighbour('side-core', { background: 0.2 }), receive('driver-domain'))).toContain(
      'scheduler-contention',
    );
    expect(codes(neighbour('side-core', { timeSlice: 0.03 }), receive('driver-domain'))).toContain(
      'scheduler-contention',
    );
    expect(codes(neighbour('side-core', { background: 0.2 }), receive('none'))).not.toContain(
      'scheduler-contention',
    );
    expect(codes(xenPv, receive('driver-domain'))).not.toContain('scheduler-contention');
  });

  it('polling-core: of a switch that polls, not of a driver domain that sleeps', () => {
    expect(codes(templates['vhost-user'], { placement: 'pmd' })).toContain('polling-core');
    expect(codes(xenPv, receive('driver-domain'))).not.toContain('polling-core');
  });

  it('busy: what the operating system shows, beside the useful part', () => {
    const { centres } = predict(templates['vhost-user'], receive('pmd'));
    expect(centres['side-core'].busy).toBe(1);
    expect(centres['side-core'].utilization).toBeLessThan(0.9);
    expect(centres.wire.busy).toBe(centres.wire.utilization);
    const asleep = predict(xenPv, receive('driver-domain')).centres;
    for (const { busy, utilization } of Object.values(asleep)) expect(busy).toBe(utilization);
    // Work outside the path is busy too: 20 % of the core, and the path's share of the rest.
    const shared = withMachine({
      cores: { ...xenPv.machine.cores, 'side-core': { socket: 'near', background: 0.2 } },
    });
    const { busy, utilization } = predict(shared, receive('driver-domain')).centres['side-core'];
    expect(busy).toBeCloseTo(0.2 + 0.8 * utilization, 12);
  });
});

describe('warnings that concern the spread over cores', () => {
  const two = { ...receive('two-side-cores'), traffic: { queues: 2 } };

  it('flow-imbalance and contention-not-modelled: two queues on two side-cores, not one', () => {
    for (const code of ['flow-imbalance', 'contention-not-modelled']) {
      expect(codes(templates['xen-pv-offload'], two)).toContain(code);
      expect(codes(templates['xen-pv-offload'], receive('two-side-cores'))).not.toContain(code);
      expect(codes(xenPv, { ...receive('driver-domain'), traffic: { queues: 2 } })).not.toContain(code);
    }
  });

  it('contention-not-modelled: not where the model was fitted to as many cores', () => {
    expect(codes(fittedTo('xen-pv-offload', ['two-side-cores']), two)).not.toContain(
      'contention-not-modelled',
    );
    expect(codes(fittedTo('xen-pv-offload', ['driver-domain']), two)).toContain('contention-not-modelled');
  });
});

describe('warnings that concern where numbers come from', () => {
  it('cross-socket-extrapolated: across sockets, unless fitted there', () => {
    const far = receive('driver-domain-other-socket');
    const code = 'cross-socket-extrapolated';
    expect(codes(xenPv, far)).toContain(code);
    expect(codes(xenPv, receive('driver-domain'))).not.toContain(code);
    expect(codes(fittedTo('xen-pv', ['none', 'driver-domain']), far)).toContain(code);
    expect(codes(fittedTo('xen-pv', ['driver-domain-other-socket']), far)).not.toContain(code);
    // Another placement across sockets is as good.
    expect(
      codes(fittedTo('xen-pv', ['driver-domain-other-socket']), { ...far, topology: 'intra-node' }),
    ).not.toContain(code);
  });

  it('message-extrapolated: beyond four times the fitted sizes', () => {
    const fitted = fittedTo('xen-pv', ['none']);
    for (const [message, warned] of [
      [1448, false],
      [8000, false],
      [8001, true],
      [250, false],
      [249, true],
    ] as const)
      expect(codes(fitted, { ...receive('none'), message }).has('message-extrapolated'), `${message}`).toBe(
        warned,
      );
    expect(codes(xenPv, { message: 65_536 })).not.toContain('message-extrapolated');
  });

  it('miss-penalties-assumed: another clock with the default penalties', () => {
    const code = 'miss-penalties-assumed';
    expect(codes(withMachine({ clock: 3.5e9 }))).toContain(code);
    expect(codes(withMachine({ clock: 2.7e9 }))).not.toContain(code);
    expect(codes(withMachine({ clock: 3.5e9, latency: { llc: 50 } }))).not.toContain(code);
    expect(codes(xenPv)).not.toContain(code);
    const fitted = { ...fittedTo('xen-pv', ['none'], ['machine.latency.llc']) };
    expect(codes({ ...fitted, machine: { ...fitted.machine, clock: 3.5e9 } })).not.toContain(code);
    // Where nothing misses there is no penalty.
    const bare: PathModelInput = {
      machine: { clock: 1e9, cores: { one: {} } },
      contexts: { work: {} },
      stages: { stage: { context: 'work', cycles: 100 } },
      topologies: { path: { stages: ['stage'] } },
      placements: { here: { assign: { work: 'one' } } },
    };
    expect(codes(bare)).not.toContain(code);
  });

  it('era-mismatch: mitigations on, and switches that cost what they did before', () => {
    const code = 'era-mismatch';
    expect(codes(withMachine({ mitigations: true }))).toContain(code);
    expect(codes(xenPv)).not.toContain(code);
    // Every mechanism of the path measured anew.
    const measured = withValues(withMachine({ mitigations: true }), {
      'mechanisms.event-channel.sourceCycles': 2500,
      'mechanisms.nic-interrupt.targetCycles': 4000,
    });
    expect(predict(measured).warnings.map((one) => one.code)).not.toContain(code);
  });

  it('batch-assumed-equal: of a comparison with given batches, on what is compared with the first', () => {
    const code = 'batch-assumed-equal';
    const compared = (model: PathModelInput, batch: number | 'solve') =>
      compare(
        model,
        ['none', 'driver-domain'].map((placement) => ({ ...receive(placement), batch })),
      ).predictions.map(({ warnings }) => warnings.some((one) => one.code === code));
    expect(compared(xenPv, 8)).toEqual([false, true]);
    expect(compared(xenPv, 'solve')).toEqual([false, false]);
    expect(compared(fittedTo('xen-pv', ['none', 'driver-domain']), 8)).toEqual([false, false]);
    expect(compared(fittedTo('xen-pv', ['none']), 8)).toEqual([false, true]);
  });
});
