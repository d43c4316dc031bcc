import { constantInput } from '../path-model';
import type { PathModelInput } from '../path-model-input';
import { kvmVhostNet } from './kvm-vhost-net';
import { kvmVhostNetPosted } from './kvm-vhost-net-posted';
import { native } from './native';
import { srIov } from './sr-iov';
import { vhostUser } from './vhost-user';
import { xenPv } from './xen-pv';
import { xenPvGrantMap } from './xen-pv-grant-map';
import { xenPvOffload } from './xen-pv-offload';
import { xenPvPersistentGrants } from './xen-pv-persistent-grants';

/** Built-in models by name: docs/templates.md. Frozen; spread one into an object of your own to change it. */
export const templates: Readonly<Record<string, PathModelInput>> = {
  'xen-pv': xenPv,
  'xen-pv-offload': xenPvOffload,
  'xen-pv-grant-map': xenPvGrantMap,
  'xen-pv-persistent-grants': xenPvPersistentGrants,
  'kvm-vhost-net': kvmVhostNet,
  'kvm-vhost-net-posted': kvmVhostNetPosted,
  'vhost-user': vhostUser,
  'sr-iov': srIov,
  native,
};

for (const template of Object.values(templates)) constantInput(template);
