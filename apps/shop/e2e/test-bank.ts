import assert from 'node:assert/strict';
import type { Site } from '@onsale/testing/site';
import type { Page } from 'playwright-core';

// The bank, as its buyers see it, and what a test makes it do.

/** Waits for the page of the bank; resolves with the id of the checkout. */
export async function untilBank(page: Page): Promise<string> {
  await page.waitForURL(/\/bank\/pay\/[^/]+$/);
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

/** Pays on the page of the bank; the bank leads back to the order. */
export async function payAtBank(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Pay €/ }).click();
  await page.waitForURL(/\/orders\//);
}

/** Lets things go wrong with one checkout. */
export async function setFaults(site: Site, checkoutId: string, ...faults: string[]) {
  await ask(site, 'PUT', `/checkouts/${checkoutId}/faults`, { faults });
}

/** How long the bank leaves undecided what it decides later. */
export async function decideLater(site: Site, lateMs: number): Promise<void> {
  await ask(site, 'PUT', '/faults', { lateMs });
}

/** Lets time pass for one checkout. */
export async function passTime(site: Site, checkoutId: string, passMs: number): Promise<void> {
  await ask(site, 'POST', '/time', { checkoutId, passMs });
}

async function ask(site: Site, method: string, path: string, body: object): Promise<void> {
  const { url, token } = site.payments.bank;
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.ok(response.ok, `${path}: ${response.status} ${await response.text()}`);
}
