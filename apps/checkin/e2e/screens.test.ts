import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { assertAccessible, startBrowser, visit } from '@onsale/testing/site';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { ANSWERS, STATES } from './gallery/invented.ts';
import { openGallery } from './gallery/open-gallery.ts';

// The screens as they are, with answers that are invented.

/** What a gloved thumb hits (CSS pixels). */
const LEAST_TARGET = 56;
const SMALL: BrowserContextOptions = {
  ...{ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
  reducedMotion: 'reduce',
};
const SHEETS = ['search', 'type', 'log', 'device'].map((name) => `sheet=${name}&state=offline`);
const SCREENS = [
  ...Object.keys(STATES).map((name) => `state=${name}`),
  ...Object.keys(ANSWERS).map((name) => `answer=${name}`),
  ...SHEETS,
  ...['insecure', 'denied', 'busy'].map((problem) => `camera=${problem}`),
];

let gallery: Awaited<ReturnType<typeof openGallery>>;
let browser: Browser;

before(async () => {
  [gallery, browser] = await Promise.all([openGallery(), startBrowser()]);
});
after(async () => {
  await browser.close();
  await gallery.close();
});

async function look(page: Page, query: string): Promise<void> {
  await page.goto(`${gallery.url}?${query}`);
  await page.locator('h1').first().waitFor({ state: 'attached' });
  // Until then another font stands in, which may be wider.
  await page.evaluate(async () => void (await document.fonts.ready));
}

const readCode = async (page: Page) =>
  await page.evaluate(() => dispatchEvent(new Event('read-code')));

for (const locale of ['en-GB', 'de-DE']) {
  test(`in ${locale} nothing is cut off, and what is tapped is large enough`, async () => {
    const { page, leave } = await visit(browser, gallery.url, {
      ...{ ...SMALL, locale, viewport: { width: 320, height: 640 } },
    });
    const wrong: string[] = [];
    for (const query of SCREENS) {
      await look(page, query);
      const found = await page.evaluate(faultsOfScreen, LEAST_TARGET);
      wrong.push(...found.map((fault) => `${query}: ${fault}`));
    }
    assert.deepEqual(wrong, []);
    await leave();
  });
}

test('every kind of screen is accessible, in the sun and at night', async () => {
  const { page, leave } = await visit(browser, gallery.url, SMALL);
  const kinds = ['welcome-others-in', 'already-in', 'forged', 'not-yet', 'not-in-list', 'undone'];
  for (const query of [
    ...kinds.map((name) => `answer=${name}`),
    ...['trouble', 'loading', 'signed-out', 'revoked'].map((name) => `state=${name}`),
    ...SHEETS,
    'camera=denied',
  ]) {
    await look(page, query);
    await assertAccessible(page);
  }
  await leave();
});

test('kinds of answers differ in their word, in the outline of their sign and in the line around', async () => {
  const { page, leave } = await visit(browser, gallery.url, SMALL);
  const looks = [];
  for (const name of ['welcome', 'already-in', 'forged', 'not-yet', 'no-list']) {
    await look(page, `answer=${name}`);
    looks.push(
      await page.locator('section').evaluate((answer) => ({
        word: answer.querySelector('h1')?.textContent,
        outline: answer.querySelector('svg')?.innerHTML,
        line: `${getComputedStyle(answer).borderStyle} ${getComputedStyle(answer).borderColor.includes(' 0)')}`,
      })),
    );
  }
  for (const part of ['word', 'outline', 'line'] as const) {
    assert.equal(new Set(looks.map((each) => each[part])).size, looks.length, part);
  }
  await leave();
});

test('an answer leaves by itself, and comes back by a tap', async () => {
  const { page, leave } = await visit(browser, gallery.url, SMALL);
  await look(page, 'scan=welcome');
  await readCode(page);
  const answer = page.getByRole('region', { name: 'Welcome' });
  await answer.waitFor();
  await answer.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Last: Welcome' }).click();
  await answer.getByText('Ada Lovelace').waitFor();
  await answer.getByRole('button', { name: 'Next' }).click();
  await answer.waitFor({ state: 'detached' });
  await leave();
});

test('what is said to be so long ago goes by the clock of the office', async () => {
  const { page, leave } = await visit(browser, gallery.url, SMALL);
  await look(page, 'answer=already-in&ahead=-600000');
  await page.getByText('2 min ago').waitFor();
  await leave();
});

test('a moment far away has its year, and no count of days', async () => {
  const { page, leave } = await visit(browser, gallery.url, SMALL);
  await look(page, 'answer=not-yet-far');
  await page.getByText(/^From \d+ \w+ 20\d\d, \d\d:\d\d$/).waitFor();
  await leave();
});

test('a conflict has both moments, on the answer and in the log', async () => {
  const { page, leave } = await visit(browser, gallery.url, SMALL);
  await look(page, 'answer=welcome-conflict');
  await page.getByText(/^Here \d\d:\d\d · South gate · Phone 3 \d\d:\d\d$/).waitFor();
  await look(page, 'sheet=log');
  await page.getByText(/^Let in as well: South gate · Phone 5, \d\d:\d\d$/).waitFor();
  await leave();
});

test('a refusal does not stop the next scan', async () => {
  const { page, leave } = await visit(browser, gallery.url, SMALL);
  await look(page, 'answer=forged&scan=welcome');
  await page.getByRole('region', { name: 'Not valid' }).waitFor();
  await readCode(page);
  await page.getByRole('region', { name: 'Welcome' }).waitFor();
  await leave();
});

test('what is taken back takes two taps, on the answer and of the others of its order', async () => {
  const { page, leave } = await visit(browser, gallery.url, SMALL);
  await look(page, 'answer=welcome-others');
  await page.getByRole('button', { name: /^Byron Lovelace/ }).click();
  await page.getByText('2 more of this order').waitFor();
  const row = page.getByRole('listitem').filter({ hasText: 'Byron Lovelace' });
  await row.getByRole('button').click();
  await page.getByText('2 more of this order').waitFor();
  await row.getByRole('button', { name: 'Sure?' }).click();
  await page.getByText('3 more of this order').waitFor();
  await page.getByRole('button', { name: 'Let all 3 in' }).click();
  await page.getByText('0 more of this order').waitFor();
  await page.getByRole('button', { name: 'Take back' }).last().click();
  await page.getByRole('button', { name: 'Sure?' }).click();
  await page.getByRole('heading', { name: 'Taken back' }).waitFor();
  await leave();
});

test('a person lets in where the rule leaves it to them, and the word says so', async () => {
  const { page, leave } = await visit(browser, gallery.url, SMALL);
  await look(page, 'answer=not-in-list');
  await page.getByRole('button', { name: 'Let in anyway' }).click();
  await page.getByRole('heading', { name: 'Let in' }).waitFor();
  await leave();
});

test('whoever has lost the phone is found by name, and let in by two taps', async () => {
  const { page, leave } = await visit(browser, gallery.url, SMALL);
  await look(page, '');
  await page.getByRole('button', { name: 'Name' }).click();
  await page.getByRole('searchbox').fill('ada');
  await page
    .getByRole('button', { name: /^Ada Lovelace/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Check in' }).click();
  await page.getByRole('region', { name: 'Welcome' }).waitFor();
  await page.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('button', { name: 'Name' }).waitFor();
  await leave();
});

test('the way back of the phone closes a sheet, and does not leave the app', async () => {
  const { page, leave } = await visit(browser, gallery.url, SMALL);
  await look(page, '');
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('button', { name: 'Log of this device' }).click();
  await page.getByRole('heading', { name: 'Log of this device' }).waitFor();
  await page.goBack();
  await page.getByRole('button', { name: 'Type' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('textbox').waitFor({ state: 'detached' });
  await leave();
});

test('a code is grouped while it is typed, and a wrong one is told', async () => {
  const { page, leave } = await visit(browser, gallery.url, SMALL);
  await look(page, 'state=signed-out');
  const field = page.getByRole('textbox', { name: 'Device code' });
  await field.pressSequentially('9k3p9qxm2d');
  assert.equal(await field.inputValue(), '9K3P-9QXM-2D');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('This code has been used').waitFor();
  await field.fill('7k3p-9qxm-2d');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Hold the code inside the frame').waitFor();
  await leave();
});

test('signing out tells what would be lost', async () => {
  const { page, leave } = await visit(browser, gallery.url, SMALL);
  await look(page, 'sheet=device&state=offline');
  await page.getByRole('button', { name: 'Sign this device out' }).click();
  await page.getByRole('button', { name: 'Sure?' }).click();
  await page.getByText('37 scans have not been sent yet').waitFor();
  await page.getByRole('button', { name: 'Sign out and lose them' }).click();
  await page.getByRole('heading', { name: 'Sign this device in' }).waitFor();
  await leave();
});

// Runs in the page.
function faultsOfScreen(leastTarget: number): string[] {
  const faults: string[] = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push(`is ${scrollWidth} wide`);
  for (const each of document.querySelectorAll<HTMLElement>('body *')) {
    const style = getComputedStyle(each);
    const box = each.getBoundingClientRect();
    const isSeen = box.width > 2 && each.closest('svg, .unseen, [inert]') === null;
    if (!isSeen) continue;
    const name = `${each.tagName} ${each.textContent.slice(0, 30)}`;
    const isCut = each.scrollWidth > each.clientWidth + 1 && style.display !== 'inline';
    if (isCut && style.textOverflow !== 'ellipsis') {
      faults.push(`${name} is cut: ${each.scrollWidth} in ${each.clientWidth} of ${clientWidth}`);
    }
    if (box.right > clientWidth + 1 || box.left < -1) faults.push(`${name} is outside`);
    if (each.matches('button, select, input:not([type=radio]), textarea')) {
      if (box.height < leastTarget - 0.5 || box.width < leastTarget - 0.5) {
        faults.push(`${name} has ${Math.round(box.width)} by ${Math.round(box.height)}`);
      }
    }
  }
  return faults;
}
