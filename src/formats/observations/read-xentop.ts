import { positive } from '../../common';
import { checkObservations } from '../../fit/data/check-observations';
import { Collector, type ObservationSet } from './collector';
import { checkRunOptions, type RunOptions } from './run-options';
import { meanOf } from './series';

export interface ReadXentopOptions extends RunOptions {
  /** Seconds between the samples (`xentop -d`), for the rates of the network lines of `-n`. */
  readonly interval?: number;
}

/**
 * Reads what `xentop -b` prints. Of each domain `utilization`, mean of the samples behind the first (xentop prints 0
 * in its first one, for want of an earlier) with the standard error of the mean; a domain with several virtual CPUs
 * may exceed 1. With `-n` and the interval also `packet_rate` and `throughput` of `DOMAIN.rx` and `DOMAIN.tx`, as the
 * domain sees them, from the first sample to the last.
 *
 * @param options `interval`; `subjects` to call domains as the model does; fields of the run
 * @throws SidecoreError when an option is wrong
 * @example
 * const { observations } = readXentop(text, { subjects: { 'Domain-0': 'driver-domain' }, placement: 'none' });
 */
export function readXentop(text: string, options: ReadXentopOptions = {}): ObservationSet {
  checkRunOptions(text, options, ['interval']);
  const { interval, ...run } = options;
  if (interval !== undefined) positive(interval, 'interval');
  const out = new Collector(run.file ?? 'xentop', run);
  const domains = domainsOf(text, out);
  for (const domain of domains.values()) addDomain(domain, interval, out);
  if (domains.size === 0 && out.problems.length === 0)
    out.problem('incomplete-run', 1, 'there is no sample in this file');
  out.warnings.push(...checkObservations(out.observations));
  return out.result();
}

interface Traffic {
  readonly bytes: number;
  readonly packets: number;
}

interface Domain {
  readonly name: string;
  line: number;
  vcpus: number;
  /** Busy shares, one for each sample. */
  readonly busy: number[];
  /** Of all interfaces together, one for each sample. */
  readonly rx: Traffic[];
  readonly tx: Traffic[];
}

const header = /^\s*NAME\s+STATE\s+CPU\(sec\)\s+CPU\(%\)/;
const row = /^(.*?)\s+([-dsbcpr]{6})\s+(\d+)\s+(\d+(?:\.\d+)?|-?nan|n\/a)\s+(.*)$/;
const network = /^Net(\d+)\s+RX:\s*(\d+)\s*bytes\s+(\d+)\s*pkts.*?TX:\s*(\d+)\s*bytes\s+(\d+)\s*pkts/;
const others = /^(?:VCPUs\(sec\)|\d+:\s+\d+s|VBD|Tmem|xentop -|\d+ domains|Mem:|CPUs:)/;

function domainsOf(text: string, out: Collector): Map<string, Domain> {
  const domains = new Map<string, Domain>();
  let current: Domain | undefined;
  text.split(/\r\n|\n|\r/).forEach((raw, i) => {
    const line = raw.trim();
    if (line === '' || header.test(raw) || others.test(line)) return;
    const traffic = network.exec(line);
    if (traffic && current) {
      const [, index, ...figures] = traffic;
      const [rxBytes, rxPackets, txBytes, txPackets] = figures.map(Number);
      addTraffic(current.rx, index === '0', { bytes: rxBytes, packets: rxPackets });
      addTraffic(current.tx, index === '0', { bytes: txBytes, packets: txPackets });
      return;
    }
    const match = row.exec(line);
    if (!match) {
      out.problem('unreadable-line', i + 1, `"${line.slice(0, 60)}" is no line of xentop -b`);
      return;
    }
    const [, name, , , busy, rest] = match;
    if (!/^\d/.test(busy)) {
      out.problem('not-a-number', i + 1, `CPU(%) of ${name} is ${busy}`, 'CPU(%)');
      return;
    }
    // Memory, percent, limit ("no limit" with "n/a"), percent, virtual CPUs
    const vcpus = Number(/^\d+\s+[\d.]+\s+(?:no limit|\d+)\s+(?:n\/a|[\d.]+)\s+(\d+)\b/.exec(rest)?.[1] ?? 1);
    current = domains.get(name) ?? { name, line: i + 1, vcpus, busy: [], rx: [], tx: [] };
    if (current.busy.length === 1) current.line = i + 1;
    current.vcpus = vcpus;
    current.busy.push(Number(busy) / 100);
    domains.set(name, current);
  });
  return domains;
}

function addTraffic(samples: Traffic[], first: boolean, { bytes, packets }: Traffic): void {
  if (first || samples.length === 0) samples.push({ bytes, packets });
  else {
    const last = samples[samples.length - 1];
    samples[samples.length - 1] = { bytes: last.bytes + bytes, packets: last.packets + packets };
  }
}

function addDomain(
  { name, line, vcpus, busy, rx, tx }: Domain,
  interval: number | undefined,
  out: Collector,
): void {
  const covariates = { vcpus, samples: busy.length - 1 };
  if (busy.length < 2) {
    out.problem('incomplete-run', line, `one sample of ${name} tells nothing; run xentop with -i 2 or more`);
    return;
  }
  if (name.length === 10 && name !== 'Domain-0' && !/\s/.test(name))
    out.warn('truncated-name', line, `"${name}" may be cut to ten characters; xentop -f prints names whole`);
  out.measured({
    metric: 'utilization',
    subject: name,
    ...meanOf(busy.slice(1)),
    unit: '%',
    line,
    covariates,
  });
  if (interval === undefined) return;
  for (const [way, samples] of [
    ['rx', rx],
    ['tx', tx],
  ] as const) {
    if (samples.length < 2) continue;
    const [first, last] = [samples[0], samples[samples.length - 1]];
    const seconds = interval * (samples.length - 1);
    const subject = `${name}.${way}`;
    // A counter that ran over, or an interface that was replugged, gives a negative rate, which is refused.
    out.measured({
      metric: 'packet_rate',
      subject,
      value: (last.packets - first.packets) / seconds,
      unit: 'packets/s',
      line,
      covariates,
    });
    out.measured({
      metric: 'throughput',
      subject,
      value: (8 * (last.bytes - first.bytes)) / seconds,
      unit: 'bit/s',
      line,
      covariates,
    });
  }
}
