// Predicted beside measured throughput of the vIOMMU study: node examples/viommu-side-core/compare.mjs
import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { predict } from 'sidecore';
import { readModel } from 'sidecore/formats';

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8');
const model = await readModel(read('model.yaml'), { file: 'model.yaml' });
const measured = new Map(
  Papa.parse(read('measured.csv'), { header: true, skipEmptyLines: true }).data.map((row) => [
    row.topology,
    Number(row.share_of_line_rate_percent),
  ]),
);

// The line rate is what the wire alone would carry in payload.
const { mtu, headerBytes, framingBytes, rate } = model.network;
const lineRate = (rate * (mtu - headerBytes)) / (mtu + framingBytes);

console.log('configuration   cycles/packet   predicted            measured   error');
for (const topology of Object.keys(model.topologies)) {
  const { throughput, cyclesPerPacket } = predict(model, { topology });
  const share = (100 * throughput) / lineRate;
  const known = measured.get(topology);
  const beside =
    known === undefined
      ? 'not in our data'
      : `${known.toFixed(0).padStart(3)} %      ${(100 * (share / known - 1)).toFixed(0).padStart(3)} %`;
  console.log(
    `${topology.padEnd(15)} ${cyclesPerPacket.toFixed(0).padStart(9)}       ` +
      `${(throughput / 1e9).toFixed(2)} Gbit/s = ${share.toFixed(1).padStart(4)} %   ${beside}`,
  );
}
