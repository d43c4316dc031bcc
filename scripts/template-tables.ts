import { compare, type PathModel, pathModel, templates } from '../src';

const model = (name: string): PathModel => pathModel(templates[name]);

/** What every template carries under every placement: Gbit/s of the three topologies of one machine. */
export function templateResults(): string {
  const rows = Object.keys(templates).flatMap((name) => {
    const { predictions } = compare(model(name));
    return Object.keys(templates[name].placements).map((placement) => {
      const at = (topology: string) =>
        predictions.find((one) => one.topology === topology && one.placement === placement)!;
      const cells = ['inter-node-transmit', 'inter-node-receive', 'intra-node'].map(at);
      const text = cells.map(
        ({ throughput, cyclesPerPacket }) =>
          `${(throughput / 1e9).toFixed(2)} | ${Math.round(cyclesPerPacket).toLocaleString('en-GB')}`,
      );
      return `| ${name} | ${placement} | ${text.join(' | ')} |`;
    });
  });
  return `| template | placement | transmit Gbit/s | cycles | receive Gbit/s | cycles | intra-node Gbit/s | cycles |
|---|---|${'--:|'.repeat(6)}
${rows.join('\n')}
`;
}

/** The stages of a template that another one, if given, does not have: cost, range, unit, and whether it can move. */
export function templateStages(name: string, besides?: string): string {
  const { stages, parameters } = model(name);
  const known = besides === undefined ? {} : model(besides).stages;
  const rows = Object.entries(stages)
    .filter(([id]) => !Object.hasOwn(known, id))
    .map(([id, stage]) => {
      const number = (field: 'cycles' | 'cyclesPerByte' | 'metadataLines') => {
        const range = parameters[`stages.${id}.${field}`];
        return range === undefined ? '' : `${stage[field]} (${range.low}–${range.high})`;
      };
      return `| ${id} | ${stage.context} | ${stage.per} | ${number('cycles')} | ${number('cyclesPerByte')} | ${number('metadataLines')} | ${stage.movable} |`;
    });
  return `| stage | context | per | cycles | cycles/byte | metadata lines | movable |
|---|---|---|--:|--:|--:|---|
${rows.join('\n')}
`;
}
