/** Figures that others published, each with where it stands. Ratios are of figures of one table. */
export const sources = {
  martins:
    'Martins, persistent grants for netback, RFC series 2015, tables of packet rates and of bulk transfer A',
  bugnion: 'Bugnion, Nieh and Tsafrir, Hardware and Software Support for Virtualization, 2017',
  eli: 'Gordon et al., ELI, ASPLOS 2012, tables 1 and 2',
  viommu: 'Amit et al., vIOMMU, USENIX ATC 2011, table 1',
  riommu: 'Malka et al., rIOMMU, ASPLOS 2015, table 1 and figure 7',
  xenloop: 'Wang, Wright and Gopalan, XenLoop, HPDC 2008, tables 2 and 3, figure 4 (digitised, +-3 Mbit/s)',
  menon: 'Menon, Cox and Zwaenepoel, USENIX ATC 2006, abstract',
  microvm: 'notes of a laboratory, github.com/bookpanda/microvm-networking, not reviewed',
} as const;
export type Source = keyof typeof sources;

/** Packets per second (packet rates) and Gbit/s (bulk) of Martins, one queue: grant copy and map, then persistent. */
export const persistentGrants = {
  sent64: [1.24e6, 1.82e6],
  sent1496: [518e3, 1.48e6],
  sent65535: [66.4e3, 205.1e3],
  received64: [1.33e6, 2.78e6],
  received1496: [1.03e6, 1.66e6],
  received65535: [52.5e3, 97.8e3],
  sentBulk: [14.5, 21.6],
  receivedBulk: [20.9, 17.8],
  betweenGuests: [12.4, 18.9],
} as const;
/** Clock of that machine, hertz. */
export const persistentGrantsClock = 3.5e9;

/** SR-IOV over virtio with vhost, throughput sent, by bytes of a message: Figure 6.21 of Bugnion et al. */
export const virtualFunctionOverVhost = {
  256: 1.31,
  1024: 1.58,
  4096: 1.68,
  16384: 1.77,
  65536: 1.78,
} as const;

/** Cycles from a notification until the other domain runs, Table 8.2 of Bugnion et al. (Dall et al., ISCA 2016). */
export const notification = { clock: 2.1e9, xenOut: 11_262, xenIn: 10_050, kvmIn: 18_923 } as const;

/** Netperf with messages of 256 bytes, and UDP request-response, of ELI. Mbit/s, interrupts a second, microseconds. */
export const eli = {
  clock: 2.93e9,
  throughput: { assigned: 3145, exitless: 5119, bare: 5245 },
  interrupts: { assigned: 48_802, bare: 48_430 },
  shareInHost: 0.31,
  latency: { assigned: 36.14, exitless: 28.51, bare: 27.93 },
} as const;

/** Percent of the line rate under strict protection. */
export const emulatedIommu = { 'same-core': 10, 'side-core': 30, native: 43 } as const;

/** Cycles of mapping and unmapping one buffer, and cycles per packet over those without an IOMMU. */
export const iommuModes = {
  strict: { map: 4618, unmap: 2999, relative: 9.8 },
  'strict+': { map: 727, unmap: 3067, relative: 5.5 },
  defer: { map: 2251, unmap: 1137, relative: 4.9 },
  'defer+': { map: 727, unmap: 1240, relative: 3.3 },
} as const;
export const cyclesWithoutIommu = 1816;

/** Mbit/s of netperf, and transactions a second, inside one machine. */
export const xenLoop = {
  stream: { netfront: 2656, shared: 4143, loopback: 4666 },
  transactions: { netfront: 10_236, shared: 28_529, loopback: 31_969 },
  /** UDP streams by bytes of a message. */
  datagrams: {
    256: { netfront: 60, shared: 111, loopback: 291 },
    1024: { netfront: 436, shared: 718, loopback: 1005 },
    4096: { netfront: 612, shared: 2976, loopback: 1949 },
    16384: { netfront: 412, shared: 4130, loopback: 5221 },
  },
} as const;

/** Share of native throughput that a Xen guest received. */
export const xenOverNative = 0.39;

/** Gbit/s between machines (25 GbE) and microseconds of a small exchange. */
export const microvm = { vhost: 13.2, bare: 23.5, vhostLatency: 48.444, bareLatency: 32.867 } as const;
