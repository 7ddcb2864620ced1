import { mkdir } from 'node:fs/promises';
import { startBrowser } from '@onsale/testing/site';
import { ANSWERS, STATES } from './invented.ts';
import { openGallery } from './open-gallery.ts';

// `node apps/checkin/e2e/gallery/take-pictures.ts FOLDER [NAME …]`: every screen of the app on a small phone, in the sun
// and at night, in English and in German, to be looked at.

const [folder = 'pictures', ...wanted] = process.argv.slice(2);
const SCREENS: Record<string, string> = {
  ...Object.fromEntries(Object.keys(STATES).map((name) => [`state-${name}`, `state=${name}`])),
  ...Object.fromEntries(Object.keys(ANSWERS).map((name) => [`answer-${name}`, `answer=${name}`])),
  search: 'sheet=search',
  'search-nameless': 'sheet=search&state=nameless',
  type: 'sheet=type',
  log: 'sheet=log&state=offline',
  device: 'sheet=device&state=forgetful',
  insecure: 'camera=insecure',
  denied: 'camera=denied',
};

await mkdir(folder, { recursive: true });
const [gallery, browser] = await Promise.all([openGallery(), startBrowser()]);
try {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const locale of ['en-GB', 'de-DE']) {
      const context = await browser.newContext({
        ...{ colorScheme, locale, reducedMotion: 'reduce', timezoneId: 'Europe/Berlin' },
        ...{ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
      });
      const page = await context.newPage();
      page.on('pageerror', (error) => process.stderr.write(`${String(error)}\n`));
      for (const [name, query] of Object.entries(SCREENS)) {
        if (wanted.length > 0 && !wanted.some((each) => name.includes(each))) continue;
        await page.goto(`${gallery.url}?${query}`);
        await page.locator('h1').first().waitFor({ state: 'attached' });
        if (name === 'search') {
          await page.getByRole('searchbox').fill('ada');
          await page.locator('li button').first().click();
        }
        await page.evaluate(async () => await document.fonts.ready);
        await page.screenshot({
          path: `${folder}/${name}-${colorScheme}-${locale.slice(0, 2)}.png`,
        });
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
  await gallery.close();
}
