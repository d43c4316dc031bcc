/** Bits per second in one of netperf's units of throughput (`-f`): KBytes are 1024 bytes, 10^3bits are 1000 bits. */
export function bitsPerSecond(unit: string): number | undefined {
  const match = /^(?:([KMG]?)Bytes|10\^(\d)bits)\/s(?:ec)?$/.exec(unit.trim());
  if (!match) return undefined;
  const [, prefix, power] = match;
  return power === undefined ? 8 * 1024 ** ' KMG'.indexOf(prefix || ' ') : 10 ** Number(power);
}

/** Percent of a machine as a share; netperf prints -1 for what it did not measure. */
export function measuredShare(percent: number | undefined): number | undefined {
  return percent === undefined || percent < 0 ? undefined : percent / 100;
}
