import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFirstOwnerLink } from '@onsale/records';
import { catalogOf } from '@onsale/testing';
import {
  assertAccessible,
  PHONE,
  signIn,
  startBrowser,
  startSite,
  visit,
} from '@onsale/testing/site';
import type { Page } from 'playwright-core';

const site = await startSite({ catalog: catalogOf(10), worker: false, office: {} });
const browser = await startBrowser();
after(async () => {
  await browser.close();
  await site.stop();
});
const { consoleUrl, db } = site.office;
const PASSWORD = 'correct horse battery';

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

test('the first owner begins with the link of the terminal, on a phone, and invites another', async () => {
  const { page, leave } = await visit(browser, consoleUrl, PHONE);
  const link = await createFirstOwnerLink(db);
  await page.goto(`/first-owner#${link?.token}`);
  await field(page, 'Name').fill('Ada Lovelace');
  // The secret does not stay in the address.
  assert.equal(new URL(page.url()).hash, '');
  await field(page, 'E-mail address').fill('ada@example.org');
  await field(page, 'New password').fill('short');
  await button(page, 'Begin').click();
  await page.getByText('At least 12 characters').first().waitFor();
  await assertAccessible(page);
  await field(page, 'New password').fill(PASSWORD);
  await button(page, 'Begin').click();
  await page.waitForURL(`${consoleUrl}/`);

  await page.goto('/team');
  await button(page, 'Invite').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail address').fill('bea@example.org');
  await dialog.getByRole('button', { name: 'Invite' }).click();
  const url = await dialog.getByLabel('Link', { exact: true }).inputValue();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await page.getByText('bea@example.org').waitFor();
  await assertAccessible(page);
  assert.match(url, /\/invitation#[\w-]{32}$/);
  await leave();
});

test('a member makes an API key, whose secret is shown once', async () => {
  const { page, context, leave } = await visit(browser, consoleUrl);
  await signIn(context, site.office);
  await page.goto('/api-keys');
  await button(page, 'Make an API key').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Accounting');
  await dialog.getByRole('button', { name: 'Make an API key' }).click();
  const secret = await dialog.getByLabel('The key').inputValue();
  const authorization = `Bearer ${secret}`;
  const answer = await fetch(`${consoleUrl}/api/v1/me`, { headers: { authorization } });
  assert.equal(((await answer.json()) as { name: string }).name, 'Accounting');
  await page.reload();
  await page.getByText('Accounting').waitFor();
  assert.equal(await page.getByText(secret).count(), 0);
  await leave();
});

test('a member signs in with a passkey, and not once it is removed', async () => {
  const { page, context, leave } = await visit(browser, consoleUrl);
  await signIn(context, site.office);
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable');
  const options = {
    ...({ protocol: 'ctap2', transport: 'internal', hasResidentKey: true } as const),
    ...{ hasUserVerification: true, isUserVerified: true },
  };
  await session.send('WebAuthn.addVirtualAuthenticator', { options });
  await page.goto('/account');
  await field(page, 'Name of the new passkey').fill('My phone');
  await button(page, 'Add a passkey').click();
  await page.getByText('The passkey is added').waitFor();

  await context.clearCookies();
  await page.goto('/sign-in');
  await button(page, 'Sign in with a passkey').click();
  await page.waitForURL(`${consoleUrl}/`);

  await context.clearCookies();
  // The device still has it, the office does not.
  await db.deleteFrom('office.passkeys').execute();
  await page.goto('/sign-in');
  await button(page, 'Sign in with a passkey').click();
  await page.getByRole('alert').waitFor();
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  await leave();
});
