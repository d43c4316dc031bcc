import { describe, expect, it } from 'vitest';
import { type PathModelInput, pathModel, SidecoreError, templates, xenPv } from '../../src';

/** The template with one thing changed, anything at all. */
const changed = (change: (model: Record<string, never>) => void): PathModelInput => {
  const copy = JSON.parse(JSON.stringify(xenPv));
  change(copy);
  return copy;
};

// biome-ignore lint/suspicious/noExplicitAny: the point is to break the model
type Broken = any;

const cases: [title: string, change: (m: Broken) => void, code: string, path: string][] = [
  [
    'a negative cost',
    (m) => {
      m.stages['grant-copy'].cycles = -1;
    },
    'invalid-value',
    'stages.grant-copy.cycles',
  ],
  [
    'a cost that is not a number',
    (m) => {
      m.stages['grant-copy'].cycles = Number.NaN;
    },
    'invalid-value',
    'stages.grant-copy.cycles',
  ],
  [
    'an infinite cost',
    (m) => {
      m.stages['grant-copy'].cycles = Number.POSITIVE_INFINITY;
    },
    'invalid-value',
    'stages.grant-copy.cycles',
  ],
  [
    'a text for a cost',
    (m) => {
      m.stages['grant-copy'].cycles = '900';
    },
    'invalid-value',
    'stages.grant-copy.cycles',
  ],
  [
    'a stopped clock',
    (m) => {
      m.machine.clock = 0;
    },
    'invalid-value',
    'machine.clock',
  ],
  [
    'a stopped core',
    (m) => {
      m.machine.cores['side-core'].clock = 0;
    },
    'invalid-value',
    'machine.cores.side-core.clock',
  ],
  [
    'no cores',
    (m) => {
      m.machine.cores = {};
    },
    'invalid-value',
    'machine.cores',
  ],
  [
    'a sibling that does not answer',
    (m) => {
      m.machine.cores['side-core'].sibling = 'far-core';
    },
    'invalid-value',
    'machine.cores.side-core.sibling',
  ],
  [
    'a cache smaller than one set',
    (m) => {
      m.machine.l1 = { capacity: 64, ways: 8 };
    },
    'invalid-value',
    'machine.l1',
  ],
  [
    'half a way',
    (m) => {
      m.machine.l2 = { capacity: 65536, ways: 1.5 };
    },
    'invalid-value',
    'machine.l2.ways',
  ],
  [
    'no parallelism',
    (m) => {
      m.machine.randomParallelism = { dram: 0 };
    },
    'invalid-value',
    'machine.randomParallelism.dram',
  ],
  [
    'more cache hits than accesses',
    (m) => {
      m.machine.directCacheAccess = 1.2;
    },
    'invalid-value',
    'machine.directCacheAccess',
  ],
  [
    'an empty window',
    (m) => {
      m.traffic.window = 0;
    },
    'invalid-value',
    'traffic.window',
  ],
  [
    'an endless window',
    (m) => {
      m.traffic.window = 1e12;
    },
    'invalid-value',
    'traffic.window',
  ],
  [
    'no payload',
    (m) => {
      m.traffic.message = 0;
    },
    'invalid-value',
    'traffic.message',
  ],
  [
    'headers that fill the packet',
    (m) => {
      m.network.mtu = 52;
    },
    'invalid-value',
    'network.mtu',
  ],
  [
    'a misspelt field',
    (m) => {
      m.machine.clok = 1;
    },
    'invalid-shape',
    'machine.clok',
  ],
  [
    'a misspelt section',
    (m) => {
      m.stage = {};
    },
    'invalid-shape',
    'stage',
  ],
  [
    'a stage in no context',
    (m) => {
      m.stages['grant-copy'].context = 'dom0';
    },
    'unknown-name',
    'stages.grant-copy.context',
  ],
  [
    'a stage that is not there',
    (m) => {
      m.topologies['intra-node'].stages[3] = 'netbak';
    },
    'unknown-name',
    'topologies.intra-node.stages[3]',
  ],
  [
    'a stage twice',
    (m) => {
      m.topologies['intra-node'].stages[3] = 'tcp-transmit';
    },
    'invalid-value',
    'topologies.intra-node.stages[3]',
  ],
  [
    'a link to nowhere',
    (m) => {
      m.topologies['intra-node'].links[0].to = 'x';
    },
    'unknown-name',
    'topologies.intra-node.links[0].to',
  ],
  [
    'an unknown mechanism',
    (m) => {
      m.topologies['intra-node'].links[0].mechanism = 'doorbell';
    },
    'unknown-name',
    'topologies.intra-node.links[0].mechanism',
  ],
  [
    'a batch below one',
    (m) => {
      m.topologies['intra-node'].links[0].batch = 0.2;
    },
    'invalid-value',
    'topologies.intra-node.links[0].batch',
  ],
  [
    'a cycle',
    (m) => {
      m.topologies['intra-node'].links.push({
        from: 'tcp-acknowledgement',
        to: 'application-send',
        mechanism: 'call',
      });
    },
    'cycle',
    'topologies.intra-node.links',
  ],
  [
    'a stage that follows itself',
    (m) => {
      m.topologies['intra-node'].links.push({ from: 'grant-map', to: 'grant-map', mechanism: 'call' });
    },
    'cycle',
    'topologies.intra-node.links',
  ],
  [
    'hosts within hosts',
    (m) => {
      m.topologies.nested = { hosts: { a: 'inter-node' } };
    },
    'invalid-value',
    'topologies.nested.hosts.a',
  ],
  [
    'a placement of an unknown stage',
    (m) => {
      m.placements.none.assign.dom1 = 'side-core';
    },
    'unknown-name',
    'placements.none.assign.dom1',
  ],
  [
    'a placement on an unknown core',
    (m) => {
      m.placements.none.assign['driver-domain'] = 'cpu9';
    },
    'unknown-name',
    'placements.none.assign.driver-domain',
  ],
  [
    'two writers of one buffer',
    (m) => {
      m.stages['copy-to-user'].writes = ['guest-packet'];
    },
    'invalid-value',
    'topologies.inter-node-receive',
  ],
  [
    'a name that is a path',
    (m) => {
      m.contexts['a/b'] = {};
    },
    'invalid-value',
    'contexts.a/b',
  ],
  [
    'a range upside down',
    (m) => {
      m.parameters.batch = { low: 3, high: 2, source: '' };
    },
    'invalid-value',
    'parameters.batch',
  ],
  [
    'a range of nothing',
    (m) => {
      m.parameters['stages.nothing.cycles'] = { low: 1, high: 2, source: '' };
    },
    'invalid-value',
    'parameters.stages.nothing.cycles',
  ],
  [
    'a stage named like a context',
    (m) => {
      m.stages.hypervisor = { context: 'hypervisor' };
    },
    'invalid-value',
    'stages.hypervisor',
  ],
];

describe('pathModel', () => {
  it.each(Object.keys(templates))(
    'accepts the template %s, freezes it, and accepts its own result',
    (name) => {
      const model = pathModel(templates[name]);
      expect(Object.isFrozen(model.stages)).toBe(true);
      expect(pathModel(model)).toBe(model);
      expect(pathModel(JSON.parse(JSON.stringify(model)))).toEqual(model);
    },
  );

  it.each(cases)('rejects %s', (_, change, code, path) => {
    let caught: unknown;
    try {
      pathModel(changed(change));
    } catch (error) {
      caught = error;
    }
    expect(caught).toBeInstanceOf(SidecoreError);
    expect(caught).toMatchObject({ code, path });
  });

  it('is checked once for a template, which nobody can change, and anew for what is made from one', () => {
    for (const [name, template] of Object.entries(templates)) {
      expect(pathModel(template), name).toBe(pathModel(template));
      expect(() => Object.assign(template.stages, { more: {} }), name).toThrow(TypeError);
      const wider: PathModelInput = { ...template, traffic: { ...template.traffic, window: 77 } };
      expect(pathModel(wider).traffic.window, name).toBe(77);
      expect(pathModel(template).traffic.window, name).not.toBe(77);
    }
  });

  it('takes a range on a number inside a list', () => {
    const path = 'topologies.intra-node.links[0].batch';
    const model = changed((m: Broken) => {
      m.topologies['intra-node'].links[0].batch = 8;
      m.parameters[path] = { low: 2, high: 32, source: 'a test' };
    });
    expect(pathModel(model).parameters[path].high).toBe(32);
  });

  it('rejects a name that would reach into the prototype', () => {
    const text = JSON.stringify(xenPv).replace(
      '"contexts":{',
      '"contexts":{"__proto__":{"footprintLines":1},',
    );
    expect(() => pathModel(JSON.parse(text))).toThrow(SidecoreError);
    expect(({} as { footprintLines?: number }).footprintLines).toBeUndefined();
  });

  it('gives every range of the template a source, and keeps each default inside its range', () => {
    const model = pathModel(xenPv);
    const at = (path: string): unknown =>
      path.split('.').reduce((value: unknown, key) => (value as Record<string, unknown>)[key], model);
    for (const [path, { low, high, source }] of Object.entries(model.parameters)) {
      expect(source.length, path).toBeGreaterThan(10);
      expect(at(path), path).toBeGreaterThanOrEqual(low);
      expect(at(path), path).toBeLessThanOrEqual(high);
    }
    for (const [name, stage] of Object.entries(model.stages)) {
      expect(model.parameters, name).toHaveProperty([`stages.${name}.cycles`]);
      if (stage.cyclesPerByte > 0)
        expect(model.parameters, name).toHaveProperty([`stages.${name}.cyclesPerByte`]);
    }
  });
});
