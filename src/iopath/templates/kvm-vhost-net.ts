import type { PathModelInput } from '../path-model-input';
import { vhostModel } from './vhost-model';

/**
 * KVM with vhost-net: the guest kicks a worker thread of the host, which copies to and from the guest and runs tap,
 * bridge and driver of the card; it interrupts the guest through KVM.
 *
 * No source gives this breakdown; stage costs are estimates after docs/theory.md, section 7.
 */
export const kvmVhostNet: PathModelInput = vhostModel(
  'kvm-vhost-net',
  'KVM with vhost-net: kick, worker thread with a copy each way, tap and bridge, interrupt injection',
  'interrupt-injection',
  {},
);
