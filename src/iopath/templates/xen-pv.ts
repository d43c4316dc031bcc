import type { PathModelInput } from '../path-model-input';
import { grantCopy } from './xen-granting';
import { xenModel } from './xen-model';

/**
 * Xen paravirtual networking: netfront in the guest, netback in a driver domain, grant map on transmit and grant copy
 * on receive, event channels between them. Westmere-class server, no segmentation offload.
 *
 * Values and ranges: docs/theory.md, section 7. No published source gives this breakdown, so the stage costs are
 * estimates calibrated to published totals, to be replaced by fits.
 */
export const xenPv: PathModelInput = xenModel(
  {
    name: 'xen-pv',
    description: 'Xen paravirtual network path: netfront, event channels, netback, grant map and grant copy',
  },
  grantCopy,
);
