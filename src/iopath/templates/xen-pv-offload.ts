import type { Assignment, Placement } from '../model';
import type { PathModelInput } from '../path-model-input';
import { coresForTwo, guestCores, host, peerCores, sideCores } from './host';
import { xenPv } from './xen-pv';
import { driver, guestReceives, guestSends } from './xen-stages';

const local = 'intra-node';

/** The driver domain on a side-core, and more moved. */
function besides(description: string, moved: Assignment): Partial<Placement> {
  return {
    description,
    assign: { [guestSends]: 'guest-core', [guestReceives]: 'guest-core', [driver]: 'side-core', ...moved },
    topologies: { [local]: { [guestSends]: 'peer-core' } },
  };
}

/** Event handling of the guest: what its interrupts do in netfront. */
const guestEvents = ['netfront-receive', 'netfront-acknowledgement'];
/** TCP/IP receive of the guest, with the acknowledgements that follow from it. */
const guestProtocol = [
  ...guestEvents,
  'tcp-receive',
  'tcp-acknowledgement',
  'tcp-send-acknowledgement',
  'netfront-send-acknowledgement',
];
const allOn = (core: string, stages: readonly string[]): Assignment =>
  Object.fromEntries(stages.map((stage) => [stage, core]));

const today = 'possible today';
const change = 'needs a code change';

/**
 * Xen paravirtual networking, the same path as `xen-pv`, with placements beyond the driver domain: what else of the
 * hypervisor and of the guest can have a side-core. What a cut costs (hand-over, ring lines, payload that crosses
 * cores) is in the ledger of each.
 */
export const xenPvOffload: PathModelInput = {
  ...xenPv,
  name: 'xen-pv-offload',
  description:
    'Xen paravirtual network path with placements beyond the driver domain: grant copy, events, TCP/IP',
  machine: host(coresForTwo),
  placements: {
    none: xenPv.placements.none,
    'driver-domain': {
      ...xenPv.placements['driver-domain'],
      description: `driver domain on a side-core: ${today}`,
    },
    'grant-copy-by-guest': besides(
      `driver domain on a side-core, the guest copies out of its pages itself (netchannel2): ${change}`,
      { 'grant-copy': 'guest-core' },
    ),
    'grant-copy-on-side-core': besides(
      `driver domain on a side-core, grant copy on a second one: ${change}`,
      { 'grant-copy': 'second-side-core' },
    ),
    'guest-events-on-side-core': besides(
      `driver domain on a side-core, event handling and netfront of the guest on a second one: ${change}`,
      allOn('second-side-core', guestEvents),
    ),
    'guest-receive-on-side-core': besides(
      `driver domain on a side-core, TCP/IP receive of the guest on a second one: ${change}`,
      allOn('second-side-core', guestProtocol),
    ),
    'two-side-cores': {
      description: `guests and queues in turn on two cores, the driver domain on two side-cores: ${today}`,
      assign: {
        [guestSends]: guestCores,
        [guestReceives]: guestCores,
        [driver]: sideCores,
      },
      topologies: { [local]: { [guestSends]: peerCores } },
    },
  },
};
