import { type PathModelInput, type Scenario, withValues } from '../../../src';
import * as published from './figures';
import { at, bulk, type PublishedRow, ratio, throughput } from './rows';
import { driverDomainAsEnd } from './test-beds';

/** Cycles to map and unmap a page that the rates of 1496-byte packets differ by, less the copy that is made instead. */
const measuredMap = (() => {
  const [granted, kept] = published.persistentGrants.sent1496;
  return published.persistentGrantsClock * (1 / granted - 1 / kept);
})();

export function persistentRows(): PublishedRow[] {
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
