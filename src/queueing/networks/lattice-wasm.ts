import type { LatticeModel, Sweeper } from './lattice-sweep';
import { type Code, f64, get, i32, moduleOf, pair, repeat, set, type Type, tee, when } from './wasm-code';

/** The part of the WebAssembly interface that is used here; not every host has it. */
interface WasmHost {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (
    module: object,
    imports: object,
  ) => { readonly exports: { readonly run: (at: number, rows: number, middle: number) => void } };
}

/** Rows that are walked together, each a cell behind the one before it, so that their divisions overlap. */
const depth = 3;

/** Larger shapes would make long code for little gain. */
const mostClasses = 6;
const mostPairs = 24;

/** Cells x classes x stations below which the plain loop is done sooner than the code is set up. */
const worthwhile = 10_000;

/** Compiled code by shape: a memo of a pure function, it holds no numbers of any model. */
const compiled = new Map<string, object>();

/**
 * The sweep of `latticeMva` in WebAssembly, two stations to an instruction and three rows at a time: three times as
 * fast as the loop in `lattice-sweep.ts`, which it follows. Null when the host has no WebAssembly, or the
 * lattice is too small or too large for it to pay.
 */
export function wasmSweeper(model: LatticeModel): Sweeper | null {
  const host = (globalThis as { WebAssembly?: WasmHost }).WebAssembly;
  const { population, demand, together, thinkTime, stationCount } = model;
  const classCount = population.length;
  const pairs = (stationCount + 1) >> 1;
  const cellCount = population.reduce((product, n) => product * (n + 1), 1);
  if (host === undefined || classCount > mostClasses || pairs > mostPairs || pairs === 0) return null;
  if (cellCount * classCount * stationCount < worthwhile) return null;
  const place = layout(classCount, pairs);
  const back = new Int32Array(classCount);
  let size = place.width;
  for (let r = classCount - 1; r >= 1; r--) {
    back[r] = size;
    size *= population[r] + 1;
  }
  // a class without customers looks at a cell before the lattice, whose numbers are multiplied by 0
  const start = place.cells + back[1];
  if (start + size > 2 ** 31 - 2 ** 16) return null;
  const instance = instantiate(host, classCount, pairs, Math.ceil((start + size) / 65536));
  if (instance === null) return null;
  const { run, buffer } = instance;
  const numbers = new Float64Array(buffer);
  numbers.fill(1, place.cells / 8, (start + size) / 8);
  for (let r = 0; r < classCount; r++) {
    for (let k = 0; k < stationCount; k++) {
      numbers[place.demand / 8 + 2 * r * pairs + k] = demand[r * stationCount + k];
      numbers[place.together / 8 + 2 * r * pairs + k] = together[r * stationCount + k];
    }
    numbers[place.thinkTime / 8 + r] = thinkTime[r];
  }
  const middle = classCount - 2;
  const whole = new Int32Array(buffer);
  whole.set(back, place.back / 4);
  whole[place.row / 4] = population[classCount - 1] + 1;
  whole[place.row / 4 + 1] = back[middle];
  const counts = new Float64Array(buffer, place.counts, classCount);

  /** Solves rows `from` to `to` of the last class but one. */
  const rows = (at: number, from: number, to: number): void => {
    for (let i = from; i <= to; i += depth) run(at + i * back[middle], Math.min(depth, to + 1 - i), i);
  };
  const sweep = (from: number, to: number): void => {
    if (middle === 0) {
      rows(start, from, to);
      return;
    }
    for (let first = from; first <= to; first++) {
      counts.fill(0);
      counts[0] = first;
      for (let at = start, r = middle; r > 0; ) {
        rows(at, 0, population[middle]);
        for (r = middle - 1; r > 0; r--) {
          at += back[r];
          if (++counts[r] <= population[r]) break;
          at -= back[r] * counts[r];
          counts[r] = 0;
        }
      }
    }
  };
  return {
    cells: new Float64Array(buffer, start, size / 8),
    width: place.width / 8,
    cycleAt: 2 * pairs,
    back: back.map((bytes) => bytes / 8),
    sweep,
  };
}

/** Where things are in the memory, in bytes. */
function layout(classCount: number, pairs: number) {
  const demand = 0;
  const together = demand + 16 * classCount * pairs;
  const thinkTime = together + 16 * classCount * pairs;
  const counts = thinkTime + 8 * classCount;
  const back = counts + 8 * classCount;
  const row = back + 8 * classCount;
  const cells = 16 * Math.ceil((row + 8) / 16);
  return {
    demand,
    together,
    thinkTime,
    counts,
    back,
    row,
    cells,
    width: 16 * (pairs + ((classCount + 1) >> 1)),
  };
}

function instantiate(
  host: WasmHost,
  classCount: number,
  pairs: number,
  pages: number,
): { run: (at: number, rows: number, middle: number) => void; buffer: ArrayBuffer } | null {
  const shape = `${classCount}x${pairs}`;
  try {
    const known = compiled.get(shape) ?? new host.Module(rowsCode(classCount, pairs));
    compiled.set(shape, known);
    const memory = new host.Memory({ initial: pages });
    const { exports } = new host.Instance(known, { host: { memory } });
    return { run: exports.run, buffer: memory.buffer };
  } catch {
    // no vector instructions, code not allowed here, or no memory: the plain loop does it
    return null;
  }
}

/**
 * Code of run(at, rows, middle): solves up to `depth` rows from the address on, the first of which has `middle`
 * customers of the last class but one. In step t, row s is at its cell t - s.
 */
function rowsCode(classCount: number, pairs: number): Uint8Array {
  const place = layout(classCount, pairs);
  const cycleAt = 16 * pairs;
  const [at, rows, middle] = [0, 1, 2];
  const locals: Type[] = [];
  const local = (type: Type) => locals.push(type) + 2;
  const perClass = (type: Type) => Array.from({ length: classCount }, () => local(type));
  const [step, cell, here, rowLength, rowStride, base] = Array.from({ length: 6 }, () => local('i32'));
  const before = perClass('i32');
  const back = perClass('i32');
  const count = perClass('f64');
  const throughput = perClass('vector');
  const cycle = perClass('vector');
  const [length, one] = [local('vector'), local('vector')];
  const classes = Array.from({ length: classCount }, (_, r) => r);

  /** X_r = n_r / W_r of the predecessor, in both halves. */
  const rate = (r: number, slot: number): Code[] => [
    ...(r === 0 ? [get(here)] : [get(here), get(back[r]), i32.subtract]),
    set(before[r]),
    ...customers(r, slot),
    get(before[r]),
    f64.load(cycleAt + 8 * r),
    f64.divide,
    pair.both,
    set(throughput[r]),
    f64.constant(0),
    pair.both,
    set(cycle[r]),
  ];
  const customers = (r: number, slot: number): Code[] => {
    if (r === classCount - 1) return [get(cell), i32.toF64];
    if (r === classCount - 2) return [get(middle), i32.constant(slot), i32.add, i32.toF64];
    return [get(count[r])];
  };
  /** P = 1 + sum_r X_r D_r P of the predecessor, for two stations, and their part of the cycle times. */
  const stations = (v: number): Code[] => [
    get(one),
    ...classes.flatMap((r) => [
      get(throughput[r]),
      get(before[r]),
      pair.load(16 * v),
      get(base),
      pair.load(place.demand + 16 * (r * pairs + v)),
      pair.multiply,
      pair.multiply,
      pair.add,
    ]),
    set(length),
    get(here),
    get(length),
    pair.store(16 * v),
    ...classes.flatMap((r) => [
      get(cycle[r]),
      get(length),
      get(base),
      pair.load(place.together + 16 * (r * pairs + v)),
      pair.multiply,
      pair.add,
      set(cycle[r]),
    ]),
  ];
  const storeCycle = (r: number): Code[] => [
    get(here),
    get(cycle[r]),
    pair.half(0),
    get(cycle[r]),
    pair.half(1),
    f64.add,
    get(base),
    f64.load(place.thinkTime + 8 * r),
    f64.add,
    f64.store(cycleAt + 8 * r),
  ];
  const solveCell = (slot: number): Code =>
    when(
      [
        ...[get(step), i32.constant(slot), i32.subtract, tee(cell), get(rowLength), i32.lessUnsigned],
        ...[i32.constant(slot), get(rows), i32.lessSigned, i32.and],
      ],
      [
        ...[get(at), get(rowStride), i32.constant(slot), i32.multiply, i32.add],
        ...[get(cell), i32.constant(place.width), i32.multiply, i32.add, set(here)],
        ...classes.flatMap((r) => rate(r, slot)),
        ...Array.from({ length: pairs }, (_, v) => stations(v)).flat(),
        ...classes.flatMap(storeCycle),
      ],
    );
  return moduleOf(['i32', 'i32', 'i32'], locals, [
    ...[get(base), i32.load(place.row), set(rowLength), get(base), i32.load(place.row + 4), set(rowStride)],
    ...classes.flatMap((r) => [
      ...[get(base), i32.load(place.back + 4 * r), set(back[r])],
      ...[get(base), f64.load(place.counts + 8 * r), set(count[r])],
    ]),
    ...[f64.constant(1), pair.both, set(one)],
    repeat(
      Array.from({ length: depth }, (_, slot) => solveCell(slot)),
      [
        ...[get(step), i32.constant(1), i32.add, tee(step)],
        ...[get(rowLength), get(rows), i32.add, i32.constant(1), i32.subtract, i32.lessSigned],
      ],
    ),
  ]);
}
