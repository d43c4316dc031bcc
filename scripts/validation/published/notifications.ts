import { type PathModelInput, pathModel, predict, templates, withValues } from '../../../src';
import * as published from './figures';
import { at, type PublishedRow, ratio, request, smallWrites, throughput } from './rows';

export function virtualFunctionRows(): PublishedRow[] {
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

export function notificationRows(): PublishedRow[] {
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

export function exitlessRows(): PublishedRow[] {
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
