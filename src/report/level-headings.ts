import type { MissLevel } from '../iopath/charger';

/** Names of the levels of the memory hierarchy as headings of columns. */
export const levelHeadings: Readonly<Record<MissLevel, string>> = {
  l2: 'L2',
  llc: 'LLC',
  dram: 'DRAM',
  peer: 'peer core',
  remotePeer: 'other socket',
  tlb: 'TLB walk',
};
