import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactMva, type LayeredModel, layeredNetwork } from '../../../src/queueing';
import { closeTo, errorOf } from './closed-networks';

const model = (
  users: number,
  think: number,
  tasks: LayeredModel['tasks'],
  calls = { app: 1 },
): LayeredModel => ({
  clients: { user: { population: users, thinkTime: think, calls } },
  tasks,
});

const pool = {
  app: { threads: 4, processors: 2, serviceTime: 0.02, calls: { disk: 2 } },
  disk: { serviceTime: 0.03 },
};

describe('layeredNetwork', () => {
  it('gives what LQNS 5.32 prints with exact layers and with Linearizer layers', () => {
    const exact = layeredNetwork(model(20, 1, pool), { recursion: 'exact' });
    closeTo(exact.clients.user.throughput, 16.095, 1e-5);
    closeTo(exact.tasks.app.serviceTime, 0.190108, 1e-5);
    closeTo(exact.clients.user.responseTime, 0.242623, 1e-5);
    closeTo(layeredNetwork(model(20, 1, pool)).clients.user.throughput, 15.9701, 2e-4);
  });

  it('counts the calls of a single thread as geometric in number (LQNS 5.32: 37.6626)', () => {
    const chain = { app: { serviceTime: 0.01, calls: { disk: 1 } }, disk: { serviceTime: 0.015 } };
    closeTo(
      layeredNetwork(model(10, 0.1, chain), { recursion: 'exact' }).clients.user.throughput,
      37.6626,
      1e-5,
    );
  });

  it('with one task and as many threads as users is a closed network of its processor', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 15 }),
        fc.double({ min: 0, max: 4, noNaN: true }),
        (users, think) => {
          const task = { app: { threads: users, serviceTime: 0.5 } };
          const plain = exactMva({
            classes: { c: { population: users, thinkTime: think } },
            stations: { cpu: { demand: 0.5 } },
          });
          const layered = layeredNetwork(model(users, think, task), { recursion: 'exact' });
          closeTo(layered.clients.user.throughput, plain.classes.c.throughput, 0.02);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('keeps within threads, cores and flow balance, and scales with time', () => {
    const task = fc.record({
      threads: fc.integer({ min: 1, max: 6 }),
      processors: fc.integer({ min: 1, max: 3 }),
      serviceTime: fc.double({ min: 0.01, max: 0.5, noNaN: true }),
    });
    fc.assert(
      fc.property(
        task,
        task,
        task,
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom(0, 1, 5),
        (app, db, disk, users, think) => {
          const build = (scale: number): LayeredModel => {
            const scaled = (one: typeof app) => ({ ...one, serviceTime: one.serviceTime * scale });
            return model(users, think * scale, {
              app: { ...scaled(app), calls: { db: 0.7, disk: 0.5 } },
              db: { ...scaled(db), calls: { disk: 1.5 } },
              disk: scaled(disk),
            });
          };
          const solution = layeredNetwork(build(1));
          expect(solution.converged).toBe(true);
          const { user } = solution.clients;
          closeTo(user.throughput * (user.responseTime + think), users, 1e-6);
          closeTo(solution.tasks.app.throughput, user.throughput);
          closeTo(solution.tasks.disk.throughput, user.throughput * (0.5 + 0.7 * 1.5));
          for (const [name, given] of Object.entries({ app, db, disk })) {
            const found = solution.tasks[name];
            expect(found.busyThreads).toBeLessThanOrEqual(given.threads * 1.05);
            expect(found.busyProcessors).toBeLessThanOrEqual(given.processors * 1.05);
            expect(found.serviceTime).toBeGreaterThanOrEqual(given.serviceTime * (1 - 1e-9));
          }
          closeTo(layeredNetwork(build(50)).clients.user.throughput * 50, user.throughput, 1e-6);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('gains from threads', () => {
    let last = 0;
    for (let threads = 1; threads <= 10; threads++) {
      const app = { threads, processors: 4, serviceTime: 0.02, calls: { disk: 1 } };
      const { throughput } = layeredNetwork(
        model(30, 0.1, { app, disk: { threads: 8, processors: 8, serviceTime: 0.1 } }),
        { recursion: 'exact' },
      ).clients.user;
      expect(throughput).toBeGreaterThan(last * (1 - 1e-6));
      last = throughput;
    }
  });

  it('is still with nobody there', () => {
    const { clients, tasks } = layeredNetwork(model(0, 1, pool));
    expect(clients.user.throughput).toBe(0);
    expect(tasks.disk).toMatchObject({ throughput: 0, busyThreads: 0, serviceTime: 0.03 });
    expect(tasks.app.serviceTime).toBeCloseTo(0.08, 12);
  });

  it.each([
    ['a call to nobody', { app: { serviceTime: 1, calls: { db: 1 } } }, 'unknown-name', 'tasks.app.calls.db'],
    [
      'tasks that call each other in a circle',
      { app: { serviceTime: 1, calls: { db: 1 } }, db: { serviceTime: 1, calls: { app: 1 } } },
      'cycle',
      'tasks',
    ],
    ['no threads', { app: { serviceTime: 1, threads: 0 } }, 'invalid-value', 'tasks.app.threads'],
    ['no work', { app: { serviceTime: 0 } }, 'invalid-value', 'tasks.app.serviceTime'],
    ['a misspelt field', { app: { servicetime: 1 } }, 'invalid-shape', 'tasks.app.servicetime'],
  ])('rejects %s', (_, tasks, code, path) => {
    expect(errorOf(() => layeredNetwork(model(3, 1, tasks as never)))).toMatchObject({ code, path });
  });

  it('rejects a task with the name of its clients', () => {
    const same = {
      clients: { app: { population: 1, calls: { app: 1 } } },
      tasks: { app: { serviceTime: 1 } },
    };
    expect(errorOf(() => layeredNetwork(same))).toMatchObject({ code: 'invalid-shape', path: 'tasks.app' });
  });
});
