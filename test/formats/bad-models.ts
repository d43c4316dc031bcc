import type { ErrorCode } from '../../src/common';
import { changed, smallModel } from './small-model';

/** Model files that are malformed or absurd, and the error that each must give. */
export interface BadModel {
  readonly name: string;
  readonly text: string;
  readonly code: ErrorCode;
  /** Path of the offending field. */
  readonly path?: string;
}

type Row = [name: string, text: string, code: ErrorCode, path?: string];

const message = (expression: string) => changed('message: frame', `message: ${expression}`);
const fromTemplate = (rest: string) => `sidecore: 1\ntemplate: xen-pv\n${rest}\n`;
const many = (count: number, one: (i: number) => string, separator = ', ') =>
  Array.from({ length: count }, (_, i) => one(i)).join(separator);

const rows: Row[] = [
  // Not a document
  ['an empty file', '', 'invalid-syntax'],
  ['a file of comments', '# nothing\n', 'invalid-syntax'],
  ['a lone text', 'hello', 'invalid-value'],
  ['a list', '- sidecore: 1\n', 'invalid-value'],
  ['broken YAML', 'sidecore: 1\nname: a: b\n', 'invalid-syntax'],
  ['broken JSON', '{ "sidecore": 1, "name": "x"', 'invalid-syntax'],
  ['binary', '\u0000\u0001\u0002', 'invalid-value'],
  ['two documents', `${smallModel}---\n${smallModel}`, 'invalid-syntax'],
  ['a tab as indentation', 'sidecore: 1\nmachine:\n\tclock: 2 GHz\n', 'invalid-syntax'],
  ['a name given twice', `${smallModel}name: again\n`, 'invalid-syntax', 'name'],
  ['a tag', changed('name: small', 'name: !!js/function "return 1"'), 'invalid-syntax'],
  ['an anchor', changed('name: small', 'name: &a small'), 'invalid-syntax', 'name'],
  [
    'a merge key',
    changed('guest: { foot', 'guest: { <<: { tlbPages: 1 }, foot'),
    'invalid-syntax',
    'contexts.guest',
  ],
  ['a list as a name', `${smallModel}? [a]\n: 1\n`, 'invalid-syntax'],
  ['null as a name', `${smallModel}null: 1\n`, 'invalid-syntax'],
  [
    'an alias bomb',
    `a: &a [x, x, x, x, x, x, x, x]\n${many(20, (i) => `b${i}: &b${i} [${many(9, () => (i === 0 ? '*a' : `*b${i - 1}`))}]`, '\n')}\n`,
    'invalid-syntax',
    'a',
  ],
  ['an alias of itself', 'sidecore: 1\nstages: &a { s: *a }\n', 'invalid-syntax', 'stages'],
  ['30,000 opening brackets', '['.repeat(30_000), 'too-large'],
  ['deep tables', `${many(200, (i) => `${' '.repeat(i)}a:`, '\n')}\n`, 'too-large'],
  ['a huge file', `${smallModel}${'# x\n'.repeat(300_000)}`, 'too-large'],
  ['10,000 texts in a row', '"a" '.repeat(10_000), 'invalid-syntax'],
  ['a name of 10,000 characters', `${smallModel}? ${'a'.repeat(10_000)}\n: 1\n`, 'too-large'],
  // Names that reach into JavaScript
  ['__proto__ at the top', `${smallModel}__proto__: { polluted: true }\n`, 'invalid-shape', '__proto__'],
  [
    '__proto__ in JSON',
    '{"sidecore":1,"template":"xen-pv","machine":{"__proto__":{"polluted":true}}}',
    'invalid-shape',
    'machine.__proto__',
  ],
  [
    '__proto__ as a stage',
    changed('transmit: { context', '__proto__: { context'),
    'invalid-shape',
    'stages.__proto__',
  ],
  [
    'constructor as a table',
    fromTemplate('contexts: { constructor: { prototype: { polluted: true } } }'),
    'invalid-shape',
    'contexts.constructor',
  ],
  ['toString as a field', fromTemplate('toString: 1'), 'invalid-shape', 'toString'],
  [
    'hasOwnProperty as a core',
    changed('driver: guest-core', 'driver: hasOwnProperty'),
    'unknown-name',
    'placements.none.driver',
  ],
  ['toString as a template', 'sidecore: 1\ntemplate: toString\n', 'unknown-name', 'template'],
  // Version, template, shape
  ['no version', changed('sidecore: 1\n', ''), 'invalid-shape', 'sidecore'],
  ['a version of the future', changed('sidecore: 1', 'sidecore: 99'), 'invalid-value', 'sidecore'],
  ['an unknown template', 'sidecore: 1\ntemplate: xen-pw\n', 'unknown-name', 'template'],
  ['nothing but a version', 'sidecore: 1\n', 'invalid-shape', 'machine'],
  ['a misspelt section', changed('placements:', 'placement:'), 'invalid-shape', 'placement'],
  ['a misspelt field', changed('roundTrip', 'roundtrip'), 'invalid-shape', 'network.roundtrip'],
  [
    'a misspelt field of a link',
    changed('batch: 4', 'bach: 4'),
    'invalid-shape',
    'topologies.out.links.copy-out -> transmit.bach',
  ],
  [
    'a table where a list belongs',
    changed('[send, copy-out, transmit]', '{ send: 1 }'),
    'invalid-value',
    'topologies.out.stages',
  ],
  [
    'a number where a table belongs',
    changed('{ guest: guest-core, driver: guest-core }', '7'),
    'invalid-value',
    'placements.none',
  ],
  ['yes where true belongs', changed('wire: true', 'wire: yes'), 'invalid-value', 'topologies.out.wire'],
  [
    'a word that is not a unit of work',
    changed('cycles: 900', 'cycles: 900, per: byte'),
    'invalid-value',
    'stages.transmit.per',
  ],
  // Units
  ['a clock without a unit', changed('2 GHz', '2.67'), 'invalid-unit', 'machine.clock'],
  ['a clock in text without a unit', changed('2 GHz', '"2.67"'), 'invalid-unit', 'machine.clock'],
  ['a clock in bytes', changed('2 GHz', '2 GB'), 'invalid-unit', 'machine.clock'],
  ['a misspelt unit', changed('2 GHz', '2 Ghz'), 'invalid-unit', 'machine.clock'],
  ['KB, which is kB or KiB', changed('64 KiB', '64 KB'), 'invalid-unit', 'traffic.window'],
  ['a rate in bits', changed('10 Gbit/s', '10 Gbit'), 'invalid-unit', 'network.rate'],
  ['a round trip in cycles', changed('30 us', '300 cycles'), 'invalid-unit', 'network.roundTrip'],
  ['cycles in seconds', changed('cycles: 900', 'cycles: 900 ns'), 'invalid-unit', 'stages.transmit.cycles'],
  ['a percentage of a size', changed('1500 B', '15 %'), 'invalid-unit', 'network.mtu'],
  // Numbers
  ['a negative cost', changed('cycles: 900', 'cycles: -900'), 'invalid-value', 'stages.transmit.cycles'],
  ['not a number', changed('cycles: 900', 'cycles: .nan'), 'invalid-value', 'stages.transmit.cycles'],
  ['an infinite cost', changed('cycles: 900', 'cycles: .inf'), 'invalid-value', 'stages.transmit.cycles'],
  [
    'a cost that overflows',
    changed('cycles: 900', 'cycles: 1e999'),
    'invalid-value',
    'stages.transmit.cycles',
  ],
  ['a time that overflows', changed('30 us', '1e999 us'), 'invalid-value', 'network.roundTrip'],
  ['a zero clock', changed('2 GHz', '0 Hz'), 'invalid-value', 'machine.clock'],
  ['a negative clock', changed('2 GHz', '-2 GHz'), 'invalid-value', 'machine.clock'],
  ['a window of 0', changed('window: 64 KiB', 'window: 0'), 'invalid-value', 'traffic.window'],
  ['a window of half a packet', changed('window: 64 KiB', 'window: 0.5'), 'invalid-value', 'traffic.window'],
  ['a window of 1e12 packets', changed('window: 64 KiB', 'window: 1e12'), 'invalid-value', 'traffic.window'],
  ['a message of nothing', message('0 B'), 'invalid-value', 'traffic.message'],
  ['a batch below 1', changed('batch: 8 packets', 'batch: 0'), 'invalid-value', 'batch'],
  ['an MTU below its headers', changed('1500 B', '40 B'), 'invalid-value', 'network.mtu'],
  ['acknowledgements as a list', changed('50 %', '[1]'), 'invalid-value', 'traffic.acknowledgementRatio'],
  [
    'a range upside down',
    changed('low: 600, high: 3600', 'low: 3600, high: 600'),
    'invalid-value',
    'contexts.driver.footprintLines',
  ],
  [
    'a value outside its range',
    changed('low: 600', 'low: 2000'),
    'invalid-value',
    'contexts.driver.footprintLines',
  ],
  ['a range with one end', changed('low: 600, ', ''), 'invalid-shape', 'contexts.driver.footprintLines.low'],
  [
    'a range of something that is not there',
    `${smallModel}parameters: { stages.sendd.cycles: { low: 1, high: 2 } }\n`,
    'unknown-name',
    'parameters.stages.sendd.cycles',
  ],
  // Names and graphs
  [
    'an unknown stage in a topology',
    changed('[send, copy-out', '[sent, copy-out'),
    'unknown-name',
    'topologies.out.stages[0]',
  ],
  [
    'an unknown stage in a placement',
    changed('move: { driver', 'move: { drivr'),
    'unknown-name',
    'placements.side.move.drivr',
  ],
  [
    'an unknown core',
    changed('driver: side-core', 'driver: core-9'),
    'unknown-name',
    'placements.side.move.driver',
  ],
  [
    'an unknown mechanism',
    changed('send -> copy-out: doorbell', 'send -> copy-out: dorbell'),
    'unknown-name',
    'topologies.out.links.send -> copy-out',
  ],
  [
    'an unknown end of a link',
    changed('send -> copy-out:', 'sender -> copy-out:'),
    'unknown-name',
    'topologies.out.links.sender -> copy-out',
  ],
  [
    'a link without an arrow',
    changed('send -> copy-out:', 'send to copy-out:'),
    'invalid-shape',
    'topologies.out.links.send to copy-out',
  ],
  [
    'a link with two arrows',
    changed('send -> copy-out:', 'send -> copy-out -> transmit:'),
    'invalid-shape',
    'topologies.out.links.send -> copy-out -> transmit',
  ],
  [
    'a cycle of stages',
    changed('send -> copy-out: doorbell', 'transmit -> send: call\n      send -> copy-out: doorbell'),
    'cycle',
    'topologies.out.links',
  ],
  [
    'a stage listed twice',
    changed('[send, copy-out', '[send, send, copy-out'),
    'invalid-value',
    'topologies.out.stages[1]',
  ],
  ['a core listed twice', changed('[far-core]', '[side-core]'), 'invalid-value', 'machine.sockets[1][0]'],
  [
    'a placement that extends nothing',
    changed('extends: none', 'extends: nobody'),
    'unknown-name',
    'placements.side.extends',
  ],
  [
    'a placement that extends itself',
    changed('extends: none', 'extends: side'),
    'cycle',
    'placements.side.extends',
  ],
  [
    'a stage without a context',
    changed('transmit: { context: driver, ', 'transmit: { '),
    'unknown-name',
    'stages.transmit.context',
  ],
  ['1e12 stages', changed('[send, copy-out, transmit]', '1e12'), 'invalid-value', 'topologies.out.stages'],
  [
    '20,000 stages in a topology',
    fromTemplate(`topologies: { t: { stages: [${many(20_000, () => 'a')}] } }`),
    'too-large',
    'topologies.t.stages',
  ],
  [
    '11,000 buffers of a stage',
    fromTemplate(`stages: { s: { context: hypervisor, reads: [${many(11_000, () => 'a')}] } }`),
    'too-large',
    'stages.s.reads',
  ],
  [
    'a template without what it needs',
    fromTemplate('contexts: { driver-domain: null }'),
    'unknown-name',
    'stages.netback-transmit.context',
  ],
  // Expressions
  ['import', message('"import(\'fs\')"'), 'invalid-syntax', 'traffic.message'],
  ['process.exit()', message('process.exit()'), 'invalid-syntax', 'traffic.message'],
  [
    'the constructor of a constructor',
    message('\'constructor.constructor("return process")()\''),
    'invalid-syntax',
    'traffic.message',
  ],
  ['a cosine', message('cos(1) * 1 B'), 'invalid-syntax', 'traffic.message'],
  ['a call of a definition', message('frame(2)'), 'invalid-syntax', 'traffic.message'],
  ['createUnit', message('createUnit * 1 B'), 'unknown-name', 'traffic.message'],
  ['a property', message('frame.constructor'), 'invalid-syntax', 'traffic.message'],
  ['an index', message('"frame[1]"'), 'invalid-syntax', 'traffic.message'],
  ['an assignment', message('frame = 3 B'), 'invalid-syntax', 'traffic.message'],
  ['a statement after another', message('1 B; 2 B'), 'invalid-syntax', 'traffic.message'],
  ['a backtick', message('"`1 B`"'), 'invalid-syntax', 'traffic.message'],
  ['pi', message('pi * 1 B'), 'unknown-name', 'traffic.message'],
  ['an undefined name', message('2 * frme'), 'unknown-name', 'traffic.message'],
  ['a division by zero', message('1 B / 0'), 'invalid-value', 'traffic.message'],
  ['zero by zero', message('0 B / 0'), 'invalid-value', 'traffic.message'],
  ['a tower of powers', message('9^9^9^9 * 1 B'), 'invalid-value', 'traffic.message'],
  ['a power of a unit that is no whole number', message('frame^0.5'), 'invalid-unit', 'traffic.message'],
  ['bytes and seconds added', message('1 B + 1 s'), 'invalid-unit', 'traffic.message'],
  ['an expression of another unit', message('frame / (3 us)'), 'invalid-unit', 'traffic.message'],
  ['an unfinished expression', message('2 *'), 'invalid-syntax', 'traffic.message'],
  ['an empty expression', message('""'), 'invalid-syntax', 'traffic.message'],
  [
    '30 parentheses',
    message(`${'('.repeat(30)}1${')'.repeat(30)} * 1 B`),
    'invalid-syntax',
    'traffic.message',
  ],
  ['1,000 terms', message(`${'1 + '.repeat(1000)}1`), 'invalid-syntax', 'traffic.message'],
  ['100,000 digits', message('1'.repeat(100_000)), 'invalid-value', 'traffic.message'],
  ['100,000 digits and a letter', message(`${'1'.repeat(100_000)}x/`), 'invalid-syntax', 'traffic.message'],
  [
    'a definition that needs itself',
    changed('copy: 2 * 300 cycles', 'copy: 2 * copy'),
    'cycle',
    'definitions.copy',
  ],
  [
    'definitions in a circle',
    changed('frame: 1448 B', 'frame: other\n  other: 2 * frame'),
    'cycle',
    'definitions.frame',
  ],
  [
    'a core that is nearly one of the template',
    fromTemplate('machine: { cores: { guest-coer: { background: 0.5 } } }'),
    'unknown-name',
    'machine.cores.guest-coer',
  ],
  ['a definition named like a unit', changed('copy: 2', 'us: 2'), 'invalid-value', 'definitions.us'],
  [
    'a definition that no expression can name',
    changed('copy: 2', 'the-copy: 2'),
    'invalid-value',
    'definitions.the-copy',
  ],
  [
    'definitions that double 999 times',
    fromTemplate(`definitions:\n${many(999, (i) => `  a${i}: a${i + 1} + a${i + 1}`, '\n')}\n  a999: 1`),
    'too-large',
  ],
];

export const badModels: readonly BadModel[] = rows.map(([name, text, code, path]) => ({
  name,
  text,
  code,
  path,
}));
