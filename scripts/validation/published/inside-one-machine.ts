import { type PathModelInput, predict, type Scenario, templates, withValues } from '../../../src';
import * as published from './figures';
import { bulk, type PublishedRow, request } from './rows';
import { sharedQueue } from './test-beds';

export function insideOneMachine(): PublishedRow[] {
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
