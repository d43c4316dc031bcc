import type { PathModelInput } from '../path-model-input';
import { grantMap } from './xen-granting';
import { xenModel } from './xen-model';

/**
 * Xen paravirtual networking with grant map both ways: on receive the payload stays where the device, or a guest of
 * the same node, has put it, and is mapped to be read there.
 *
 * Needs a card that fills pages of the guest itself, as in Santos et al., USENIX ATC 2008. What removing a mapping
 * takes on other cores (their page-table caches) is not in the cost.
 */
export const xenPvGrantMap: PathModelInput = xenModel(
  {
    name: 'xen-pv-grant-map',
    description: 'Xen paravirtual network path with grant map on receive too, in place of grant copy',
  },
  grantMap,
);
