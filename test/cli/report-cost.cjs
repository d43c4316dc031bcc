/** Loaded into the command by the tests: tells on file 3 what the process took and which packages it loaded. */
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const packages = Object.keys(require.cache).map(
    (path) => /.*node_modules.((?:@[^/\\]+.)?[^/\\]+)/.exec(path)?.[1],
  );
  const cost = { cpuMilliseconds: (user + system) / 1000, packages: [...new Set(packages)] };
  require('node:fs').writeSync(3, JSON.stringify(cost));
});
