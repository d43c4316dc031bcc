/** The floors of CONTRIBUTING.md: imports go down only, and only the command line may touch Node. */
const floors = ['cli', 'report', 'formats', 'fit', 'predict', 'iopath', 'queueing', 'common'];
/** floor -> the floors that it may import from, besides itself */
const below = {
  common: [],
  queueing: ['common'],
  iopath: ['queueing', 'common'],
  predict: ['iopath', 'queueing', 'common'],
  fit: ['predict', 'iopath', 'queueing', 'common'],
  formats: ['fit', 'predict', 'iopath', 'queueing', 'common'],
  report: ['fit', 'predict', 'iopath', 'queueing', 'common'],
  cli: ['report', 'formats', 'predict', 'fit', 'iopath', 'queueing', 'common'],
};

module.exports = {
  forbidden: [
    ...floors.map((floor) => ({
      name: `${floor}-imports-down-only`,
      severity: 'error',
      from: { path: `^src/${floor}/` },
      to: { path: '^src/', pathNot: `^src/(${[floor, ...below[floor]].join('|')})/` },
    })),
    {
      name: 'node-only-in-cli',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/cli/' },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-cycles', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    {
      name: 'mathjs-only-by-dynamic-import',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        path: 'node_modules/(mathjs|vega|vega-lite|@resvg|fast-xml-parser)',
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'no-development-dependencies',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'], pathNot: 'node_modules/(vega|vega-lite|@resvg)' },
    },
    { name: 'resolvable', severity: 'error', from: { path: '^src/' }, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
