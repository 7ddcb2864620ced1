import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { assertAccessible, startBrowser } from '@onsale/testing/site';
import { type MailContent, renderMail } from '../src/index.ts';
import { mails } from './sample-mails.ts';

const browser = await startBrowser();
after(() => browser.close());

const LONG = 'Donaudampfschiffahrtsgesellschaftskapitän'.repeat(24);

test('each mail fits on a phone, also with the longest names', async () => {
  const page = await browser.newPage({ viewport: { width: 360, height: 640 } });
  for (const mail of mails.flatMap((each) => [each, withLongNames(each)])) {
    await page.setContent(renderMail(mail, { language: 'de' }).html);
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 360, mail.kind);
  }
  await page.close();
});

test('mails can be read by everybody, in light and in dark', async () => {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 } });
  const page = await context.newPage();
  // They have all that mails are made of.
  const kinds = new Set(['confirmed', 'event_changed']);
  for (const mail of mails.filter(({ kind }) => kinds.has(kind))) {
    await page.setContent(renderMail(mail, { language: 'fr' }).html);
    await assertAccessible(page, { without: ['landmark-one-main', 'region'] });
  }
  await context.close();
});

function withLongNames(mail: MailContent): MailContent {
  const shop = { ...mail.shop, name: LONG, legalName: LONG };
  if (!('order' in mail)) return { ...mail, shop };
  const event = { ...mail.event, name: LONG, venue: LONG };
  const lines = mail.order.lines.map((line) => ({ ...line, name: LONG }));
  return { ...mail, shop, event, order: { ...mail.order, buyer: LONG, lines } };
}
