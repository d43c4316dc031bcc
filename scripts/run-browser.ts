/**
 * Opens examples/browser/index.html in headless Chromium and fails on any message on its console: `npm run browser`.
 * With `-- --serve` it serves the page for a browser of yours instead, until Ctrl-C.
 */
import { missing, serve, visit } from './browser/page';

if (process.argv.includes('--serve')) console.log((await serve()).address);
else if (missing) {
  console.error(`browser: ${missing}`);
  process.exitCode = 2;
} else {
  const { address, stop } = await serve();
  const problems = await visit(address, async (page) => {
    const picture = page.locator('#answer img');
    await page.evaluate("document.querySelector('#answer img').decode()");
    const { width, height } = (await picture.boundingBox())!;
    console.log(`chart of ${Math.round(width)} x ${Math.round(height)} pixels`);
    await page.screenshot({ path: 'examples/browser/vendor/page.png', fullPage: true });
  });
  stop();
  for (const problem of problems) console.error(problem);
  console.log(`${problems.length} messages on the console`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
