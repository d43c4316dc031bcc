import { type Link, type PathModelInput, templates } from '../../../src';

/**
 * Templates rearranged as the test beds of published measurements: the stages and costs of the template, in the order
 * and on the cores of the measurement. No cost is changed here.
 */

const event = (from: string, to: string): Link => ({ from, to, mechanism: 'event-channel' });
const wakes = (from: string, to: string): Link => ({ from, to, mechanism: 'thread-wakeup' });

/** Stages that a way of granting has, by where they stand. */
const grantingOf = (template: string) => {
  const kept = template === 'xen-pv-persistent-grants';
  return {
    sent: kept ? ['copy-to-grant'] : [],
    taken: kept ? [] : ['grant-map'],
    given: [kept ? 'driver-copy' : 'grant-copy'],
    received: kept ? ['copy-from-grant'] : [],
    acknowledged: kept ? ['copy-acknowledgement-to-grant'] : [],
    acknowledgementTaken: kept ? [] : ['grant-send-acknowledgement'],
    acknowledgementGiven: [kept ? 'driver-copy-acknowledgement' : 'grant-acknowledgement'],
  };
};

/**
 * The driver domain as one end of the connection, without bridge and card: its process, with TCP/IP when it sends, on
 * a core of its own, netback, with TCP/IP when it receives, on the side-core. `packets-...`: a packet generator in
 * place of TCP/IP.
 */
export function driverDomainAsEnd(template: string): PathModelInput {
  const xen = templates[template];
  const { stages } = xen;
  const process = 'driver-process';
  const kernel = 'driver-domain';
  const as = (stage: string, context: string, more: object = {}) => ({ ...stages[stage], ...more, context });
  const granting = grantingOf(template);
  return {
    ...xen,
    machine: {
      ...xen.machine,
      // A generator sends the same packet again and again, from the cache.
      directCacheAccess: 1,
    },
    network: { ...xen.network, headerBytes: 0 },
    contexts: { ...xen.contexts, [process]: { ...xen.contexts['sending-guest'], perGuest: false } },
    mechanisms: { 'thread-wakeup': templates['kvm-vhost-net'].mechanisms!['thread-wakeup'] },
    stages: {
      ...stages,
      'driver-sends': as('application-send', process),
      'driver-tcp-transmit': as('tcp-transmit', process),
      'driver-tcp-acknowledgement': as('tcp-acknowledgement', process),
      'driver-tcp-receive': as('tcp-receive', kernel),
      'driver-copy-to-user': as('copy-to-user', process, {
        reads: [template === 'xen-pv-persistent-grants' ? 'granted-packet' : 'packet'],
      }),
      'driver-receives': as('application-receive', process),
      'driver-sends-acknowledgement': as('tcp-send-acknowledgement', process),
    },
    topologies: {
      'packets-sent': {
        stages: [...granting.sent, 'netfront-transmit', 'netback-transmit', ...granting.taken],
        links: [event('netfront-transmit', 'netback-transmit')],
      },
      'packets-received': {
        stages: ['netback-receive', ...granting.given, 'netfront-receive', ...granting.received],
        links: [event(granting.given[0], 'netfront-receive')],
      },
      sent: {
        stages: [
          ...['application-send', 'tcp-transmit', ...granting.sent, 'netfront-transmit'],
          ...['netback-transmit', ...granting.taken, 'driver-tcp-receive', 'driver-copy-to-user'],
          ...['driver-receives', 'driver-sends-acknowledgement', 'netback-acknowledgement'],
          ...granting.acknowledgementGiven,
          ...['netfront-acknowledgement', 'tcp-acknowledgement'],
        ],
        links: [
          event('netfront-transmit', 'netback-transmit'),
          wakes('driver-tcp-receive', 'driver-copy-to-user'),
          wakes('driver-sends-acknowledgement', 'netback-acknowledgement'),
          event(granting.acknowledgementGiven[0], 'netfront-acknowledgement'),
        ],
      },
      received: {
        stages: [
          ...['driver-sends', 'driver-tcp-transmit', 'netback-receive', ...granting.given],
          ...['netfront-receive', ...granting.received, 'tcp-receive', 'copy-to-user', 'application-receive'],
          ...['tcp-send-acknowledgement', ...granting.acknowledged, 'netfront-send-acknowledgement'],
          ...['netback-send-acknowledgement', ...granting.acknowledgementTaken, 'driver-tcp-acknowledgement'],
        ],
        links: [
          wakes('driver-tcp-transmit', 'netback-receive'),
          event(granting.given[0], 'netfront-receive'),
          event('netfront-send-acknowledgement', 'netback-send-acknowledgement'),
        ],
      },
    },
    placements: {
      apart: {
        assign: {
          'sending-guest': 'guest-core',
          'receiving-guest': 'guest-core',
          [kernel]: 'side-core',
          [process]: 'peer-core',
        },
      },
    },
    parameters: {},
  };
}

/** Two guests that copy into and out of a queue of shared pages and send each other events, without a driver domain. */
export function sharedQueue(): PathModelInput {
  const xen = templates['xen-pv-persistent-grants'];
  return {
    ...xen,
    stages: {
      ...xen.stages,
      'copy-from-grant': { ...xen.stages['copy-from-grant'], reads: ['granted-packet'] },
    },
    topologies: {
      shared: {
        stages: [
          ...['application-send', 'tcp-transmit', 'copy-to-grant', 'copy-from-grant', 'tcp-receive'],
          ...['copy-to-user', 'application-receive', 'tcp-send-acknowledgement'],
          ...['copy-acknowledgement-to-grant', 'tcp-acknowledgement'],
        ],
        links: [
          event('copy-to-grant', 'copy-from-grant'),
          event('copy-acknowledgement-to-grant', 'tcp-acknowledgement'),
        ],
        reply: {
          topology: 'shared',
          contexts: { 'sending-guest': 'receiving-guest', 'receiving-guest': 'sending-guest' },
        },
      },
    },
    placements: { apart: { assign: { 'sending-guest': 'peer-core', 'receiving-guest': 'guest-core' } } },
    parameters: {},
  };
}
