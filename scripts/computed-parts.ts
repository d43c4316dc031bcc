import { compare, xenPv } from '../src';
import { comparisonTable } from '../src/report';
import { templateResults, templateStages } from './template-tables';
import { workedExample } from './worked-example';

export interface ComputedPart {
  readonly file: string;
  /** Name of the marks around the part: `<!-- name:begin -->`, `<!-- name:end -->`. */
  readonly name: string;
  readonly text: string;
}

const templateParts: [name: string, text: () => string][] = [
  ['results', templateResults],
  ['xen-pv', () => templateStages('xen-pv')],
  ['xen-pv-grant-map', () => templateStages('xen-pv-grant-map', 'xen-pv')],
  ['xen-pv-persistent-grants', () => templateStages('xen-pv-persistent-grants', 'xen-pv')],
  ['kvm-vhost-net', () => templateStages('kvm-vhost-net')],
  ['vhost-user', () => templateStages('vhost-user')],
  ['native', () => templateStages('native')],
];

/** Every part of the documentation that is printed by the code itself. */
export function computedParts(): ComputedPart[] {
  return [
    { file: 'README.md', name: 'start', text: `\`\`\`\n${comparisonTable(compare(xenPv))}\n\`\`\`\n` },
    { file: 'docs/theory.md', name: 'ledger', text: workedExample() },
    ...templateParts.map(([name, text]) => ({ file: 'docs/templates.md', name, text: text() })),
  ];
}
