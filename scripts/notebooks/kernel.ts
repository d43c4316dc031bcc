import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Output {
  readonly output_type: 'display_data' | 'stream' | 'error';
  readonly data?: Readonly<Record<string, unknown>>;
  readonly text?: string | readonly string[];
  readonly ename?: string;
  readonly evalue?: string;
}

interface Cell {
  readonly cell_type: 'code' | 'markdown';
  readonly source: string | readonly string[];
  readonly outputs?: readonly Output[];
}

interface Notebook {
  readonly cells: readonly Cell[];
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const deno = ['deno', 'deno.exe'].map((name) => `${root}node_modules/deno/${name}`).find(existsSync);
const python = [process.env.PYTHON, 'python3', '/usr/bin/python3', 'python'].find(
  (one) => one && spawnSync(one, ['-c', 'import jupyter_client']).status === 0,
);

const folder = `${root}examples/notebooks/`;
/** The notebooks of the project, as paths. */
export const notebooks = readdirSync(folder)
  .filter((name) => name.endsWith('.ipynb'))
  .map((name) => folder + name);

/** What a run of notebooks lacks on this machine, with the remedy; empty when it lacks nothing. */
export const missing = [
  ...(deno ? [] : ['Deno is missing: npm install']),
  ...(python
    ? []
    : [
        'no Python with jupyter_client: apt-get install python3-jupyter-client, or pip install jupyter-client and name that Python in PYTHON',
      ]),
  ...(existsSync(`${root}dist/report.js`) ? [] : ['the package is not built: npm run build']),
].join('; ');

function readNotebook(path: string): Notebook {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Outputs of every cell of every notebook, each notebook in a fresh kernel. */
export function execute(paths: readonly string[]): Record<string, Output[][]> {
  const script = fileURLToPath(new URL('execute.py', import.meta.url));
  const { status, stdout, stderr } = spawnSync(python!, [script, deno!, ...paths], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`the notebooks did not run:\n${stderr}`);
  return JSON.parse(stdout);
}

/** Puts new outputs into a notebook's file; the specifications of charts stay out, the pictures are there. */
export function writeOutputs(path: string, outputs: readonly (readonly Output[])[]): void {
  const notebook = readNotebook(path);
  const cells = notebook.cells.map((cell, i) =>
    cell.cell_type === 'code' ? { ...cell, execution_count: null, outputs: outputs[i].map(stored) } : cell,
  );
  writeFileSync(path, `${JSON.stringify({ ...notebook, cells }, null, 1)}\n`);
}

const storedForms = ['text/plain', 'text/html', 'text/markdown'];

function stored(output: Output): Output {
  if (!output.data) return output;
  const data = Object.fromEntries(Object.entries(output.data).filter(([form]) => storedForms.includes(form)));
  return { ...output, data };
}

/**
 * Errors among the outputs of a notebook, and cells that print something else than is stored, as lines for a reader.
 * An answer that shows itself must do so with a picture or a page, not as bare text alone.
 */
export function differences(path: string, outputs: readonly (readonly Output[])[]): string[] {
  return readNotebook(path).cells.flatMap((cell, i) => {
    const at = `cell ${i + 1}`;
    const error = outputs[i].find(({ output_type }) => output_type === 'error');
    if (error) return [`${at}: ${error.ename}: ${error.evalue}`];
    const [printed, kept] = [outputs[i], cell.outputs ?? []].map((all) => all.map(visible).join(''));
    return printed === kept ? [] : [`${at} prints\n${printed}\nbut has stored\n${kept}`];
  });
}

/** What a reader sees of an output, but for pictures. */
function visible({ data, text }: Output): string {
  return data
    ? `${Object.keys(data).includes('text/html') ? 'page: ' : ''}${data['text/plain']}`
    : [text].flat().join('');
}
