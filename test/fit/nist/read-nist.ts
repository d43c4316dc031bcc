import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A set of NIST StRD with its model, certified estimates and standard errors. */
export interface NistSet {
  readonly name: string;
  readonly starts: readonly number[][];
  readonly certified: readonly number[];
  readonly standardErrors: readonly number[];
  /** Certified sum of squares. */
  readonly sumOfSquares: number;
  readonly residuals: (b: ArrayLike<number>) => number[];
}

type Model = (b: ArrayLike<number>, x: readonly number[]) => number;

const { exp, cos, sin, atan, PI } = Math;
const gauss: Model = (b, [x]) =>
  b[0] * exp(-b[1] * x) +
  b[2] * exp(-((x - b[3]) ** 2) / b[4] ** 2) +
  b[5] * exp(-((x - b[6]) ** 2) / b[7] ** 2);
const lanczos: Model = (b, [x]) => b[0] * exp(-b[1] * x) + b[2] * exp(-b[3] * x) + b[4] * exp(-b[5] * x);
const cubic: Model = (b, [x]) =>
  (b[0] + b[1] * x + b[2] * x ** 2 + b[3] * x ** 3) / (1 + b[4] * x + b[5] * x ** 2 + b[6] * x ** 3);
const chwirut: Model = (b, [x]) => exp(-b[0] * x) / (b[1] + b[2] * x);

/** The models as the files state them; NIST gives 2 pi in ENSO and arctan over pi in Roszman1 without digits. */
const models: Record<string, Model> = {
  Bennett5: (b, [x]) => b[0] * (b[1] + x) ** (-1 / b[2]),
  BoxBOD: (b, [x]) => b[0] * (1 - exp(-b[1] * x)),
  Chwirut1: chwirut,
  Chwirut2: chwirut,
  DanWood: (b, [x]) => b[0] * x ** b[1],
  ENSO: (b, [x]) =>
    b[0] +
    b[1] * cos((2 * PI * x) / 12) +
    b[2] * sin((2 * PI * x) / 12) +
    b[4] * cos((2 * PI * x) / b[3]) +
    b[5] * sin((2 * PI * x) / b[3]) +
    b[7] * cos((2 * PI * x) / b[6]) +
    b[8] * sin((2 * PI * x) / b[6]),
  Eckerle4: (b, [x]) => (b[0] / b[1]) * exp(-0.5 * ((x - b[2]) / b[1]) ** 2),
  Gauss1: gauss,
  Gauss2: gauss,
  Gauss3: gauss,
  Hahn1: cubic,
  Kirby2: (b, [x]) => (b[0] + b[1] * x + b[2] * x ** 2) / (1 + b[3] * x + b[4] * x ** 2),
  Lanczos1: lanczos,
  Lanczos2: lanczos,
  Lanczos3: lanczos,
  MGH09: (b, [x]) => (b[0] * (x ** 2 + x * b[1])) / (x ** 2 + x * b[2] + b[3]),
  MGH10: (b, [x]) => b[0] * exp(b[1] / (x + b[2])),
  MGH17: (b, [x]) => b[0] + b[1] * exp(-x * b[3]) + b[2] * exp(-x * b[4]),
  Misra1a: (b, [x]) => b[0] * (1 - exp(-b[1] * x)),
  Misra1b: (b, [x]) => b[0] * (1 - (1 + (b[1] * x) / 2) ** -2),
  Misra1c: (b, [x]) => b[0] * (1 - (1 + 2 * b[1] * x) ** -0.5),
  Misra1d: (b, [x]) => (b[0] * b[1] * x) / (1 + b[1] * x),
  Nelson: (b, [x1, x2]) => b[0] - b[1] * x1 * exp(-b[2] * x2),
  Rat42: (b, [x]) => b[0] / (1 + exp(b[1] - b[2] * x)),
  Rat43: (b, [x]) => b[0] / (1 + exp(b[1] - b[2] * x)) ** (1 / b[3]),
  Roszman1: (b, [x]) => b[0] - b[1] * x - atan(b[2] / (x - b[3])) / PI,
  Thurber: cubic,
};

/** Every set, by the name of its file. */
export const nistNames: readonly string[] = Object.keys(models);

export function readNist(
  name: string,
  folder: string = fileURLToPath(new URL('.', import.meta.url)),
): NistSet {
  const lines = readFileSync(`${folder}/${name}.dat`, 'utf8').split(/\r?\n/);
  const numbers = (text: string) => text.trim().split(/\s+/).map(Number);
  const table = lines.flatMap((line) => {
    const match = /^\s*b\d+\s*=(.*)$/.exec(line);
    return match ? [numbers(match[1])] : [];
  });
  const sum = lines.find((line) => line.startsWith('Residual Sum of Squares:'))!;
  const first = lines.findLastIndex((line) => line.startsWith('Data:')) + 1;
  const rows = lines
    .slice(first)
    .filter((line) => line.trim() !== '')
    .map(numbers);
  const response = rows.map(([y]) => (name === 'Nelson' ? Math.log(y) : y));
  const predictors = rows.map((row) => row.slice(1));
  const model = models[name];
  return {
    name,
    starts: [table.map((row) => row[0]), table.map((row) => row[1])],
    certified: table.map((row) => row[2]),
    standardErrors: table.map((row) => row[3]),
    sumOfSquares: numbers(sum.split(':')[1])[0],
    residuals: (b) => response.map((y, i) => y - model(b, predictors[i])),
  };
}

/** Digits of agreement: -log10 of the largest relative error, at most 15. */
export function digitsOf(actual: readonly number[], certified: readonly number[]): number {
  const worst = Math.max(...certified.map((value, i) => Math.abs(actual[i] - value) / Math.abs(value)));
  return worst === 0 ? 15 : Math.min(15, -Math.log10(worst));
}
