import { describe, expect, it } from 'vitest';
import { missing, serve, visit } from '../../scripts/browser/page';

const note = missing ? ` (skipped: ${missing})` : '';

describe.skipIf(missing)(`the page of examples/browser in Chromium${note}`, () => {
  it('draws an answer, draws another one when asked, and says nothing on the console', async () => {
    const { address, stop } = await serve();
    try {
      const problems = await visit(address, async (page) => {
        const drawn = () =>
          page.evaluate<[width: number, height: number, source: string]>(
            "(async (image) => (await image.decode(), [image.naturalWidth, image.naturalHeight, image.src]))(document.querySelector('#answer img'))",
          );
        const [width, height, before] = await drawn();
        expect(width).toBeGreaterThan(400);
        expect(height).toBeGreaterThan(300);
        expect(await page.locator('#answer pre').textContent()).toContain('driver-domain');
        await page.selectOption('select', 'kvm-vhost-net');
        await page.locator('#answer pre', { hasText: /^kvm-vhost-net:/ }).waitFor();
        expect((await drawn())[2]).not.toBe(before);
        await page.fill('[name=message]', '0');
        await page.locator('[name=message]').blur();
        await page.locator('#answer', { hasText: 'scenario.message' }).waitFor();
      });
      expect(problems).toEqual([]);
    } finally {
      stop();
    }
  });
});
