import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compare, type Scenario, xenPv } from '../../src';
import { useCli } from './run-cli';

const cli = useCli();

/** What a comparison looks like after a trip through JSON. */
const asJson = (scenarios?: Scenario[]) => JSON.parse(JSON.stringify(compare(xenPv, scenarios)));

async function answered(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await cli.run(args);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return stdout;
}

const predictions = async (...args: string[]) =>
  JSON.parse(await answered('predict', '--json', ...args)).predictions;

describe('sidecore predict', () => {
  it('names every topology and placement of the template', async () => {
    const text = await answered('predict');
    for (const name of [...Object.keys(xenPv.topologies), ...Object.keys(xenPv.placements)])
      expect(text).toContain(name);
    expect(text).toMatch(/Gbit\/s/);
  });

  it('--json is one document, and the answer of compare()', async () => {
    const document = JSON.parse(await answered('predict', '--json'));
    expect(Object.keys(document).slice(0, 2)).toEqual(['schemaVersion', 'command']);
    expect(document).toEqual({ schemaVersion: 1, command: 'predict', ...asJson() });
  });

  it('every field of --json is in the documentation', async () => {
    const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');
    const document = JSON.parse(await answered('predict', '--json'));
    for (const field of [...Object.keys(document), ...Object.keys(document.predictions[0])])
      expect(page).toContain(`\`${field}\``);
  });

  it('asks for open load by its rate, and shows what is lost', async () => {
    const traffic = { kind: 'open', arrivalRate: 4e5 } as const;
    const asked = ['--topology', 'inter-node-receive', '--arrival-rate', '400kpps'];
    const scenario = (placement: string) => ({ topology: 'inter-node-receive', placement, traffic });
    expect(await predictions(...asked)).toEqual(
      asJson(Object.keys(xenPv.placements).map(scenario)).predictions,
    );
    const text = await answered('predict', ...asked);
    expect(text).toContain('400,000 packets/s offered');
    expect(text).toMatch(/lost/);
    expect(text).toMatch(/overloaded/);
    const wrong = await cli.run(['predict', '--arrival-rate', '400']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('--arrival-rate');
  });

  it('options choose the scenario', async () => {
    const chosen = await predictions(
      ...['--topology', 'intra-node, inter-node-receive', '--placement', 'driver-domain', '--placement=none'],
      ...['--message', '64B', '--window', '16', '--batch', 'solve'],
    );
    const scenario = (topology: string, placement: string) =>
      ({ topology, placement, message: 64, window: 16, batch: 'solve' }) as const;
    expect(chosen).toEqual(
      asJson([
        scenario('intra-node', 'driver-domain'),
        scenario('intra-node', 'none'),
        scenario('inter-node-receive', 'driver-domain'),
        scenario('inter-node-receive', 'none'),
      ]).predictions,
    );
  });

  it('a window in bytes is as many packets as it takes', async () => {
    const [{ window, payload }] = await predictions('--window', '64 KiB', '--topology', 'intra-node');
    expect(payload).toBe(1448);
    expect(window).toBe(Math.ceil(65_536 / 1448));
    const [small] = await predictions('--window', '64 KiB', '--message', '2 KiB', '--topology', 'intra-node');
    expect(small).toMatchObject({ payload: 1024, window: 64 });
  });

  it('--ledger and --stages add tables below the answer', async () => {
    const one = ['predict', '--topology', 'inter-node-receive', '--placement', 'driver-domain'];
    const plain = (await answered(...one)).trimEnd();
    const ledger = (await answered(...one, '--ledger')).trimEnd();
    const stages = (await answered(...one, '--stages')).trimEnd();
    expect(ledger.startsWith(plain)).toBe(true);
    for (const word of ['intrinsic', 'activation', 'reload', 'transfer'])
      expect(ledger.slice(plain.length)).toContain(word);
    expect(stages.startsWith(plain)).toBe(true);
    for (const stage of xenPv.topologies['inter-node-receive'].stages!)
      expect(stages.slice(plain.length)).toContain(stage);
  });

  it('prints the answer and exits 3 when an iteration does not reach its tolerance', async () => {
    const machine = { ...xenPv.machine, memoryBandwidth: 1e6 };
    const { predictions } = compare({ ...xenPv, machine });
    const model = 'sidecore: 1\ntemplate: xen-pv\nmachine: { memoryBandwidth: 1 MB/s }\n';
    const { code, stdout } = await cli.run(['predict', '-', '--json'], { input: model });
    const printed = JSON.parse(stdout).predictions;
    expect(printed.map(({ converged }: { converged: boolean }) => converged)).toEqual(
      predictions.map(({ converged }) => converged),
    );
    expect(code).toBe(predictions.every(({ converged }) => converged) ? 0 : 3);
  });

  it('is quiet when the reader has seen enough', () => {
    const { stdout, stderr, status } = spawnSync(
      'bash',
      ['-c', `set -o pipefail; "${process.execPath}" "${cli.file}" predict --json --stages | head -n 1`],
      { encoding: 'utf8' },
    );
    expect(stdout).toBe('{\n');
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });
});

describe('model files', () => {
  it('init writes a model that answers as the template does, through a file and through stdin', async () => {
    const text = await answered('init');
    writeFileSync(join(cli.folder, 'model.yaml'), text);
    const expected = asJson().predictions;
    expect(await predictions('model.yaml')).toEqual(expected);
    const piped = await cli.run(['predict', '-', '--json'], { input: text });
    expect(JSON.parse(piped.stdout).predictions).toEqual(expected);
  });

  it('reads a file with a byte order mark and Windows line ends', async () => {
    const text = `\ufeff${(await answered('init')).replaceAll('\n', '\r\n')}`;
    writeFileSync(join(cli.folder, 'windows.yaml'), text);
    expect(await predictions('windows.yaml')).toEqual(asJson().predictions);
  });

  it('init --out writes the file, keeps an existing one, and replaces it when forced', async () => {
    const file = join(cli.folder, 'own.yaml');
    const first = await cli.run(['init', '--out', 'own.yaml']);
    expect(first).toMatchObject({ code: 0, stdout: '' });
    expect(first.stderr).toContain('wrote own.yaml');
    const written = readFileSync(file, 'utf8');
    expect(written).toBe(await answered('init'));
    writeFileSync(file, 'mine');
    expect((await cli.run(['init', '--out', 'own.yaml'])).code).toBe(2);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await cli.run(['init', 'xen-pv', '--force', '-o', 'own.yaml'])).code).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(written);
  });

  it('templates lists every built-in model, and each can be predicted', async () => {
    const { templates } = JSON.parse(await answered('templates', '--json'));
    const text = await answered('templates');
    expect(templates.map(({ name }: { name: string }) => name)).toContain('xen-pv');
    for (const { name, description } of templates) {
      expect(
        text.split('\n').some((line) => line.startsWith(`${name} `) && line.endsWith(` ${description}`)),
      ).toBe(true);
      expect(await predictions('--template', name)).not.toHaveLength(0);
    }
  });
});

describe('charts', () => {
  it.each<[extension: string, looks: (bytes: Buffer) => boolean]>([
    ['svg', (bytes) => /^<svg[^>]*>/.test(bytes.toString())],
    ['html', (bytes) => /^<!doctype html>/i.test(bytes.toString()) && bytes.includes('<svg')],
    ['png', (bytes) => bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))],
    ['vl.json', (bytes) => JSON.parse(bytes.toString()).$schema.includes('vega-lite')],
  ])('--chart writes .%s beside the answer, and nothing else', async (extension, looks) => {
    const before = readdirSync(cli.folder);
    const name = `chart.${extension}`;
    const { code, stdout, stderr } = await cli.run(['predict', '--chart', name]);
    expect(stderr).toBe(`sidecore: wrote ${name}\n`);
    expect(code).toBe(0);
    expect(stdout).toBe(await answered('predict'));
    expect(looks(readFileSync(join(cli.folder, name)))).toBe(true);
    expect(readdirSync(cli.folder).sort()).toEqual([...before, name].sort());
  });

  it('draws on a dark background when asked', async () => {
    await cli.run(['predict', '--chart', 'light.svg']);
    await cli.run(['predict', '--chart', 'dark.svg', '--theme', 'dark']);
    expect(readFileSync(join(cli.folder, 'dark.svg'))).not.toEqual(
      readFileSync(join(cli.folder, 'light.svg')),
    );
  });
});

describe('files that are written', () => {
  const leftovers = () => readdirSync(cli.folder).filter((name) => name.endsWith('.tmp'));

  it('go through a link to the file behind it', async () => {
    writeFileSync(join(cli.folder, 'behind.vl.json'), 'old');
    symlinkSync('behind.vl.json', join(cli.folder, 'link.vl.json'));
    expect((await cli.run(['predict', '--chart', 'link.vl.json'])).code).toBe(0);
    expect(JSON.parse(readFileSync(join(cli.folder, 'behind.vl.json'), 'utf8')).$schema).toContain(
      'vega-lite',
    );
  });

  it('leave pipes and devices as they are', async () => {
    const shell = `"${process.execPath}" "${cli.file}" init --out /dev/stdout | cat`;
    expect(spawnSync('bash', ['-c', shell], { encoding: 'utf8' }).stdout).toBe(await answered('init'));
    expect((await cli.run(['init', '--out', '/dev/null'])).code).toBe(0);
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('are whole or absent after Ctrl-C', async () => {
    const { code } = await cli.run(['predict', '-', '--chart', 'never.svg'], {
      started: (child) => {
        child.stdin?.write('sidecore: 1\n');
        setTimeout(() => child.kill('SIGINT'), 300);
      },
    });
    expect(code).not.toBe(0);
    expect(existsSync(join(cli.folder, 'never.svg'))).toBe(false);
    expect(leftovers()).toEqual([]);
  });

  it('are kept as they were, with nothing beside them, when writing fails', async () => {
    writeFileSync(join(cli.folder, 'kept.yaml'), 'mine');
    // A limit of one block on the size of files: the system refuses what the model needs beyond it.
    const { status } = spawnSync(
      'bash',
      ['-c', `trap '' XFSZ; ulimit -f 1; "${process.execPath}" "${cli.file}" init --force --out kept.yaml`],
      { cwd: cli.folder, encoding: 'utf8' },
    );
    expect(status).toBe(2);
    expect(readFileSync(join(cli.folder, 'kept.yaml'), 'utf8')).toBe('mine');
    expect(leftovers()).toEqual([]);
  });
});
