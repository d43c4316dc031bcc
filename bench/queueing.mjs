/**
 * Timings of the queueing floor beside a C kernel, printed as a table. The C kernel is compiled when gcc is there and
 * SIDECORE_CKERNEL names its source. Run after `npm run build`: `node bench/queueing.mjs`
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  aql,
  bardSchweitzer,
  closedCurve,
  convolutionRecursion,
  exactConvolution,
  exactIntegral,
  exactMva,
  linearizer,
  mmc,
  mvaRecursion,
} from '../dist/queueing.js';

/** Demand of class r at station k, think time of class r: the workloads of the C kernel. */
const kernelDemand = (r, k) => (((7 * r + 3 * k) % 11) + 1) / 10;
/** The second set of workloads. */
const otherDemand = (r, k) => (1 + ((7 * k + 13 * r) % 10)) / 100;

function network(population, stations, { demand = kernelDemand, think = true, servers = () => ({}) } = {}) {
  return {
    classes: Object.fromEntries(
      population.map((n, r) => [`class${r}`, { population: n, thinkTime: think ? 1 + r : 0 }]),
    ),
    stations: Object.fromEntries(
      Array.from({ length: stations }, (_, k) => [
        `station${k}`,
        {
          demand: Object.fromEntries(population.map((_, r) => [`class${r}`, demand(r, k)])),
          ...servers(k),
        },
      ]),
    ),
  };
}

const demands = (stations) => Float64Array.from({ length: stations }, (_, k) => kernelDemand(0, k));
const rates = (k) => ({ rates: Array.from({ length: 1 + (k % 4) }, (_, n) => n + 1) });
const throughput = (solution) => solution.classes.class0.throughput;

/** The median time of a call in milliseconds, after a warm-up; at least 7 calls and half a second. */
function median(call) {
  const times = [];
  for (const last of [performance.now() + 200, performance.now() + 700]) {
    times.length = 0;
    while (performance.now() < last || times.length < 7) {
      const start = performance.now();
      call();
      times.push(performance.now() - start);
    }
  }
  times.sort((a, b) => a - b);
  return times[times.length >> 1];
}

/** A call that solves a network which is built once, outside the clock. */
function solving(solver, given) {
  return () => throughput(solver(given));
}

/** Inner loops alone: typed arrays in, no names, no checks. */
function recursion(stations, population) {
  const demand = demands(stations);
  const queue = new Float64Array(stations);
  return () => mvaRecursion(demand, population, 1, queue);
}

function buzen(stations, population) {
  const demand = demands(stations);
  const result = new Float64Array(population);
  return () => convolutionRecursion(demand, population, result);
}

function manyMmc() {
  let sum = 0;
  for (let i = 0; i < 1000; i++)
    sum += mmc({ arrivalRate: 990 + i * 1e-6, serviceTime: 1, servers: 1000 }).responseTime.mean;
  return sum / 1000;
}

/** name, call, the C kernel's name for it */
const withKernel = [
  ['exact MVA K=10 N=1e3, inner loop', recursion(10, 1000), 'mva-single K=10 N=1e3'],
  ['exact MVA K=10 N=1e3', solving(exactMva, network([1000], 10)), 'mva-single K=10 N=1e3'],
  ['exact MVA K=100 N=1e4', solving(exactMva, network([10_000], 100)), 'mva-single K=100 N=1e4'],
  ['exact MVA K=10 N=1e6, inner loop', recursion(10, 1_000_000), 'mva-single K=10 N=1e6'],
  ['exact MVA K=10 N=1e6', solving(exactMva, network([1_000_000], 10)), 'mva-single K=10 N=1e6'],
  ['exact MVA R=2 N=100 K=5', solving(exactMva, network([100, 100], 5)), 'mva-multi R=2 N=100 K=5'],
  ['exact MVA R=3 N=30 K=8', solving(exactMva, network([30, 30, 30], 8)), 'mva-multi R=3 N=30 K=8'],
  ['exact MVA R=4 N=12 K=6', solving(exactMva, network([12, 12, 12, 12], 6)), 'mva-multi R=4 N=12 K=6'],
  [
    'Bard-Schweitzer R=4 N=100 K=20',
    solving((given) => bardSchweitzer(given, { tolerance: 1e-10 }), network([100, 100, 100, 100], 20)),
    'schweitzer R=4 N=100 K=20',
  ],
  [
    'load-dependent K=10 N=500',
    solving(exactConvolution, network([500], 10, { servers: rates })),
    'load-dependent K=10 N=500',
  ],
  ['convolution K=20 N=2000, inner loop', buzen(20, 2000), 'convolution K=20 N=2000'],
  [
    'convolution K=20 N=2000, with every queue and log G',
    solving(exactConvolution, network([2000], 20, { think: false })),
    'convolution K=20 N=2000',
  ],
  ['M/M/c c=1000, 1000 calls', manyMmc, 'mmc c=1000, 1000 calls'],
];

const second = { demand: otherDemand };
const hundreds = network([100, 100, 100, 100], 20, second);
const withoutKernel = [
  ['sc10: exact MVA', solving(exactMva, network([1000], 10, second))],
  ['sc100: exact MVA', solving(exactMva, network([10_000], 100, second))],
  ['mc2: exact MVA', solving(exactMva, network([100, 100], 5, second))],
  ['mc3: exact MVA', solving(exactMva, network([30, 30, 30], 8, second))],
  ['mc4: exact MVA', solving(exactMva, network([12, 12, 12, 12], 6, second))],
  ['lin: Linearizer', solving((given) => linearizer(given, { tolerance: 1e-8 }), hundreds)],
  ['bs: Bard-Schweitzer', solving((given) => bardSchweitzer(given, { tolerance: 1e-8 }), hundreds)],
  ['aql: AQL', solving((given) => aql(given, { tolerance: 1e-8 }), hundreds)],
  ['ld: convolution', solving(exactConvolution, network([500], 10, { ...second, servers: rates }))],
  ['nc mc2: convolution', solving(exactConvolution, network([100, 100], 5, second))],
  ['nc mc3: convolution', solving(exactConvolution, network([30, 30, 30], 8, second))],
  ['nc mc4: convolution', solving(exactConvolution, network([12, 12, 12, 12], 6, second))],
  ['nc2 (500,500): convolution', solving(exactConvolution, network([500, 500], 5, second))],
  ['nc2 (500,500): exact MVA', solving(exactMva, network([500, 500], 5, second))],
  ['a million customers, R=3 K=2: integral', solving(exactIntegral, network([1e6, 5e5, 2e5], 2, second))],
  ['whole curve, 20 servers and think time, N=5000', curve],
];

function curve() {
  const given = network([5000], 3, { servers: (k) => ({ servers: 20 - 9 * k }) });
  return closedCurve(given).throughput.at(-1);
}

/** Median and check value of each workload of the C kernel, or nothing without gcc or its source. */
function kernelTimes() {
  const source = process.env.SIDECORE_CKERNEL;
  if (!source) return new Map();
  const folder = mkdtempSync(join(tmpdir(), 'sidecore-bench-'));
  try {
    const program = join(folder, 'ckernel');
    execFileSync('gcc', ['-O3', '-march=native', '-ffast-math', '-o', program, source, '-lm']);
    const lines = execFileSync(program, { encoding: 'utf8' }).trim().split('\n');
    return new Map(
      lines.map((line) => {
        const [, name, time, check] = line.match(/^(.*?)\s+median\s+([\d.]+) ms.*check (\S+)$/);
        return [name, { time: Number(time), check: Number(check) }];
      }),
    );
  } catch (error) {
    console.log(`no C kernel: ${error.message.split('\n')[0]}`);
    return new Map();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const milliseconds = (time) => time.toPrecision(4).padStart(10);

/** Time per cell of the lattice as it grows x 1, x 8, x 64. */
function growth() {
  const rows = [
    ['exact MVA', exactMva, [15, 31, 63]],
    ['convolution', exactConvolution, [15, 31, 63]],
  ];
  for (const [name, solver, sizes] of rows) {
    const cells = sizes.map((size) => {
      const given = network([size, size, size], 8);
      return (1e6 * median(() => solver(given))) / (size + 1) ** 3;
    });
    console.log(`${name.padEnd(14)}${cells.map((time) => `${time.toFixed(1)} ns`.padStart(12)).join('')}`);
  }
}

export async function bench() {
  const kernel = kernelTimes();
  console.log(`${'workload'.padEnd(54)}${'ms'.padStart(10)}${'C ms'.padStart(10)}${'ratio'.padStart(8)}`);
  for (const [name, call, kernelName] of withKernel) {
    const time = median(call);
    const own = kernel.get(kernelName);
    const ratio = own ? `${milliseconds(own.time)}${(time / own.time).toFixed(2).padStart(8)}` : '';
    const agrees = !own || Math.abs(call() / own.check - 1) < 1e-8;
    console.log(`${name.padEnd(54)}${milliseconds(time)}${ratio}${agrees ? '' : `  differs: ${call()}`}`);
  }
  for (const [name, call] of withoutKernel) console.log(`${name.padEnd(54)}${milliseconds(median(call))}`);
  console.log('\ntime per cell of a lattice of three classes and 8 stations, of 16^3, 32^3 and 64^3 cells');
  growth();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bench();
