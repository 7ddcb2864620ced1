import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { test } from 'node:test';
import { startBrowser } from '@onsale/testing/site';
import {
  addKey,
  eventTagOf,
  publishedKey,
  signCode,
  ticketTag,
  typeTagOf,
} from '../../src/index.ts';

const ORIGIN = 'http://localhost';

test('a page checks codes by itself, without a network', async () => {
  const [key] = addKey([]);
  assert.ok(key);
  const ticket = ticketTag({ orderId: 's0-x', line: 0, number: 1, version: 1 });
  const content = { event: eventTagOf('show'), type: typeTagOf('show', 'adult'), ticket };
  const code = signCode(key, content);
  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    // The sources as they are, but for their types: an import of Node would fail.
    await page.route(`${ORIGIN}/**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/') return await route.fulfill({ contentType: 'text/html', body: '' });
      const source = await readFile(new URL(`../../${pathname}`, import.meta.url), 'utf8');
      const body = stripTypeScriptTypes(source, { mode: 'strip' });
      return await route.fulfill({ contentType: 'text/javascript', body });
    });
    await page.goto(`${ORIGIN}/`);
    const altered = `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`;
    const verdicts = await page.evaluate(
      `(async () => {
        const { verifyCode } = await import('/src/verify.ts');
        const keys = ${JSON.stringify([publishedKey(key)])};
        const check = (code, options) => verifyCode(code, keys, options);
        return await Promise.all([
          check('${code.toLowerCase()}', { eventId: 'show' }),
          check('${altered}', { eventId: 'show' }),
          check('${code}', { eventId: 'other' }),
        ]);
      })()`,
    );
    assert.deepEqual(verdicts, [
      { ok: true, keyId: key.keyId, ...content },
      { ok: false, refused: 'forged' },
      { ok: false, refused: 'other_event' },
    ]);
  } finally {
    await browser.close();
  }
});
