import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readJmva, readNetwork } from '../../src/formats';
import { closedCurve, linearizer, seidmann, solve } from '../../src/queueing';
import { useCli } from './run-cli';
import { useHere } from './run-here';

const cli = useCli();
const here = useHere();
const examples = fileURLToPath(new URL('../../examples/networks/', import.meta.url));
const web = join(examples, 'web-server.yaml');
const network = readNetwork(readFileSync(web, 'utf8'));

const closed =
  'classes: { job: { population: 10, thinkTime: 1 s } }\nstations: { cpu: { demand: 100 ms }, disk: { demand: 90 ms } }';
const saturated = 'classes: { job: { arrivalRate: 20/s } }\nstations: { disk: { demand: 100 ms } }';

describe('sidecore solve', () => {
  it('prints classes and stations, the method, why, and bounds', async () => {
    const { code, stdout, stderr } = await here.run(['solve', web]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^exact-convolution: exact;/);
    expect(stdout).toMatch(/user +26\.75 +5\.155 \.\. 27\.27 +243\.2 ms/);
    expect(stdout).toMatch(/workers +user +26\.75 +40 %/);
    expect(stdout).not.toContain('NaN');
  });

  it('prints the whole solution as JSON', async () => {
    const { code, stdout } = await cli.run(['solve', '-', '--json'], { input: readFileSync(web) });
    const { schemaVersion, command, solution, bounds } = JSON.parse(stdout);
    expect([code, schemaVersion, command]).toEqual([0, 1, 'solve']);
    expect(solution).toEqual(JSON.parse(JSON.stringify(solve(network))));
    expect(bounds.classes.user.throughput.upper).toBeGreaterThanOrEqual(solution.classes.user.throughput);
  });

  it('takes a method by name', async () => {
    const method = async (name: string) => {
      const { stdout } = await here.run(['solve', '-', '--method', name, '--json'], closed);
      return JSON.parse(stdout).solution;
    };
    expect((await method('linearizer')).classes).toEqual(linearizer(readNetwork(closed)).classes);
    const several = await here.run(['solve', web, '--method', 'seidmann', '--json']);
    expect(JSON.parse(several.stdout).solution.classes).toEqual(seidmann(network).classes);
  });

  it('prints a curve', async () => {
    const own = await here.run(['solve', web, '--curve', '--json']);
    const { curve } = JSON.parse(own.stdout);
    expect(curve).toEqual(closedCurve(network));
    const { stdout } = await here.run(['solve', web, '--curve', '3']);
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .slice(-3)
        .map((line) => line.trim().split(/\s+/)[0]),
    ).toEqual(['1', '2', '3']);
  });

  it('answers saturation plainly, with exit 0', async () => {
    const { code, stdout } = await here.run(['solve', '-'], saturated);
    expect(code).toBe(0);
    expect(stdout).toMatch(/saturated: disk can serve no more than 0\.5000 times these arrival rates/);
    expect(stdout).toMatch(/infinite/);
    const json = await here.run(['solve', '-', '--json'], saturated);
    expect(JSON.parse(json.stdout).solution).toMatchObject({
      stable: false,
      classes: { job: { responseTime: 'Infinity' } },
    });
  });

  it('converts between the formats, and does not overwrite', async () => {
    const files = ['web.jmva', 'web.json', 'web.yaml'].map((name) => join(here.folder, name));
    let from = web;
    for (const file of files) {
      const { code, stderr } = await here.run(['solve', from, '--out', file]);
      expect([code, stderr]).toEqual([0, `sidecore: wrote ${file}\n`]);
      from = file;
    }
    const throughput = solve(network).classes.user.throughput;
    const jmva = await readJmva(readFileSync(files[0], 'utf8'));
    expect(solve(jmva.network).classes.user.throughput).toBeCloseTo(throughput, 9);
    for (const file of files.slice(1))
      expect(solve(readNetwork(readFileSync(file, 'utf8'))).classes.user.throughput).toBeCloseTo(
        throughput,
        9,
      );
    const again = await here.run(['solve', web, '--out', files[0]]);
    expect([again.code, again.stdout]).toEqual([2, '']);
    expect(again.stderr).toContain('--force');
    expect((await here.run(['solve', web, '--out', files[0], '--force'])).code).toBe(0);
  });

  it('solves a JMVA file by its algorithm, for every value of its what-if', async () => {
    const file = join(here.folder, 'what-if.jmva');
    const table = (tag: string, value: number) => `<${tag} customerclass="A">${value}</${tag}>`;
    writeFileSync(
      file,
      `<model><parameters><classes number="1"><closedclass name="A" population="3"/></classes><stations number="1">
      <listation name="S" servers="1"><servicetimes>${table('servicetime', 0.5)}</servicetimes><visits>${table('visit', 1)}</visits></listation>
      </stations></parameters><algParams><algType name="Chow"/></algParams>
      <whatIf type="Customer Numbers" className="A" values="1;7"/></model>`,
    );
    const { stdout } = await here.run(['solve', file, '--json']);
    const { solution, whatIf } = JSON.parse(stdout);
    expect(solution.method).toBe('chow');
    // Chow's: N = X S (1 + N)
    const throughputs = whatIf.solutions.map((one: typeof solution) => one.classes.A.throughput);
    expect(throughputs).toEqual([expect.closeTo(1 / (0.5 * 2), 9), expect.closeTo(7 / (0.5 * 8), 9)]);
    const text = await here.run(['solve', file]);
    expect(text.stdout).toContain('What if: Customer Numbers of class A');
  });

  it('exits with 3 when an iteration does not converge', async () => {
    const far = {
      classes: { a: { population: 1e9 }, b: { population: 1e9 } },
      stations: { s: { demand: { a: 1, b: 1 } }, t: { demand: { a: 1, b: 0.999999 } } },
    };
    const { code, stdout } = await here.run(
      ['solve', '-', '--method', 'bard-schweitzer'],
      JSON.stringify(far),
    );
    const converged = /NOT converged/.test(stdout);
    expect(code).toBe(converged ? 3 : 0);
  });

  it.each<[name: string, args: string[], input: string | undefined, says: RegExp]>([
    ['no file', ['solve'], undefined, /invalid-usage.*network/],
    ['a file that is not there', ['solve', 'nowhere.yaml'], undefined, /file-access.*nowhere\.yaml/],
    ['nothing', ['solve', '-'], '', /invalid-syntax.*input/],
    ['what is no network', ['solve', '-'], 'machine: {}', /invalid-shape.*input:1:1/],
    ['a word', ['solve', '-'], 'word', /invalid-value.*named fields/],
    ['broken XML', ['solve', '-'], '<model>', /invalid-syntax.*input:1/],
    [
      'a negative time',
      ['solve', '-'],
      closed.replace('100 ms', '-100 ms'),
      /invalid-value.*input:2:\d+.*cpu\.demand/,
    ],
    ['a unit of something else', ['solve', '-'], closed.replace('100 ms', '100 MB'), /invalid-unit.*input:2/],
    [
      'all-zero demands',
      ['solve', '-'],
      'classes: {a: {population: 2}}\nstations: {s: {demand: 0}}',
      /invalid-value.*stations/,
    ],
    ['an unknown method', ['solve', '-', '--method', 'mva'], closed, /unknown-name.*--method.*"mva"/],
    ['a method that does not apply', ['solve', '-', '--method', 'qna'], closed, /unsupported.*classes\.job/],
    ['a limit that is a word', ['solve', '-', '--limit', 'none'], closed, /invalid-value.*--limit/],
    [
      'a limit that is too low',
      ['solve', '-', '--limit', '1', '--method', 'exact-mva'],
      closed,
      /too-large.*operations/,
    ],
    ['a curve of half a customer', ['solve', '-', '--curve', '1.5'], closed, /invalid-value.*--curve/],
    ['a curve of an open class', ['solve', '-', '--curve'], saturated, /unsupported.*--curve/],
    ['an unknown format', ['solve', '-', '--out', 'x.txt'], closed, /invalid-usage.*x\.txt/],
    ['a chart of unknown kind', ['solve', '-', '--chart', 'x.bmp'], closed, /invalid-.*bmp/],
  ])('refuses %s: exit 2, an error with a code, no stack trace', async (_name, args, input, says) => {
    const { code, stdout, stderr } = await here.run(args, input);
    expect(stderr).toMatch(says);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toMatch(/\n\s+at |NaN/);
  });
});
