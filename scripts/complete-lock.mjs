/**
 * Completes package-lock.json with the optional packages of other platforms. A registry that mirrors one platform
 * alone makes npm leave the others out, and then `npm ci` refuses the lock, here and everywhere else.
 *
 *   node scripts/complete-lock.mjs           adds what is missing
 *   node scripts/complete-lock.mjs --check   exits 1 when something is missing
 */
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const { packages } = lock;

/** Whether a package that stands at `place` finds `name` in its own or an outer node_modules. */
function resolves(place, name) {
  for (let at = place; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (`${at ? `${at}/` : ''}node_modules/${name}` in packages) return true;
    if (at === '') return false;
  }
}

/** The lock's entry for a package named after its platform, as `@rollup/rollup-linux-arm64-musl` is. */
function entryOf(name, version, dev) {
  const platform =
    /[-/](aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)-([a-z0-9]+)(?:-([a-z]+))?$/;
  const [, os, cpu, abi = ''] = platform.exec(name) ?? [];
  if (!os) throw new Error(`${name}: which platform is it for?`);
  const libc = os === 'linux' && ((abi.includes('musl') && 'musl') || (/gnu|glibc/.test(abi) && 'glibc'));
  return {
    version,
    cpu: [cpu],
    ...(dev && { dev }),
    ...(libc && { libc: [libc] }),
    optional: true,
    os: [os],
  };
}

const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {}, dev }]) =>
  Object.entries(optionalDependencies)
    .filter(([name]) => !resolves(place, name))
    .map(([name, version]) => [`node_modules/${name}`, entryOf(name, version, dev)]),
);
if (missing.length > 0 && process.argv.includes('--check')) {
  console.error(
    `package-lock.json lacks ${missing.length} packages of other platforms, so npm ci would refuse it`,
  );
  console.error('run: node scripts/complete-lock.mjs');
  process.exitCode = 1;
} else if (missing.length > 0) {
  const entries = [...Object.entries(packages), ...missing];
  lock.packages = Object.fromEntries(entries.sort(([a], [b]) => a.localeCompare(b, 'en')));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`package-lock.json: added ${missing.length} packages of other platforms`);
}
