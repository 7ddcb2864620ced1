import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createFirstOwnerLink, createInvitation } from '@onsale/records';
import { catalogOf } from '@onsale/testing';
import { startBrowser, startSite } from '@onsale/testing/site';

const out = '/tmp/onsale/people-shots';
const site = await startSite({ catalog: catalogOf(10), worker: false, office: {} });
const browser = await startBrowser();
after(async () => { await browser.close(); await site.stop(); });
const base = site.office.consoleUrl;

test('shots', async () => {
  for (const [name, size, scheme, locale] of [['360-light-en', 360, 'light', 'en-GB'], ['1280-dark-de', 1280, 'dark', 'de-DE']] as const) {
    const context = await browser.newContext({ baseURL: base, locale, colorScheme: scheme, viewport: { width: size, height: 900 } });
    context.setDefaultTimeout(15000);
    const page = await context.newPage();
    page.on('console', (m) => console.log('console:', m.text()));
    page.on('pageerror', (e) => console.log('pageerror', e));
    const shot = async (n: string) => { await page.waitForTimeout(600); await page.screenshot({ path: `${out}/${n}-${name}.png`, fullPage: true }); };
    await page.goto('/sign-in'); await shot('sign-in');
    let url = '';
    if (size === 360) { const l = await createFirstOwnerLink(site.office.db); url = `/first-owner#${l?.token}`; }
    else { const l = await createInvitation(site.office.db, { email: 'bea@example.org', createdBy: 'Ada Lovelace', grants: [{ role: 'owner' }] }); url = `/invitation#${l?.token}`; }
    await page.goto(url); await shot('join');
    const t = (en: string, de: string) => (locale === 'de-DE' ? de : en);
    await page.getByLabel('Name', { exact: true }).fill(size === 360 ? 'Ada Lovelace' : 'Bea Byron');
    if (size === 360) await page.getByLabel('E-mail address').fill('ada@example.org');
    await page.getByLabel(t('New password', 'Neues Passwort'), { exact: true }).fill('correct horse battery');
    await page.getByRole('button', { name: t('Begin', 'Dem Team beitreten') }).click();
    await page.waitForURL(base + '/'); await shot('start');
    await page.goto('/team'); await shot('team');
    await page.getByRole('button', { name: t('Invite', 'Einladen'), exact: true }).click(); await shot('invite');
    await page.getByRole('dialog').getByLabel(t('E-mail address', 'E-Mail-Adresse')).fill('zoe@example.org');
    await page.getByRole('dialog').getByRole('button', { name: t('Invite', 'Einladen') }).click(); await shot('invited');
    await page.getByRole('dialog').getByRole('button', { name: t('Close', 'Schließen') }).last().click(); await shot('team2');
    await page.goto('/account'); await shot('account');
    await page.goto('/api-keys'); await shot('api-keys');
    await page.goto('/activity'); await shot('activity');
    await context.close();
  }
});
