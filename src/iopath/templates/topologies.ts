import type { Link } from '../model';
import type { PathModelInput } from '../path-model-input';

type Graph = { readonly description: string; readonly stages: readonly string[]; readonly links: Link[] };

/**
 * The four topologies of a template, each with its way back.
 *
 * @param between what is at both ends
 * @param ends contexts of the sending end with those of the receiving end that do the same there
 */
export function topologiesOf({
  transmit,
  receive,
  local,
  between,
  ends,
}: {
  readonly transmit: Graph;
  readonly receive: Graph;
  readonly local: Graph;
  readonly between: 'guest' | 'process';
  readonly ends: Readonly<Record<string, string>>;
}): PathModelInput['topologies'] {
  const toReceiver = ends;
  const toSender = Object.fromEntries(Object.entries(ends).map(([sender, receiver]) => [receiver, sender]));
  return {
    'inter-node-transmit': {
      ...transmit,
      wire: true,
      reply: { topology: 'inter-node-receive', contexts: toSender },
    },
    'inter-node-receive': {
      ...receive,
      wire: true,
      reply: { topology: 'inter-node-transmit', contexts: toReceiver },
    },
    'inter-node': {
      description: `${between} to ${between} on two machines, both hosts end to end`,
      wire: true,
      hosts: { sender: 'inter-node-transmit', receiver: 'inter-node-receive' },
    },
    'intra-node': { ...local, reply: { topology: 'intra-node', contexts: { ...toSender, ...toReceiver } } },
  };
}

/** A link between two stages by a mechanism, with a cap on its batch where there is one. */
export function link(mechanism: string, cap?: number): (from: string, to: string) => Link {
  return (from, to) => ({ from, to, mechanism, ...(cap === undefined ? {} : { cap }) });
}

/** Packets that a device brings by an interrupt or that a driver polls it for. */
export function fromDevice(to: string, mechanism: string, cap?: number): Link {
  return { to, mechanism, ...(cap === undefined ? {} : { cap }) };
}
