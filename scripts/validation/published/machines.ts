import { predict, templates, withValues } from '../../../src';
import * as published from './figures';
import { at, bulk, type PublishedRow, request } from './rows';

export function otherRows(): PublishedRow[] {
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
