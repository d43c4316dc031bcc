import { compare, xenPv } from '../src';
import { comparisonTable } from '../src/report';
import { workedExample } from './worked-example';

export interface ComputedPart {
  readonly file: string;
  /** Name of the marks around the part: `<!-- name:begin -->`, `<!-- name:end -->`. */
  readonly name: string;
  readonly text: string;
}

/** Every part of the documentation that is printed by the code itself. */
export function computedParts(): ComputedPart[] {
  return [
    { file: 'README.md', name: 'start', text: `\`\`\`\n${comparisonTable(compare(xenPv))}\n\`\`\`\n` },
    { file: 'docs/theory.md', name: 'ledger', text: workedExample() },
  ];
}
