/**
 * Checks the package as a user gets it: packs it, reads the list of its files, installs it into an empty folder and
 * uses it from there, as ES module, as CommonJS, from TypeScript and as a command. Needs a build.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'sidecore-package-'));
const failures = [];

function run(command, args, options = {}) {
  const result = spawnSync(command, args, { encoding: 'utf8', cwd: folder, ...options });
  if (result.error) throw result.error;
  return result;
}

/** Runs a command that must succeed; returns what it printed. */
function mustRun(what, command, args, options) {
  const { status, stdout, stderr } = run(command, args, options);
  if (status !== 0) failures.push(`${what} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

function must(what, condition) {
  if (!condition) failures.push(what);
}

/** Packs the project and returns the tarball's path. */
function pack() {
  const output = mustRun('npm pack', 'npm', ['pack', '--json', '--pack-destination', folder], { cwd: root });
  const [{ filename, files }] = JSON.parse(output);
  const paths = files.map(({ path }) => path);
  const allowed = /^(dist\/.+|schema\/[a-z-]+\.json|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/;
  for (const path of paths) must(`${path} does not belong into the package`, allowed.test(path));
  for (const path of [
    'package.json',
    'README.md',
    'LICENSE',
    'CHANGELOG.md',
    'schema/model.json',
    'dist/cli.cjs',
  ])
    must(`${path} is missing from the package`, paths.includes(path));
  return join(folder, filename);
}

/** Every sub-path that the manifest exports as a module, as a user names it. */
const modules = Object.keys(manifest.exports)
  .filter((path) => !path.endsWith('.json'))
  .map((path) => path.replace(/^\./, manifest.name));

/** A consumer that uses the values and the types of the main module and of `queueing`. */
const consumer = `
import { predict, xenPv, type Prediction } from 'sidecore';
import { exactMva, type NetworkSolution } from 'sidecore/queueing';
${modules.map((name, i) => `import * as module${i} from '${name}';`).join('\n')}
const prediction: Prediction = predict(xenPv, { topology: 'intra-node', window: 8 });
export const throughput: number = prediction.throughput;
export const solution: NetworkSolution = exactMva({
  classes: { jobs: { population: 3 } },
  stations: { disk: { demand: 0.1 } },
});
export const all: object[] = [${modules.map((_, i) => `module${i}`).join(', ')}];
// @ts-expect-error a topology is a text: the types must not have dissolved into any
predict(xenPv, { topology: 1 });
`;

function checkTypes() {
  const base = { strict: true, noEmit: true, target: 'ES2022', lib: ['ES2022'], types: [] };
  const kinds = {
    'node16 ES module': { file: 'consumer.mts', module: 'Node16', moduleResolution: 'Node16' },
    'node16 CommonJS': { file: 'consumer.cts', module: 'Node16', moduleResolution: 'Node16' },
    bundler: { file: 'consumer.ts', module: 'ESNext', moduleResolution: 'Bundler' },
  };
  for (const [kind, { file, ...options }] of Object.entries(kinds)) {
    writeFileSync(join(folder, file), consumer);
    const config = join(folder, `tsconfig.${file}.json`);
    writeFileSync(config, JSON.stringify({ compilerOptions: { ...base, ...options }, files: [file] }));
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    mustRun(`type check of a consumer, ${kind},`, process.execPath, [tsc, '-p', config]);
  }
}

/** Each way to load each module gives its functions. */
function checkModules() {
  const test = (load) =>
    `${modules.map((name) => `if (Object.keys(${load(name)}).length === 0) throw new Error('${name} is empty');`).join('\n')}`;
  writeFileSync(
    join(folder, 'load.mjs'),
    test((name) => `await import('${name}')`),
  );
  writeFileSync(
    join(folder, 'load.cjs'),
    test((name) => `require('${name}')`),
  );
  mustRun('import', process.execPath, ['load.mjs']);
  mustRun('require', process.execPath, ['load.cjs']);
  const same = `
    const { predict, xenPv } = require('sidecore');
    const text = JSON.stringify(predict(xenPv));
    import('sidecore').then((esm) => {
      if (JSON.stringify(esm.predict(esm.xenPv)) !== text) throw new Error('ES module and CommonJS differ');
    });`;
  mustRun('ES module beside CommonJS', process.execPath, ['-e', same]);
}

/** The command, from an empty folder, through the link that npm makes for it. */
function checkCommand() {
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  const bin = join(folder, 'node_modules/.bin/sidecore');
  const options = { cwd: empty, shell: process.platform === 'win32' };
  const command = (...args) => mustRun(`sidecore ${args.join(' ')}`, bin, args, options);
  must('sidecore --version prints the version', command('--version').trim() === manifest.version);
  must('sidecore predict prints the answer', command('predict').includes('inter-node-receive'));
  const answer = JSON.parse(command('predict', '--json'));
  must(
    'sidecore predict --json has predictions',
    answer.schemaVersion === 1 && answer.predictions.length > 0,
  );
  const model = command('init');
  writeFileSync(join(empty, 'model.yaml'), model);
  must(
    'sidecore predict reads what init wrote',
    command('predict', 'model.yaml').includes('inter-node-receive'),
  );
  // Charts need packages that are not installed with us: that must be said, not thrown.
  const chart = run(bin, ['predict', '--chart', 'chart.svg'], options);
  must(
    'a chart without vega names what to install',
    chart.status === 2 && chart.stderr.includes('npm install vega'),
  );
}

/** Nothing that is installed with the package runs a script while it is installed. */
function checkInstallScripts() {
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  for (const [path, { hasInstallScript }] of Object.entries(packages))
    must(`${path} has an install script`, !hasInstallScript);
}

try {
  const tarball = pack();
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }));
  const install = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--omit=optional', tarball];
  mustRun('npm install', 'npm', install);
  if (failures.length === 0) {
    checkInstallScripts();
    checkModules();
    checkTypes();
    checkCommand();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const failure of failures) console.error(`package: ${failure}`);
console.log(
  failures.length === 0 ? `package: ${modules.length} modules and the command work as installed` : '',
);
process.exitCode = failures.length === 0 ? 0 : 1;
