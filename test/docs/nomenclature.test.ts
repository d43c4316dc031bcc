import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = new URL('../../', import.meta.url);
const file = (path: string) => fileURLToPath(new URL(path, root));

/** The part of the page for a source file. */
const groups: readonly (readonly [folder: string, title: string])[] = [
  ['src/queueing/stations/', 'Stations'],
  ['src/queueing/networks/', 'Networks'],
  ['src/queueing/markov/', 'Markov chains'],
  ['src/iopath/', 'Paths'],
  ['src/predict/', 'Predictions'],
  ['src/common/', 'Everywhere'],
];

/** Names in the tables of the page, by the title of their part. */
function listedNames(): Map<string, string[]> {
  const parts = readFileSync(file('docs/nomenclature.md'), 'utf8').split('\n## ').slice(1);
  return new Map(
    parts.map((part) => [
      part.slice(0, part.indexOf('\n')),
      [...part.matchAll(/^\|[^|]*\| `(\w+)` \|[^|]+\|[^|]+\|$/gm)].map(([, name]) => name),
    ]),
  );
}

/** Fields of everything that src/index.ts exports as a type, as `part: field (type)`. */
function publicFields(): { readonly group: string; readonly name: string; readonly type: string }[] {
  const { config } = ts.readConfigFile(file('tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, file('.'));
  const program = ts.createProgram([file('src/index.ts')], options);
  const checker = program.getTypeChecker();
  const index = program.getSourceFile(file('src/index.ts'));
  const fields: { group: string; name: string; type: string }[] = [];
  for (const symbol of checker.getExportsOfModule(checker.getSymbolAtLocation(index!)!)) {
    const own = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    for (const declaration of own.declarations ?? []) {
      if (!ts.isInterfaceDeclaration(declaration) && !ts.isTypeAliasDeclaration(declaration)) continue;
      const at = declaration.getSourceFile().fileName;
      const group = groups.find(([folder]) => at.startsWith(file(folder)))?.[1] ?? at;
      const visit = (node: ts.Node): void => {
        if (ts.isPropertySignature(node) || ts.isMethodSignature(node))
          fields.push({ group, name: node.name.getText(), type: own.name });
        ts.forEachChild(node, visit);
      };
      visit(declaration);
      if (ts.isInterfaceDeclaration(declaration))
        for (const inherited of checker.getDeclaredTypeOfSymbol(own).getProperties()) {
          const home = inherited.declarations?.[0]?.getSourceFile().fileName ?? at;
          if (home.startsWith(file('src/')))
            fields.push({
              group: groups.find(([folder]) => home.startsWith(file(folder)))?.[1] ?? home,
              name: inherited.name,
              type: own.name,
            });
        }
    }
  }
  return fields;
}

describe('docs/nomenclature.md', () => {
  const listed = listedNames();
  const fields = publicFields();

  it('has every public field in the part of its floor, or among what holds everywhere', () => {
    const missing = fields
      .filter(
        ({ group, name }) => !listed.get(group)?.includes(name) && !listed.get('Everywhere')!.includes(name),
      )
      .map(({ group, name, type }) => `${group}: ${name} (${type})`);
    expect([...new Set(missing)]).toEqual([]);
    expect(fields.length).toBeGreaterThan(500);
  });

  it('has nothing that is no public field any more, and nothing twice', () => {
    for (const [group, names] of listed) {
      expect(new Set(names).size, group).toBe(names.length);
      const known = new Set(
        fields.filter((field) => group === 'Everywhere' || field.group === group).map(({ name }) => name),
      );
      expect(
        names.filter((name) => !known.has(name)),
        group,
      ).toEqual([]);
    }
  });
});
