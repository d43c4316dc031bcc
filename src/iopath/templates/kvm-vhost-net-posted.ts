import type { Mechanism } from '../model';
import type { PathModelInput } from '../path-model-input';
import { vhostModel } from './vhost-model';

/** Guest interrupts of a processor that delivers them without leaving the guest. */
const postedInterrupt: Partial<Mechanism> = {
  sourceCycles: 300,
  targetCycles: 800,
  switchCycles: 1800,
  wakeCycles: 400,
  wakeLatency: 5e-7,
  crossCoreCycles: 0,
  ringLinesPerUnit: 1,
  ringLinesPerActivation: 3,
  activates: true,
};

/** The same on a processor that delivers interrupts without leaving the guest. */
export const kvmVhostNetPosted: PathModelInput = vhostModel(
  'kvm-vhost-net-posted',
  'KVM with vhost-net and posted interrupts, which reach the guest without an exit',
  'posted-interrupt',
  { 'posted-interrupt': postedInterrupt },
);
