/** Units by the last word of a number's path, where it is not a plain number. */
const units: Readonly<Record<string, string>> = {
  clock: 'Hz',
  capacity: 'B',
  lineSize: 'B',
  pageSize: 'B',
  memoryBandwidth: 'B/s',
  idleDisplacement: 'B/s',
  rate: 'bit/s',
  arrivalRate: 'packets/s',
  mtu: 'B',
  headerBytes: 'B',
  framingBytes: 'B',
  message: 'B',
  reply: 'B',
  roundTrip: 's',
  timeSlice: 's',
  wakeLatency: 's',
  coalescingDelay: 's',
  deepSleepTime: 's',
  haltTime: 's',
  footprintLines: 'lines',
  touchedLinesPerUnit: 'lines',
  tlbPages: 'pages',
  metadataLines: 'lines',
  switchLines: 'lines',
  storeBufferLines: 'lines',
  ringLinesPerUnit: 'lines',
  ringLinesPerActivation: 'lines',
  window: 'packets',
  cyclesPerByte: 'cycles/B',
};

/** The unit of the number at a path of a model; empty for plain numbers. */
export function parameterUnit(path: string): string {
  const last = path.slice(path.lastIndexOf('.') + 1);
  if (Object.hasOwn(units, last)) return units[last];
  return /cycles$/i.test(last) || path.startsWith('machine.latency.') ? 'cycles' : '';
}

/** What several numbers have in common, for a heading, and what sets one apart: `stages.*.cycles`, `netback-receive`. */
export function parameterLabel(path: string): { readonly heading: string; readonly label: string } {
  const steps = path.split('.');
  const table = ['stages', 'contexts', 'mechanisms', 'topologies', 'placements'].includes(steps[0]);
  if (!table || steps.length < 3)
    return {
      heading: steps.length > 1 ? steps[0] : '',
      label: steps.slice(steps.length > 1 ? 1 : 0).join('.'),
    };
  return { heading: [steps[0], '*', ...steps.slice(2)].join('.'), label: steps[1] };
}
