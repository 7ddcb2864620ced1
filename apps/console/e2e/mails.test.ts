import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { eventually } from '@onsale/testing';
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
    name: One night
    venue: Hall
    startsAt: 2087-06-18T16:00:00Z
    timeZone: Europe/Berlin
    currency: EUR
    tickets: [{ id: adult, name: Adult, type: adult, price: 10, capacity: 10, holderText: "Gate north." }]
`;

const site = await startSite({ catalog: CATALOG, office: {}, delivery: {} });
after(() => site.stop());
const browser = await startBrowser();
after(() => browser.close());
const orderId = await buy();
await eventually(
  async () => await site.office.postgres.query("select from office.mails where state = 'kept'"),
  (rows) => rows.length === 1,
);

test('the team sees what was mailed, opens it, and sends it again', async () => {
  const { office } = site;
  const { context, page, leave } = await visit(browser, office.consoleUrl);
  await signIn(context, office, { name: 'Ada', email: 'ada@shop.example' });
  await page.goto('/mails');
  await page.getByRole('link', { name: 'grace@example.org' }).waitFor();
  await assertAccessible(page);
  await page.getByRole('link', { name: 'grace@example.org' }).click();
  await page.getByRole('heading', { name: 'Your tickets for One night', level: 1 }).waitFor();
  const mail = page.frameLocator('iframe');
  await mail.getByRole('heading', { name: 'Your 2 tickets are here' }).waitFor();
  const color = 'getComputedStyle(document.querySelector(".sheet")).borderRadius';
  assert.equal(await frameOf(page, color), '8px', 'it has its styles');
  await page.getByRole('tab', { name: 'As plain text' }).click();
  await page.getByText('Gate north.').waitFor();
  await page.getByRole('button', { name: 'Send again' }).click();
  await page.getByText('It is on its way to grace@example.org').waitFor();

  await page.goto(`/orders/${orderId}`);
  const mails = page.getByRole('region', { name: 'Mails' });
  await mails.getByRole('link', { name: 'Your tickets for One night' }).nth(1).waitFor();
  await mails.getByText('Kept').nth(1).waitFor();
  await leave();
});

test('each mail is shown as it reads, on a phone', async () => {
  const { office } = site;
  const { context, page, leave } = await visit(browser, office.consoleUrl, PHONE);
  await signIn(context, office, { name: 'Ben', email: 'ben@shop.example' });
  await page.goto('/mails/previews?kind=event_cancelled&language=de');
  await page.getByText('Subject: Abgesagt: One night').waitFor();
  const mail = page.frameLocator('iframe');
  await mail.getByRole('heading', { name: 'One night ist abgesagt' }).waitFor();
  await page.getByText('Français').click();
  await mail.getByRole('heading', { name: 'Événement annulé : One night' }).waitFor();
  // Axe waits for the frame, in which nothing runs.
  await page.getByText('As plain text').click();
  await page.getByText('Événement annulé : One night').waitFor();
  await assertAccessible(page);

  await page.goto('/mails/server');
  await page.getByText('There is no mail server').waitFor();
  await page
    .getByText('SPF: which servers may send')
    .or(page.getByText('No sender address is set'))
    .waitFor();
  await assertAccessible(page);
  await leave();
});

async function frameOf(page: Awaited<ReturnType<typeof visit>>['page'], script: string) {
  const frame = page.frames().find((each) => each !== page.mainFrame());
  return await frame?.evaluate(script);
}

async function buy(): Promise<string> {
  const response = await fetch(`${site.url}/api/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ customer: { name: 'Grace', email: 'grace@example.org' }, paymentMethod: 'card' },
      items: [{ ticketId: 'adult', qty: 2 }],
    }),
  });
  assert.equal(response.status, 201, await response.clone().text());
  return ((await response.json()) as { orderId: string }).orderId;
}
