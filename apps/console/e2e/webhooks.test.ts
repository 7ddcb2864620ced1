import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { answers, startWebhookReceiver, takes, verifyWebhook } from '@onsale/testing';
import {
  assertAccessible,
  PHONE,
  signIn,
  startBrowser,
  startSite,
  visit,
} from '@onsale/testing/site';

const CATALOG = `
events:
  - id: one
    name: One
    venue: Hall
    startsAt: 2087-06-18T16:00:00Z
    currency: EUR
    tickets: [{ id: adult, name: Adult, type: adult, price: 10, capacity: 10 }]
`;

const site = await startSite({
  ...{ catalog: CATALOG, worker: false, office: {} },
  delivery: { WEBHOOK_PRIVATE_NETWORKS: '127.0.0.1' },
});
after(() => site.stop());
const browser = await startBrowser();
after(() => browser.close());
const receiver = await startWebhookReceiver();
after(() => receiver.stop());

test('an owner adds an endpoint, sends a test, sees what was answered, and sends it again', async () => {
  const { office } = site;
  const { context, page, leave } = await visit(browser, office.consoleUrl);
  await signIn(context, office, { name: 'Ada', email: 'ada@shop.example' });
  await page.goto('/webhooks');
  await page.getByText('No other system is told').waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Add an endpoint' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Address').fill('shop.example');
  await dialog.getByRole('button', { name: 'Add an endpoint' }).click();
  await dialog.getByText('begins with https://', { exact: false }).last().waitFor();
  await dialog.getByLabel('Address').fill(receiver.url);
  await dialog.getByLabel('Description').fill('Books');
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Add an endpoint' }).click();
  const secret = await dialog.getByRole('textbox', { name: 'Secret' }).inputValue();
  assert.match(secret, /^whsec_/);
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  receiver.answer(answers(500));
  await page.getByRole('link', { name: 'Books' }).click();
  await page.getByRole('button', { name: 'Send a test' }).click();
  await page.getByRole('table', { name: 'Log' }).getByText('Failed').waitFor();
  await assertAccessible(page);
  await page.getByRole('link', { name: 'Test' }).click();
  await page.getByText('answer 500').waitFor();
  await page.getByText('"webhook.test"').waitFor();
  await assertAccessible(page);
  receiver.answer(takes);
  await page.getByRole('button', { name: 'Send again' }).click();
  await page.getByText('Delivered').waitFor();
  const ids = receiver.received.map((webhook) => {
    verifyWebhook(secret, webhook);
    return webhook.headers['webhook-id'];
  });
  assert.deepEqual([ids.length, new Set(ids).size], [2, 1]);
  await leave();
});

test('on a phone, an owner makes a new secret, switches the endpoint off and on, and removes it', async () => {
  const { office } = site;
  const { context, page, leave } = await visit(browser, office.consoleUrl, PHONE);
  await signIn(context, office, { name: 'Grace', email: 'grace@shop.example' });
  await page.goto('/webhooks');
  await page.getByRole('link', { name: 'Books' }).click();
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'New secret' }).click();
  await dialog.getByRole('button', { name: 'New secret' }).click();
  assert.match(await dialog.getByRole('textbox', { name: 'Secret' }).inputValue(), /^whsec_/);
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await page.getByText('the one before is valid until').waitFor();

  await page.getByRole('button', { name: 'Change' }).click();
  await dialog.getByRole('switch', { name: 'Send webhooks to it' }).click();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await page.getByText('It is switched off, and').waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Switch on' }).click();
  await page.getByText('The endpoint is on').waitFor();

  await page.getByRole('button', { name: 'Remove' }).click();
  await dialog.getByRole('button', { name: 'Remove' }).click();
  await page.getByText('No other system is told').waitFor();
  await leave();
});
