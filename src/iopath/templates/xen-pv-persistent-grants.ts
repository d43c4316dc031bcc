import type { PathModelInput } from '../path-model-input';
import { persistentGrants } from './xen-granting';
import { xenModel } from './xen-model';

/**
 * Xen paravirtual networking with grants that stay mapped: no grant operation for a packet, but a copy in the sending
 * guest, in the driver domain on receive, and in the receiving guest, because the shared pages are used again.
 *
 * After Martins, persistent grants for netback, RFC series 2015.
 */
export const xenPvPersistentGrants: PathModelInput = xenModel(
  {
    name: 'xen-pv-persistent-grants',
    description:
      'Xen paravirtual network path with grants that stay mapped: copies in place of grant operations',
  },
  persistentGrants,
);
