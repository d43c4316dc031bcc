import type { FitParameter, FitResult, FusedParameters } from '../fit/fit-result';
import { significant } from './numbers';
import { parameterLabel, parameterUnit } from './parameter-label';
import { type Column, paragraph, type Row } from './text-table';

export const parameterColumns: readonly Column[] = [
  { title: '', align: 'left' },
  { title: 'estimate', align: 'right' },
  { title: '95 % interval', align: 'right' },
  { title: 'before', align: 'right' },
  { title: 'known range', align: 'right' },
  { title: 'shift', align: 'right' },
  { title: 'remarks', align: 'left' },
];

/** A letter for each group of parameters that the data see only together. */
export function groupLetters(fused: readonly FusedParameters[]): Map<string, string> {
  return new Map(fused.map(({ name }, i) => [name, i < 26 ? String.fromCharCode(65 + i) : `Z${i - 25}`]));
}

/** The parameters under headings that say what they have in common, and in which unit they are. */
export function parameterRows({ parameters, fused }: FitResult): Row[] {
  const letters = groupLetters(fused);
  const tables = new Map<string, Row[]>();
  for (const [name, parameter] of Object.entries(parameters)) {
    const tied = parameter.kind === 'factor';
    const { heading, label } = tied ? { heading: 'common factors', label: name } : parameterLabel(name);
    const unit = tied ? '' : parameterUnit(name);
    const key = unit === '' ? heading : `${heading} (${unit})`;
    const rows = tables.get(key) ?? [];
    tables.set(key, rows);
    rows.push([`  ${label}`, ...parameterCells(parameter, letters)]);
  }
  return [...tables].flatMap(([heading, rows]) => [{ heading }, ...rows]);
}

function parameterCells(parameter: FitParameter, letters: ReadonlyMap<string, string>): string[] {
  const { estimate, lower, upper, start, prior, shift } = parameter;
  return [
    compact(estimate),
    lower === null && upper === null ? '-' : rangeOf(lower, upper),
    compact(start),
    prior ? rangeOf(prior.low, prior.high) : 'none',
    shift === null ? '' : `${shift > 0 ? '+' : ''}${shift.toFixed(1)}`,
    remarksOn(parameter, letters),
  ];
}

/** Three digits, and no more room than a table has. */
export function compact(value: number): string {
  return Math.abs(value) < 1e6 ? significant(value) : value.toExponential(2).replace('e+', 'e');
}

export function rangeOf(lower: number | null, upper: number | null): string {
  return `${lower === null ? '?' : compact(lower)} .. ${upper === null ? '?' : compact(upper)}`;
}

function remarksOn({ atBound, fused, priorDominated }: FitParameter, letters: ReadonlyMap<string, string>) {
  return [
    ...(atBound === null ? [] : [`at its ${atBound} bound`]),
    ...(fused === null ? [] : [`fused: ${letters.get(fused) ?? fused}`]),
    ...(priorDominated ? ['prior-dominated'] : []),
  ].join(', ');
}

/** More names than these say no more. */
const mostNames = 6;

/** What of each fused group the data do tell. */
export function fusedLines(fused: readonly FusedParameters[], width: number): string {
  const letters = groupLetters(fused);
  return fused
    .flatMap(({ name, parameters, determined }) => [
      paragraph(`  ${letters.get(name)}`, named(parameters), 5, width),
      ...(determined.length === 0
        ? ['     nothing of it is determined beyond what was known before']
        : [...determined]
            .sort((a, b) => a.standardError - b.standardError)
            .slice(0, mostNames)
            .map(({ exponents, product, estimate, lower, upper }) =>
              paragraph(
                '',
                `${shortened(product, exponents)} = ${significant(estimate)} (${rangeOf(lower, upper)}) times what it was`,
                7,
                width,
              ),
            )),
      ...(determined.length > mostNames ? [`       and ${determined.length - mostNames} more`] : []),
    ])
    .join('\n');
}

function named(names: readonly string[]): string {
  const rest = names.length - mostNames;
  return rest <= 1 ? names.join(', ') : `${names.slice(0, mostNames).join(', ')} and ${rest} more`;
}

/** The largest powers of a long product. */
function shortened(product: string, exponents: Readonly<Record<string, number>>): string {
  const factors = Object.entries(exponents);
  if (factors.length <= mostNames) return product;
  const largest = factors.sort(([, a], [, b]) => Math.abs(b) - Math.abs(a)).slice(0, mostNames);
  const text = largest.map(([name, exponent]) => `${name}^${Number(exponent.toFixed(2))}`).join(' * ');
  return `${text} * ${factors.length - mostNames} more`;
}
