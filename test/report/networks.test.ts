import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import { describe, expect, it } from 'vitest';
import {
  asymptoticBounds,
  closedCurve,
  mg1,
  mm1,
  mmc,
  networkBounds,
  openNetwork,
  polling,
  solve,
} from '../../src/queueing';
import {
  curveChart,
  curveTable,
  networkChart,
  networkTable,
  stationTable,
  timeChart,
  whatIfTable,
} from '../../src/report';
import { duration } from '../../src/report/durations';

const network = (population: number) => ({
  classes: { job: { population, thinkTime: 1 } },
  stations: { cpu: { demand: 0.1 }, disk: { demand: 0.09, servers: 2 } },
});
const open = (arrivalRate: number) => ({
  classes: { read: { arrivalRate }, write: { arrivalRate: 1 } },
  stations: { disk: { demand: { read: 0.1, write: 0.3 } }, idle: { demand: { read: 0 } } },
});

/** Draws a specification; what Vega would only warn of fails. */
async function drawn(spec: object): Promise<string> {
  const said: string[] = [];
  const say = (...texts: readonly unknown[]) => {
    said.push(texts.join(' '));
    return logger;
  };
  const logger: Record<string, (...texts: readonly unknown[]) => unknown> = {
    level: () => logger,
    error: say,
    warn: say,
    info: () => logger,
    debug: () => logger,
  };
  const { spec: vega } = compile(JSON.parse(JSON.stringify(spec)) as TopLevelSpec, {
    logger: logger as never,
  });
  const svg = await new View(parse(vega), { renderer: 'none', logger: logger as never }).toSVG();
  expect(said).toEqual([]);
  return svg;
}

describe('duration', () => {
  it.each([
    [0, '0'],
    [1, '1.000 s'],
    [0.0123, '12.30 ms'],
    [1e-6, '1.000 us'],
    [9.99999e-4, '1.000 ms'],
    [4.2e-9, '4.200 ns'],
    [4.2e-11, '0.04200 ns'],
    [3600, '3,600 s'],
    [Number.POSITIVE_INFINITY, 'infinite'],
    [Number.NaN, '-'],
  ])('%d is %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});

describe('networkTable', () => {
  it('shows method, bounds, classes and stations', () => {
    const text = networkTable(solve(network(10)), { bounds: networkBounds(network(10)) });
    expect(text).toMatch(/^exact-convolution: exact; /);
    expect(text).toMatch(/job +\S+ +\S+ \.\. \S+ +\S+ (s|ms)/);
    expect(text).not.toMatch(/NaN|undefined/);
  });

  it('says how far saturation is, or that it is there', () => {
    expect(networkTable(openNetwork(open(3)))).toContain('disk saturates first, at 1.667 times');
    const saturated = networkTable(openNetwork(open(30)));
    expect(saturated).toContain('saturated: disk can serve no more than 0.3030 times');
    expect(saturated).toMatch(/saturated: +stations\.disk/);
  });

  it('says when an iteration has not converged', () => {
    const solution = { ...solve(network(3)), converged: false, iterations: 7 };
    expect(networkTable(solution)).toContain('7 steps, NOT converged');
  });

  it('keeps names from steering the terminal', () => {
    const name = 'a\u001b[2J\u202eb';
    const text = networkTable(
      solve({ classes: { [name]: { population: 1 } }, stations: { s: { demand: 1 } } }),
    );
    for (const control of ['\u001b', '\u202e']) expect(text).not.toContain(control);
  });

  it('refuses an unknown option', () => {
    expect(() => networkTable(solve(network(1)), { colour: true } as never)).toThrow('colour');
  });
});

it('curveTable has a line for each population', () => {
  const lines = curveTable(closedCurve(network(12))).split('\n');
  expect(lines).toHaveLength(3 + 12);
  expect(lines[14].trim()).toMatch(/^12 /);
});

it('whatIfTable has a line for each value', () => {
  const whatIf = { type: 'Customer Numbers', className: 'job', values: [1, 5] };
  const text = whatIfTable(whatIf, [solve(network(1)), solve(network(5))]);
  expect(text).toContain('What if: Customer Numbers of class job');
  expect(text.split('\n')).toHaveLength(6);
});

describe('stationTable', () => {
  it('prints every figure in the unit that reads best', () => {
    const text = stationTable(mmc({ arrivalRate: 90, serviceTime: 0.01, servers: 2 }), [
      ['asked', 'answered'],
    ]);
    expect(text).toMatch(/response time +12\.539 ms/);
    expect(text).toMatch(/utilization +45 %/);
    expect(text).toMatch(/asked +answered/);
  });

  it('prints deviations, lists and saturation', () => {
    const service = { type: 'erlang', mean: 0.01, stages: 2 } as const;
    expect(stationTable(mg1({ arrivalRate: 50, service }))).toMatch(
      /waiting time, standard deviation +\S+ ms/,
    );
    const queue = {
      arrivalRate: 1,
      serviceTime: 0.1,
      serviceVariability: 1,
      switchoverTime: 0.1,
      switchoverVariability: 0,
    };
    expect(stationTable(polling({ queues: [{ ...queue, name: 'mail' }, queue] }))).toContain('queues: mail');
    expect(stationTable(mm1({ arrivalRate: 2, serviceTime: 1 }))).toMatch(/^saturated: .*1\.000 per second/);
  });
});

describe('charts', () => {
  it('networkChart draws stations by class, saturated ones too', async () => {
    const svg = await drawn(networkChart(solve(open(3))));
    for (const name of ['disk', 'idle', 'read', 'write', 'utilization']) expect(svg).toContain(name);
    await drawn(networkChart(openNetwork(open(30)), { theme: 'dark' }));
  });

  it('curveChart draws the curve between its bounds, thinned when it is long', async () => {
    const bounds = (population: number) => asymptoticBounds(network(population));
    const svg = await drawn(curveChart(closedCurve(network(1000)), { bounds }));
    expect(svg).toContain('upper bound');
    const { data } = curveChart(closedCurve(network(1000))) as unknown as {
      data: { values: { population: number }[] };
    };
    expect(data.values.length).toBeLessThanOrEqual(201);
    expect(data.values.at(-1)!.population).toBe(1000);
    await drawn(curveChart(closedCurve(network(1))));
  });

  it('timeChart draws distributions from 0 to 1', async () => {
    const { waitingTime, responseTime } = mmc({ arrivalRate: 90, serviceTime: 0.01, servers: 2 });
    const spec = timeChart({ waiting: waitingTime, response: responseTime });
    const { values } = (spec as unknown as { data: { values: { share: number }[] } }).data;
    for (const { share } of values) expect(share >= 0 && share <= 1).toBe(true);
    expect(await drawn(spec)).toContain('response');
  });

  it('timeChart refuses what cannot be drawn', () => {
    expect(() => timeChart({ wait: mm1({ arrivalRate: 2, serviceTime: 1 }).waitingTime })).toThrow(
      'finite mean',
    );
    expect(() => timeChart({ wait: mm1({ arrivalRate: 0, serviceTime: 1 }).waitingTime })).toThrow(
      'every time is 0',
    );
    expect(() => networkChart(solve(network(1)), { theme: 'pink' } as never)).toThrow('pink');
  });
});
