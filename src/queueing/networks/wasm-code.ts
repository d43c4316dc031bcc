/**
 * As much of a WebAssembly assembler as the inner loop of the lattice needs: every function gives the bytes of an
 * instruction, in stack order. Opcodes: WebAssembly Core Specification 2.0, section 5.4.
 */
export type Code = readonly number[];

export const types = { i32: 0x7f, f64: 0x7c, vector: 0x7b } as const;
export type Type = keyof typeof types;

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  bytes.push(rest);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest < -64 || rest > 63) {
    bytes.push((rest & 127) | 128);
    rest >>= 7;
  }
  bytes.push(rest & 127);
  return bytes;
}

const vectorCode = (opcode: number) => [0xfd, ...unsigned(opcode)];

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number): Code => [0x21, ...unsigned(local)];
export const tee = (local: number): Code => [0x22, ...unsigned(local)];

export const i32 = {
  constant: (value: number): Code => [0x41, ...signed(value)],
  load: (offset: number): Code => [0x28, 2, ...unsigned(offset)],
  add: [0x6a],
  subtract: [0x6b],
  multiply: [0x6c],
  and: [0x71],
  lessSigned: [0x48],
  lessUnsigned: [0x49],
  toF64: [0xb7],
} as const;

export const f64 = {
  constant: (value: number): Code => [0x44, ...new Uint8Array(Float64Array.of(value).buffer)],
  load: (offset: number): Code => [0x2b, 3, ...unsigned(offset)],
  store: (offset: number): Code => [0x39, 3, ...unsigned(offset)],
  add: [0xa0],
  divide: [0xa3],
} as const;

/** Two doubles side by side. */
export const pair = {
  load: (offset: number): Code => [...vectorCode(0), 4, ...unsigned(offset)],
  store: (offset: number): Code => [...vectorCode(11), 4, ...unsigned(offset)],
  both: vectorCode(20),
  half: (index: number): Code => [...vectorCode(33), index],
  add: vectorCode(0xf0),
  multiply: vectorCode(0xf2),
} as const;

/** Runs the body again as long as the condition, computed after it, holds. */
export const repeat = (body: readonly Code[], condition: readonly Code[]): Code =>
  [[0x03, 0x40], ...body, ...condition, [0x0d, 0, 0x0b]].flat();

export const when = (condition: readonly Code[], body: readonly Code[]): Code =>
  [...condition, [0x04, 0x40], ...body, [0x0b]].flat();

const list = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()];
const section = (id: number, content: Code): Code => [id, ...unsigned(content.length), ...content];
const text = (value: string): Code => list(Array.from(value, (letter) => [letter.charCodeAt(0)]));

/** A module of one function without result, `run`, that works on the memory it is given as `host.memory`. */
export function moduleOf(
  parameters: readonly Type[],
  locals: readonly Type[],
  body: readonly Code[],
): Uint8Array {
  const code = [...list(locals.map((type) => [1, types[type]])), ...body.flat(), 0x0b];
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list([[0x60, ...list(parameters.map((type) => [types[type]])), 0]])),
    ...section(2, list([[...text('host'), ...text('memory'), 2, 0, 1]])),
    ...section(3, list([[0]])),
    ...section(7, list([[...text('run'), 0, 0]])),
    ...section(10, list([[...unsigned(code.length), ...code]])),
  ]);
}
