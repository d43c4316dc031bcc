/** A short model file that uses most of the format; tests change a line of it. */
export const smallModel = `sidecore: 1
name: small
definitions:
  frame: 1448 B
  copy: 2 * 300 cycles
machine:
  clock: 2 GHz
  sockets: [[guest-core, side-core], [far-core]]
  lineSize: 64 B
  latency: { l2: 10, llc: 42 cycles, dram: 42 cycles + 50 ns, peer: 40 ns }
network: { rate: 10 Gbit/s, roundTrip: 30 us, mtu: 1500 B }
traffic: { message: frame, window: 64 KiB, acknowledgementRatio: 50 % }
batch: 8 packets
contexts:
  guest: { footprintLines: 1000 lines, touchedLinesPerUnit: 400, tlbPages: 40 pages }
  driver: { footprintLines: { value: 1200, low: 600, high: 3600, source: guess } }
mechanisms:
  doorbell: { sourceCycles: 500 cycles, wakeLatency: 2 us, activates: true }
stages:
  send: { context: guest, cycles: { value: 2 kcycles, low: 1000, high: 3000, source: a paper } }
  copy-out: { context: driver, cycles: copy + 100 cycles, cyclesPerByte: 0.25 cycles/B, writes: [packet] }
  transmit: { context: driver, cycles: 900 }
topologies:
  out:
    wire: true
    stages: [send, copy-out, transmit]
    links:
      send -> copy-out: doorbell
      copy-out -> transmit: { mechanism: call, batch: 4, cap: 16 packets }
placements:
  none: { guest: guest-core, driver: guest-core }
  side: { description: driver on a core of its own, extends: none, move: { driver: side-core } }
`;

/** The small model with one piece of text replaced; the piece must be there. */
export function changed(from: string, to: string, text = smallModel): string {
  if (!text.includes(from)) throw new Error(`the small model has no ${from}`);
  return text.replace(from, () => to);
}
