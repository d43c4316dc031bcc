import { checkObservations } from '../../fit/data/check-observations';
import { Collector, type ObservationSet } from './collector';
import { fieldOf, type JsonDocument, jsonDocuments, listOf } from './json-documents';
import { checkRunOptions, type RunOptions } from './run-options';
import { meanOf } from './series';

/**
 * Reads the JSON of sysstat: `mpstat -o JSON` and `sadf -j` (which prints what sar has recorded). Of each CPU
 * `utilization` (`cpu0`, `cpu1`; `host` for all together, a share of the whole machine): everything that is not idle,
 * waiting for a disk or stolen; of each interface of sar `packet_rate` and `throughput`, as `eth0.rx` and `eth0.tx`.
 * Values are means over the samples, with the standard error of the mean.
 *
 * @param options `subjects` to call CPUs as the model does; fields of the run
 * @throws SidecoreError `invalid-syntax`, with the line, when it is not JSON
 * @example
 * const { observations } = readSysstat(text, { subjects: { cpu2: 'driver-core' }, placement: 'driver-domain' });
 */
export function readSysstat(text: string, options: RunOptions = {}): ObservationSet {
  checkRunOptions(text, options);
  const { file = 'sysstat' } = options;
  const out = new Collector(file, options);
  const { documents, stray } = jsonDocuments(text, file);
  for (const { text: rest, line } of stray)
    out.problem('unreadable-line', line, `"${rest.slice(0, 60)}" is not JSON`);
  for (const document of documents) readDocument(document, out);
  if (documents.length === 0 && stray.length === 0)
    out.problem('incomplete-run', 1, 'there is no document in this file');
  out.warnings.push(...checkObservations(out.observations));
  return out.result();
}

/** Samples of one metric of one subject. */
interface Series {
  readonly metric: 'utilization' | 'packet_rate' | 'throughput';
  readonly subject: string;
  readonly unit: string;
  readonly scale?: number;
  readonly divisor?: number;
  readonly samples: number[];
}

function readDocument(document: JsonDocument, out: Collector): void {
  const hosts = listOf(fieldOf(document.value, 'sysstat', 'hosts'));
  if (hosts.length === 0) {
    out.problem('incomplete-run', document.line, 'this document has no "sysstat" with "hosts"');
    return;
  }
  for (const [h, host] of hosts.entries()) {
    const all = new Map<string, Series>();
    const samples = listOf(fieldOf(host, 'statistics'));
    for (const sample of samples) {
      for (const field of ['cpu-load', 'cpu-load-all'])
        for (const cpu of listOf(fieldOf(sample, field))) addCpu(cpu, all);
      for (const device of listOf(fieldOf(sample, 'network', 'net-dev'))) addDevice(device, all);
    }
    const line = document.lineOf('statistics', h);
    if (all.size === 0) {
      out.problem(
        'incomplete-run',
        line,
        'there are no samples of CPUs or interfaces; was the tool stopped before the first?',
      );
      continue;
    }
    const name = fieldOf(host, 'nodename');
    const cpus = fieldOf(host, 'number-of-cpus');
    const covariates = {
      ...(typeof name === 'string' ? { node: name } : {}),
      ...(typeof cpus === 'number' ? { cpus } : {}),
      samples: samples.length,
    };
    for (const { samples: own, ...series } of all.values())
      out.measured({ ...series, ...meanOf(own), line, covariates });
  }
}

function add(all: Map<string, Series>, series: Omit<Series, 'samples'>, value: unknown): void {
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number') return;
  const key = `${series.metric} ${series.subject}`;
  const known = all.get(key) ?? { ...series, samples: [] };
  known.samples.push(number);
  all.set(key, known);
}

function addCpu(cpu: unknown, all: Map<string, Series>): void {
  const idle = fieldOf(cpu, 'idle');
  const name = String(fieldOf(cpu, 'cpu'));
  if (typeof idle !== 'number') return;
  const share = (field: string) => Number(fieldOf(cpu, field) ?? 0);
  const busy = 100 - idle - share('iowait') - share('steal');
  // mpstat of 2019 calls the sum over all CPUs -1.
  const subject = name === 'all' || name === '-1' ? 'host' : `cpu${name}`;
  add(all, { metric: 'utilization', subject, unit: '%', divisor: 100 }, Math.max(0, busy));
}

function addDevice(device: unknown, all: Map<string, Series>): void {
  const name = String(fieldOf(device, 'iface'));
  for (const way of ['rx', 'tx']) {
    const subject = `${name}.${way}`;
    add(all, { metric: 'packet_rate', subject, unit: 'packets/s' }, fieldOf(device, `${way}pck`));
    // sar's kB are 1024 bytes.
    add(all, { metric: 'throughput', subject, unit: 'kB/s', scale: 8 * 1024 }, fieldOf(device, `${way}kB`));
  }
}
