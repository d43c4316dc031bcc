import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { build } from 'tsup';

const root = fileURLToPath(new URL('../../', import.meta.url));
const browser = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
].find((path) => path && existsSync(path));

/** What a run of the page lacks on this machine, with the remedy; empty when it lacks nothing. */
export const missing = [
  ...(browser ? [] : ['no Chromium: apt-get install chromium, or name one in CHROMIUM']),
  ...(existsSync(`${root}dist/report.js`) ? [] : ['the package is not built: npm run build']),
].join('; ');

const types: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

/** What the import map of the page finds in vendor/. */
const bundled = {
  vega: `${root}node_modules/vega/build/vega.module.js`,
  'vega-lite': `${root}node_modules/vega-lite/build/index.js`,
  'ml-matrix': `${root}node_modules/ml-matrix/matrix.mjs`,
};

/** Serves the project's files; returns the address of the page and a way to stop. */
export async function serve(): Promise<{ readonly address: string; stop(): void }> {
  await build({
    entry: bundled,
    outDir: `${root}examples/browser/vendor`,
    format: 'esm',
    platform: 'browser',
    noExternal: [/./],
    config: false,
    dts: false,
    silent: true,
  });
  const server = createServer(async ({ url = '' }, response) => {
    const path = normalize(decodeURIComponent(new URL(url, 'http://page').pathname));
    try {
      const body = await readFile(root + path);
      response
        .writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' })
        .end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}/examples/browser/index.html`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Opens the page in headless Chromium, hands it over once it has answered, and returns what went wrong in it. */
export async function visit(address: string, look: (page: Page) => Promise<void>): Promise<string[]> {
  const problems: string[] = [];
  const instance = await chromium.launch({
    executablePath: browser,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-sync',
    ],
  });
  try {
    const page = await instance.newPage();
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) problems.push(message.text());
    });
    page.on('pageerror', ({ message }) => problems.push(message));
    page.on('response', (response) => {
      if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`);
    });
    await page.goto(address);
    await page.waitForSelector('#answer pre', { timeout: 20_000 });
    await look(page);
  } finally {
    await instance.close();
  }
  return problems;
}
