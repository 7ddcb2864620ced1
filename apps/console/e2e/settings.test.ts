import assert from 'node:assert/strict';
import { after, test } from 'node:test';
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

const site = await startSite({ catalog: CATALOG, worker: false, office: {} });
after(() => site.stop());
const browser = await startBrowser();
after(() => browser.close());

test('two members change the settings, and the second sees what the first has changed', async () => {
  const { office } = site;
  const first = await visit(browser, office.consoleUrl, PHONE);
  await signIn(first.context, office, { name: 'Ada', email: 'ada@shop.example' });
  const second = await visit(browser, office.consoleUrl);
  await signIn(second.context, office, { name: 'Grace', email: 'grace@shop.example' });
  for (const { page } of [first, second]) await page.goto('/settings');

  const { page } = first;
  await page.getByLabel('Name of the shop').fill('Ada’s Hall');
  await page.getByLabel('Version of the terms').fill('2027-01');
  await page.getByRole('textbox', { name: 'Terms', exact: true }).fill('No refunds on the day.');
  await assertAccessible(page);
  // What is typed outlives a reload.
  page.on('dialog', (dialog) => void dialog.accept());
  await page.reload();
  assert.equal(await page.getByLabel('Name of the shop').inputValue(), 'Ada’s Hall');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The settings are saved').waitFor();

  const other = second.page;
  await other.getByLabel('Imprint').fill('Grace, Harbour Street 1');
  await other.getByRole('button', { name: 'Save' }).click();
  await other.getByText('Somebody else has changed the settings').waitFor();
  assert.equal(await other.getByLabel('Name of the shop').inputValue(), 'Ada’s Hall');
  await assertAccessible(other);
  await other.getByRole('button', { name: 'Save' }).click();
  await other.getByText('The settings are saved').waitFor();
  const seller = await other.request.get('/api/v1/seller');
  const { name, imprint, terms } = (await seller.json()) as Record<string, unknown>;
  assert.deepEqual(
    [name, imprint, terms],
    [
      ...['Ada’s Hall', 'Grace, Harbour Street 1'],
      { version: '2027-01', text: 'No refunds on the day.' },
    ],
  );

  // Another text needs another version, and the old one stays readable.
  await other
    .getByRole('textbox', { name: 'Terms', exact: true })
    .fill('Refunds until the day before.');
  await other.getByRole('button', { name: 'Save' }).click();
  await other.getByText('The text has changed: give it a new version').waitFor();
  await other.getByLabel('Version of the terms').fill('2027-02');
  await other.getByRole('button', { name: 'Save' }).click();
  await other.getByRole('button', { name: /2027-01/ }).click();
  await other.getByText('No refunds on the day.').waitFor();
  await first.leave();
  await second.leave();
});

test('the office’s own settings name every problem at its field', async () => {
  const { office } = site;
  const { context, page, leave } = await visit(browser, office.consoleUrl);
  await signIn(context, office, { name: 'Mary', email: 'mary@shop.example' });
  await page.goto('/settings?tab=office');
  await page.getByLabel('Address of the sender').fill('nobody');
  await page.getByLabel('Days after the event').fill('3');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('must be a valid e-mail address').waitFor();
  await assertAccessible(page);
  await page.getByLabel('Address of the sender').fill('tickets@shop.example');
  await page.getByLabel('Days after the event').fill('60');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The settings are saved').waitFor();
  await leave();
});
