import { SidecoreError, shown } from '../common';

/** An element of an XML document. Names and values are as written, with the five standard entities replaced. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, without the space around it. */
  readonly text: string;
}

/** The most characters of a document: a what-if of a thousand steps with its results fits. */
const longestXml = 32 * 1024 * 1024;

/**
 * Reads an XML document. Document types are refused, so that no entity can be declared; the parser is loaded on the
 * first call.
 *
 * @throws SidecoreError `invalid-syntax` with the place, or `too-large`
 */
export async function readXml(text: string, file: string): Promise<XmlElement> {
  if (typeof text !== 'string')
    throw new SidecoreError({ code: 'invalid-value', message: `${shown(text)} is not the text of a file` });
  if (text.length > longestXml)
    throw new SidecoreError({
      code: 'too-large',
      location: `${file}:1:1`,
      message: `${text.length} characters are more than ${longestXml}`,
    });
  const type = text.search(/<!(?:DOCTYPE|ENTITY)/i);
  if (type >= 0) {
    const before = text.slice(0, type).split('\n');
    throw new SidecoreError({
      code: 'invalid-syntax',
      location: `${file}:${before.length}:${before[before.length - 1].length + 1}`,
      message: 'document types and entities are not available',
      hint: 'remove the line',
    });
  }
  const { XMLParser, XMLValidator } = await import('fast-xml-parser');
  // Instructions to other programs are sometimes malformed; the place of what follows stays.
  const document = text.replace(/<\?.*?\?>/gs, (instruction) => instruction.replace(/[^\n]/g, ' '));
  const checked = XMLValidator.validate(document);
  if (checked !== true)
    throw new SidecoreError({
      code: 'invalid-syntax',
      location: `${file}:${checked.err.line}:${checked.err.col}`,
      message: checked.err.msg,
      hint: 'the file must be XML',
    });
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    processEntities: false,
  });
  let nodes: readonly ParsedNode[];
  try {
    nodes = parser.parse(document);
  } catch (error) {
    throw new SidecoreError({
      code: 'invalid-syntax',
      location: `${file}:1:1`,
      message: error instanceof Error ? error.message : 'not an XML document',
    });
  }
  const root = nodes.map(element).find((one) => one !== undefined);
  if (root) return root;
  throw new SidecoreError({
    code: 'invalid-syntax',
    location: `${file}:1:1`,
    message: 'there is no element',
    hint: 'the file must be XML',
  });
}

/** A node as the parser gives it: the content under the element's name, attributes under `:@`. */
type ParsedNode = Readonly<Record<string, unknown>>;

const attributesKey = ':@';
const textKey = '#text';

function element(node: ParsedNode): XmlElement | undefined {
  const name = Object.keys(node).find((key) => key !== attributesKey);
  if (name === undefined || name === textKey) return undefined;
  const content = node[name] as readonly ParsedNode[];
  const given = (node[attributesKey] ?? {}) as Readonly<Record<string, string>>;
  return {
    name,
    attributes: Object.fromEntries(Object.entries(given).map(([key, value]) => [key, unescaped(value)])),
    children: content.flatMap((inner) => element(inner) ?? []),
    text: unescaped(
      content
        .filter((inner) => Object.hasOwn(inner, textKey))
        .map((inner) => String(inner[textKey]))
        .join('')
        .trim(),
    ),
  };
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replace(
    /&(?:(amp|lt|gt|quot|apos)|#(\d{1,7})|#x([\da-fA-F]{1,6}));/g,
    (whole, name, decimal, hex) => {
      if (name !== undefined) return entities[name];
      const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    },
  );
}

/** A text as it stands between tags or quotes. */
export function escaped(text: string): string {
  const names = Object.entries(entities).map(([name, character]) => [character, `&${name};`]);
  const table = new Map(names as [string, string][]);
  return text.replace(/[&<>"']/g, (character) => table.get(character)!);
}
