import { readFileSync } from 'node:fs';
import { type PathModelInput, pathModel, predict, type Scenario, templates, withValues } from '../../src';
import { readModel } from '../../src/formats';
import * as published from './published';
import { driverDomainAsEnd, sharedQueue } from './test-beds';

/** A published figure beside what templates say of it. */
export interface PublishedRow {
  readonly source: published.Source;
  readonly what: string;
  readonly published: number;
  readonly predicted: number;
  /** What is known to be missing, or why it fits. */
  readonly remark: string;
}

const fast = { rate: 100e9 };
const bulk: Scenario = { message: 65_160, window: 450, traffic: { segmentation: 45 } };
const throughput = (model: PathModelInput, scenario: Scenario, network: object = fast) =>
  predict({ ...model, network: { ...model.network, ...network } }, scenario).throughput;
const at = (template: string, topology: string, placement: string, more: Scenario, network: object = fast) =>
  throughput(templates[template], { ...more, topology, placement }, network);

/** Full packets of an application that writes so many bytes at a time: the calls are its work. */
function smallWrites(bytes: number, segmentation: number): Scenario {
  const call = 300;
  const message = 1448 * segmentation;
  return {
    message,
    window: 450,
    traffic: { segmentation, applicationCycles: call * Math.max(0, message / bytes - 1) },
  };
}

const ratio = ([before, after]: readonly [number, number]) => after / before;
/** Cycles to map and unmap a page that the rates of 1496-byte packets differ by, less the copy that is made instead. */
const measuredMap = (() => {
  const [granted, kept] = published.persistentGrants.sent1496;
  return published.persistentGrantsClock * (1 / granted - 1 / kept);
})();

function persistentRows(): PublishedRow[] {
  const beds = ['xen-pv', 'xen-pv-persistent-grants'].map(driverDomainAsEnd);
  const dear = withValues(beds[0], { 'stages.grant-map.cycles': measuredMap });
  const packets = (topology: string, message: number): Scenario => ({
    topology,
    message,
    window: 450,
    traffic: { segmentation: Math.ceil(message / 1500) },
  });
  const kept = (scenario: Scenario, before: PathModelInput = beds[0]) =>
    throughput(beds[1], scenario) / throughput(before, scenario);
  const row = (
    figures: readonly [number, number],
    what: string,
    predicted: number,
    remark: string,
  ): PublishedRow => ({
    source: 'martins',
    what: `persistent over grant copy and map: ${what}`,
    published: ratio(figures),
    predicted,
    remark,
  });
  const {
    sent64,
    sent1496,
    sent65535,
    received64,
    received1496,
    received65535,
    sentBulk,
    receivedBulk,
    betweenGuests,
  } = published.persistentGrants;
  const cheap =
    'grant map and unmap of the template is 1,000 cycles a page; the packet rates of the same source put it at several thousand';
  const measured = `grant map at ${Math.round(measuredMap)} cycles, from the packet rates at 1,496 bytes; nothing from this row`;
  const netback =
    'netback of the template, calibrated to 2009, is slower than theirs, which dilutes the gain';
  return [
    row(
      sent64,
      'packets of 64 bytes sent',
      kept(packets('packets-sent', 64)),
      'theirs copies small headers, ours maps',
    ),
    row(sent1496, 'of 1,496 bytes sent', kept(packets('packets-sent', 1496)), cheap),
    row(sent65535, 'of 65,535 bytes sent', kept(packets('packets-sent', 65_535)), cheap),
    row(
      sent65535,
      'of 65,535 bytes sent, map as measured',
      kept(packets('packets-sent', 65_535), dear),
      measured,
    ),
    row(received64, 'of 64 bytes received', kept(packets('packets-received', 64)), netback),
    row(received1496, 'of 1,496 bytes received', kept(packets('packets-received', 1496)), netback),
    row(
      received65535,
      'of 65,535 bytes received',
      kept(packets('packets-received', 65_535)),
      'the second copy makes the guest the bottleneck here; why it did not in theirs is not known',
    ),
    row(sentBulk, 'bulk sent', kept({ ...bulk, topology: 'sent' }), `${cheap}: wrong sign`),
    row(sentBulk, 'bulk sent, map as measured', kept({ ...bulk, topology: 'sent' }, dear), measured),
    row(
      receivedBulk,
      'bulk received',
      kept({ ...bulk, topology: 'received' }),
      "the guest's second copy outweighs the grant operations saved, as measured",
    ),
    row(
      betweenGuests,
      'bulk between guests',
      ratio(
        ['xen-pv', 'xen-pv-persistent-grants'].map((name) =>
          at(name, 'intra-node', 'driver-domain', bulk),
        ) as [number, number],
      ),
      cheap,
    ),
  ];
}

function virtualFunctionRows(): PublishedRow[] {
  return Object.entries(published.virtualFunctionOverVhost).map(([bytes, figure]) => ({
    source: 'bugnion',
    what: `SR-IOV over vhost, sent in messages of ${bytes} bytes (figure 6.21)`,
    published: figure,
    predicted: ratio(
      [
        ['kvm-vhost-net', 'vhost-worker'],
        ['sr-iov', 'none'],
      ].map(([name, placement]) =>
        at(name, 'inter-node-transmit', placement, smallWrites(Number(bytes), 45)),
      ) as [number, number],
    ),
    remark:
      Number(bytes) < 512
        ? 'the calls of the application limit both here; why not in theirs is not known'
        : 'the worker with its copy limits vhost here',
  }));
}

function notificationRows(): PublishedRow[] {
  const { clock } = templates['xen-pv'].machine;
  const cycles = (template: string, path: string) => {
    const { mechanisms } = pathModel(templates[template]);
    const { sourceCycles, wakeCycles, wakeLatency, targetCycles } = mechanisms[path];
    return sourceCycles + wakeCycles + wakeLatency * clock + targetCycles;
  };
  const { xenOut, xenIn, kvmIn } = published.notification;
  const row = (what: string, figure: number, predicted: number): PublishedRow => ({
    source: 'bugnion',
    what: `${what}, cycles (table 8.2)`,
    published: figure,
    predicted,
    remark: 'other clocks (2.1 and 2.67 GHz); what the other domain needs to get running is short here',
  });
  return [
    row('event to the driver domain, Xen x86', xenOut, cycles('xen-pv', 'event-channel')),
    row('event to the guest, Xen x86', xenIn, cycles('xen-pv', 'event-channel')),
    row('interrupt to the guest, KVM x86', kvmIn, cycles('kvm-vhost-net', 'interrupt-injection')),
  ];
}

function exitlessRows(): PublishedRow[] {
  const { throughput: figures, interrupts, latency, shareInHost, clock } = published.eli;
  const hostCycles = (shareInHost * clock) / interrupts.assigned;
  const acknowledgements = (rate: number, perSecond: number) => ((rate * 1e6) / 8 / 1448 / perSecond) * 0.5;
  const writes = smallWrites(256, 1);
  const sent = (template: string, batch: number, injection?: number) =>
    throughput(withInjection(template, injection), {
      ...writes,
      topology: 'inter-node-transmit',
      placement: 'none',
      batch,
    });
  const assigned = acknowledgements(figures.assigned, interrupts.assigned);
  const bare = sent('native', acknowledgements(figures.bare, interrupts.bare));
  const exchange = (template: string, roundTrip: number, injection?: number) =>
    predict(
      withValues(withInjection(template, injection), { 'network.roundTrip': roundTrip }),
      request('none'),
    ).cycleTime;
  const rest = latency.bare * 1e-6 - exchange('native', 0);
  const time = (injection?: number) => exchange('sr-iov', rest, injection) / (latency.bare * 1e-6);
  const measured = `the ${Math.round(hostCycles)} cycles an interrupt in the host that table 1 gives (31 % at ${interrupts.assigned} a second)`;
  const usual =
    'the template has 3,000 cycles an interrupt in the host, theirs are more: old software and hardware';
  const row = (what: string, figure: number, predicted: number, remark: string): PublishedRow => ({
    source: 'eli',
    what,
    published: figure,
    predicted,
    remark,
  });
  return [
    row(
      'assigned card over bare, sent',
      figures.assigned / figures.bare,
      sent('sr-iov', assigned) / bare,
      usual,
    ),
    row(
      'the same with the interrupts as measured',
      figures.assigned / figures.bare,
      sent('sr-iov', assigned, hostCycles) / bare,
      `${measured}; what exits do to the guest's caches is missing`,
    ),
    row(
      'exit-less over bare, sent',
      figures.exitless / figures.bare,
      sent('sr-iov', acknowledgements(figures.exitless, interrupts.bare), 0) / bare,
      'no injection left',
    ),
    row('assigned over bare, time of an exchange', latency.assigned / latency.bare, time(), usual),
    row(
      'the same with the interrupts as measured',
      latency.assigned / latency.bare,
      time(hostCycles),
      `${measured}: under load, not of an exchange`,
    ),
    row(
      'exit-less over bare, time of an exchange',
      latency.exitless / latency.bare,
      time(0),
      'no injection left',
    ),
  ];
}

/** SR-IOV with so many cycles in the host for every interrupt. */
function withInjection(template: string, cycles?: number): PathModelInput {
  return cycles === undefined
    ? templates[template]
    : withValues(templates[template], { 'mechanisms.card-interrupt.targetCycles': 1500 + cycles });
}

function request(placement: string): Scenario {
  return {
    topology: 'inter-node-receive',
    placement,
    message: 1,
    window: 1,
    batch: 1,
    traffic: { kind: 'request-response', reply: 1 },
  };
}

function iommuRows(): PublishedRow[] {
  const { cyclesWithoutIommu, iommuModes } = published;
  const model = (cycles: number): PathModelInput => ({
    machine: { clock: 3.1e9, cores: { one: {} } },
    network: { rate: 40e9 },
    traffic: { message: 1448, window: 450 },
    contexts: { kernel: {} },
    stages: {
      rest: { context: 'kernel', cycles: cyclesWithoutIommu },
      mapping: { context: 'kernel', cycles, visits: 2 },
    },
    topologies: { sent: { stages: ['rest', 'mapping'], wire: true } },
    placements: { one: { assign: { kernel: 'one' } } },
  });
  const rows = Object.entries(iommuModes).map(
    ([mode, { map, unmap, relative }]): PublishedRow => ({
      source: 'riommu',
      what: `cycles a packet over those without IOMMU, ${mode}`,
      published: relative,
      predicted: predict(model(map + unmap)).cyclesPerPacket / cyclesWithoutIommu,
      remark: 'two buffers a packet, header and body, mapped and unmapped as table 1 has it',
    }),
  );
  const strict = iommuModes.strict.relative * cyclesWithoutIommu;
  return [
    ...rows,
    {
      source: 'riommu',
      what: 'law: packets a second are clock over cycles (strict), thousands',
      published: 3.1e6 / strict,
      predicted: predict(model((strict - cyclesWithoutIommu) / 2)).packetRate / 1e3,
      remark: 'their law and ours are the same where one core is the bottleneck',
    },
  ];
}

/** Throughput from the published cycles of map and unmap: examples/viommu-side-core. */
async function emulatedIommuRows(): Promise<PublishedRow[]> {
  const file = new URL('../../examples/viommu-side-core/model.yaml', import.meta.url);
  const model = await readModel(readFileSync(file, 'utf8'), { file: 'model.yaml' });
  const share = (topology: string) => predict(model, { topology }).throughput;
  const { native, ...emulated } = published.emulatedIommu;
  const row = (what: string, figure: number, predicted: number): PublishedRow => ({
    source: 'viommu',
    what,
    published: figure,
    predicted,
    remark: 'from published cycles; one map and unmap a packet; published in whole per cents',
  });
  return [
    row(
      'side-core over same core',
      emulated['side-core'] / emulated['same-core'],
      share('side-core') / share('same-core'),
    ),
    row('same core over native', emulated['same-core'] / native, share('same-core') / share('native')),
    row('side-core over native', emulated['side-core'] / native, share('side-core') / share('native')),
  ];
}

function insideOneMachine(): PublishedRow[] {
  const { stream, transactions, datagrams } = published.xenLoop;
  const of = {
    netfront: (scenario: Scenario) =>
      predict(templates['xen-pv'], { ...scenario, topology: 'intra-node', placement: 'none' }),
    loopback: (scenario: Scenario) =>
      predict(templates.native, { ...scenario, topology: 'intra-node', placement: 'none' }),
    shared: (scenario: Scenario) =>
      predict(sharedQueue(), { ...scenario, topology: 'shared', placement: 'apart' }),
  };
  const row = (what: string, figure: number, predicted: number, remark: string): PublishedRow => ({
    source: 'xenloop',
    what,
    published: figure,
    predicted,
    remark,
  });
  // A small exchange inside one machine waits for nothing but its stages.
  const exchange = request('none');
  const near = (model: PathModelInput) => withValues(model, { 'network.roundTrip': 0 });
  const rates = {
    netfront: predict(near(templates['xen-pv']), { ...exchange, topology: 'intra-node' }).messageRate,
    loopback: predict(near(templates.native), { ...exchange, topology: 'intra-node' }).messageRate,
    shared: predict(near(sharedQueue()), { ...exchange, topology: 'shared', placement: 'apart' }).messageRate,
  };
  const pinned = 'two cores, pinning not stated: here the driver domain shares the core of the receiver';
  return [
    row(
      'netfront over loopback, TCP stream',
      stream.netfront / stream.loopback,
      of.netfront(bulk).throughput / of.loopback(bulk).throughput,
      pinned,
    ),
    row(
      'shared queue over netfront, TCP stream',
      stream.shared / stream.netfront,
      of.shared(bulk).throughput / of.netfront(bulk).throughput,
      pinned,
    ),
    row(
      'netfront over loopback, transactions',
      transactions.netfront / transactions.loopback,
      rates.netfront / rates.loopback,
      pinned,
    ),
    row(
      'shared queue over netfront, transactions',
      transactions.shared / transactions.netfront,
      rates.shared / rates.netfront,
      pinned,
    ),
    ...Object.entries(datagrams).flatMap(([bytes, figures]) => {
      // Fragments of 1448 bytes; the loopback device takes 16 KiB whole.
      const message = Number(bytes);
      const scenario: Scenario = { message, window: 64, traffic: { acknowledgementRatio: 0 } };
      const whole: Scenario = {
        ...scenario,
        traffic: { acknowledgementRatio: 0, segmentation: Math.ceil(message / 1448) },
      };
      return [
        row(
          `netfront over loopback, datagrams of ${bytes} bytes`,
          figures.netfront / figures.loopback,
          of.netfront(scenario).throughput / of.loopback(whole).throughput,
          'nothing holds a sender of datagrams back: what is lost at the rings after work was spent on it is missing',
        ),
        row(
          `shared queue over loopback, datagrams of ${bytes} bytes`,
          figures.shared / figures.loopback,
          of.shared(whole).throughput / of.loopback(whole).throughput,
          'as above; size of the queue not modelled',
        ),
      ];
    }),
  ];
}

function otherRows(): PublishedRow[] {
  const { microvm } = published;
  const link = { rate: 25e9 };
  const sent = (template: string, placement: string) =>
    at(template, 'inter-node-transmit', placement, bulk, link);
  const exchange = (template: string, placement: string, roundTrip: number) =>
    predict(withValues(templates[template], { 'network.roundTrip': roundTrip }), request(placement))
      .cycleTime;
  const rest = microvm.bareLatency * 1e-6 - exchange('native', 'none', 0);
  return [
    {
      source: 'menon',
      what: 'guest over native, received',
      published: published.xenOverNative,
      predicted:
        predict(templates['xen-pv'], { topology: 'inter-node-receive', placement: 'none' }).throughput /
        predict(templates.native, { topology: 'inter-node-receive', placement: 'none' }).throughput,
      remark: 'not calibrated to',
    },
    {
      source: 'microvm',
      what: 'vhost over bare, between machines',
      published: microvm.vhost / microvm.bare,
      predicted: sent('kvm-vhost-net', 'vhost-worker') / sent('native', 'none'),
      remark: 'EPYC at 3.0 GHz, four streams, unpinned, 25 GbE, which limits the bare machine',
    },
    {
      source: 'microvm',
      what: 'vhost over bare, time of an exchange',
      published: microvm.vhostLatency / microvm.bareLatency,
      predicted: exchange('kvm-vhost-net', 'vhost-worker', rest) / (microvm.bareLatency * 1e-6),
      remark: 'wake-ups of vhost and guest are 2 us each here',
    },
  ];
}

/** Every published figure beside its prediction. */
export async function publishedRows(): Promise<PublishedRow[]> {
  return [
    ...persistentRows(),
    ...virtualFunctionRows(),
    ...notificationRows(),
    ...exitlessRows(),
    ...(await emulatedIommuRows()),
    ...iommuRows(),
    ...insideOneMachine(),
    ...otherRows(),
  ];
}
