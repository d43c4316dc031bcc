import type { Adapter } from '../harness';
import { adapters as approximateNetworks } from './approximate-networks';
import { adapters as exactNetworks } from './exact-networks';
import { adapters as generalStations } from './general-stations';
import { adapters as markovianStations } from './markovian-stations';
import { adapters as openAndMarkov } from './open-and-markov';

/** Every kind of reference case that we can run. */
export const adapters: Record<string, Adapter> = {
  ...markovianStations,
  ...generalStations,
  ...exactNetworks,
  ...approximateNetworks,
  ...openAndMarkov,
};
