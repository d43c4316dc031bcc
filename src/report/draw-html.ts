import { type ChartSpec, type ChartTheme, chartThemes, withTheme } from './chart-theme';
import { drawSvg } from './draw-svg';
import { escaped } from './escaped';
import { significant } from './numbers';

/** Pages have room for numbers that a program may want to read on. */
const digits = 6;

/**
 * A page of its own: the chart for a light and for a dark screen (or one of them), and its numbers as tables for
 * readers who cannot see it. Nothing is loaded, and the page's policy forbids it.
 */
export async function drawHtml(spec: ChartSpec, theme: ChartTheme | undefined): Promise<string> {
  const pictures = await Promise.all(
    (theme === undefined ? chartThemes : [theme]).map(
      async (one) => `<div class="${one}">${await drawSvg(withTheme(spec, one), one)}</div>`,
    ),
  );
  const title = escaped(String(spec.description ?? 'Chart'));
  const tables = dataOf(spec).map(table);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>
${styles(theme)}
</style>
</head>
<body>
<main>
<figure>
${pictures.join('\n')}
<figcaption>${title}</figcaption>
</figure>
${tables.join('\n')}
</main>
</body>
</html>
`;
}

function styles(theme: ChartTheme | undefined): string {
  const light = '--paper: #ffffff; --ink: #1f2328; --faint: #59636e; --line: #d1d9e0';
  const dark = '--paper: #0d1117; --ink: #e6edf3; --faint: #9da7b1; --line: #3d444d';
  return [
    `:root { color-scheme: ${theme ?? 'light dark'}; ${theme === 'dark' ? dark : light} }`,
    'body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif }',
    'main { max-width: 60rem; margin: 0 auto; padding: 1.5rem }',
    'figure { margin: 0; overflow-x: auto }',
    'figure svg { max-width: 100%; height: auto }',
    'figcaption, caption { color: var(--faint); text-align: left }',
    'details { margin-top: 1.5rem; overflow-x: auto }',
    'table { border-collapse: collapse; margin-top: .5rem; font-variant-numeric: tabular-nums }',
    'th, td { padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); text-align: left; white-space: nowrap }',
    '.number { text-align: right }',
    ...(theme === undefined
      ? [
          '.dark { display: none }',
          `@media screen and (prefers-color-scheme: dark) { :root { ${dark} } .light { display: none } .dark { display: block } }`,
        ]
      : []),
  ].join('\n');
}

interface NamedData {
  readonly name?: string;
  readonly values: readonly Readonly<Record<string, unknown>>[];
}

/** The data inside a specification, wherever a view has its own. */
function dataOf(view: unknown): NamedData[] {
  if (typeof view !== 'object' || view === null) return [];
  const { data, layer, concat, hconcat, vconcat, spec } = view as Record<string, unknown>;
  const own = data as NamedData | undefined;
  const parts = [layer, concat, hconcat, vconcat].flatMap((list) => (Array.isArray(list) ? list : []));
  return [
    ...(Array.isArray(own?.values) && own.values.length > 0 ? [own] : []),
    ...[...parts, spec].flatMap(dataOf),
  ];
}

function table({ name, values }: NamedData): string {
  const fields = [...new Set(values.flatMap((row) => Object.keys(row)))];
  const numeric = new Set(fields.filter((field) => values.some((row) => typeof row[field] === 'number')));
  const side = (field: string) => (numeric.has(field) ? ' class="number"' : '');
  const cell = (value: unknown) =>
    escaped(typeof value === 'number' ? significant(value, digits) : String(value ?? ''));
  const head = fields.map((field) => `<th scope="col"${side(field)}>${escaped(field)}</th>`).join('');
  const body = values.map(
    (row) => `<tr>${fields.map((field) => `<td${side(field)}>${cell(row[field])}</td>`).join('')}</tr>`,
  );
  const caption = escaped(name ?? 'data');
  return `<details open>
<summary>Data: ${caption}</summary>
<table>
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>
</table>
</details>`;
}
