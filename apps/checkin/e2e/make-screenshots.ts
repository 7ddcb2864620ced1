import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createApiKey, publishTicketKeys } from '@onsale/records';
import { codesOf, eventually, signInDevice } from '@onsale/testing';
import { PHONE, signIn, startBrowser, startSite } from '@onsale/testing/site';
import { addKey, publishedKey } from '@onsale/ticket-codes';
import type { BrowserContextOptions, Page } from 'playwright-core';
import sharp from 'sharp';

// `npm run screenshots:entrance`: answers on a phone, and the console, into docs/screenshots/. What is seen on them has
// really happened, on the real system.

const folder = fileURLToPath(new URL('../../../docs/screenshots/', import.meta.url));
/** A picture in a page of documentation; a larger one is loaded by everybody who opens the page. */
const MAX_BYTES = 60_000;
const EVENT = 'northern-static';
const ENTRANCES = ['North gate', 'South gate'].map((name) => ({
  ...{ entranceId: name.slice(0, 5).toLowerCase(), name },
}));
const SMALL: BrowserContextOptions = { ...PHONE, deviceScaleFactor: 1, reducedMotion: 'reduce' };
const NAMES = ['Ada Lovelace', 'Grace Hopper', 'Alan Turing', 'Edith Clarke', 'Tim Lee'];

const inHours = (hours: number) =>
  `${new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 19)}Z`;
const CATALOG = `
events:
  - id: ${EVENT}
    name: 'Northern Static: the small room tour'
    venue: Cellar 9, Chicago
    timeZone: America/Chicago
    doorsAt: ${inHours(-2)}
    startsAt: ${inHours(1)}
    endsAt: ${inHours(4)}
    currency: USD
    tickets: [{ id: standing, name: Standing, type: adult, price: 24, capacity: 400 }]
`;

const [site, browser] = await Promise.all([
  startSite({ catalog: CATALOG, office: {} }),
  startBrowser(),
]);
try {
  const { office } = site;
  const keys = addKey([]);
  const [signing] = keys;
  if (signing === undefined) throw new Error('there is no key');
  await publishTicketKeys(office.db, keys.map(publishedKey));
  const { secret } = await createApiKey(office.db, {
    ...{ name: 'screenshots', createdBy: 'screenshots', grants: [{ role: 'owner' }] },
  });
  const ask = async (method: string, path: string, body?: object, headers: object = {}) => {
    const response = await fetch(`${office.url}/v1/events/${EVENT}/${path}`, {
      headers: {
        authorization: `Bearer ${secret}`,
        'content-type': 'application/json',
        ...headers,
      },
      ...{ method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) },
    });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as { url: string; settings: object };
  };
  const { settings } = await ask('GET', 'entrance');
  const change = { ...settings, entrances: ENTRANCES };
  await ask('PUT', 'entrance', change, { 'if-match': '"0"' });

  const codes: string[] = [];
  for (const name of [...NAMES, ...NAMES, ...NAMES]) {
    const orderId = await buy(site.url, name);
    const wanted = { eventId: EVENT, wanted: 'standing:2', signing };
    codes.push(...codesOf(orderId, wanted).map(({ code }) => code));
    const recorded = office.db
      .selectFrom('records.orders')
      .select('status')
      .where('order_id', '=', orderId);
    await eventually(
      async () => await recorded.executeTakeFirst(),
      (order) => order?.status === 'confirmed',
    );
  }
  const [ofPhone, ofOthers] = [codes.slice(0, 2), codes.slice(2)];
  for (const [i, { entranceId }] of ENTRANCES.entries()) {
    const device = await signInDevice(office, { eventId: EVENT, entranceId });
    const own = ofOthers.filter((_, at) => at % 3 === i);
    await device.send(own.map((code) => ({ code })));
  }

  const added = await ask('POST', 'devices', { entranceId: ENTRANCES[0]?.entranceId });
  const context = await browser.newContext({ locale: 'en-GB', colorScheme: 'light', ...SMALL });
  const page = await context.newPage();
  await page.goto(added.url);
  await page.getByText(/\d of \d+ in$/).waitFor();
  const typed = async (code: string, word: string, name: string) => {
    await page.getByRole('button', { name: 'Type', exact: true }).click();
    await page.getByRole('textbox').fill(code);
    await page.keyboard.press('Enter');
    const answer = page.getByRole('region', { name: word, exact: true });
    await answer.waitFor();
    await save(`entrance-${name}-phone.png`, page);
    await answer.getByRole('button', { name: 'Next' }).click();
  };
  await typed(ofPhone[0] ?? '', 'Welcome', 'welcome');
  await typed(ofOthers[1] ?? '', 'Already in', 'already-in');
  await typed(`${ofPhone[1]?.slice(0, -4)}AAAA`, 'Not valid', 'not-valid');

  const desk = await browser.newContext({
    ...{ locale: 'en-GB', colorScheme: 'light', viewport: { width: 1180, height: 780 } },
    ...{ baseURL: office.consoleUrl, reducedMotion: 'reduce' },
  });
  await signIn(desk, office);
  const now = await desk.newPage();
  await now.goto(`/events/${EVENT}/entrance`);
  await now.getByText(/\d+ of 30 in/).waitFor();
  await save('console-entrance-light.png', now);
} finally {
  await browser.close();
  await site.stop();
}

async function buy(url: string, name: string): Promise<string> {
  const customer = { name, email: `${name.split(' ')[0]?.toLowerCase()}@example.com` };
  const items = [{ ticketId: 'standing', qty: 2 }];
  const response = await fetch(`${url}/api/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ eventId: EVENT, customer, items, paymentMethod: 'invoice' }),
  });
  if (!response.ok) throw new Error(await response.text());
  return ((await response.json()) as { orderId: string }).orderId;
}

async function save(name: string, page: Page): Promise<void> {
  await page.evaluate(async () => await document.fonts.ready);
  const small = await sharp(await page.screenshot())
    .png({ palette: true, quality: 80, effort: 8, compressionLevel: 9 })
    .toBuffer();
  if (small.length > MAX_BYTES) throw new Error(`${name} has ${small.length} bytes`);
  await writeFile(folder + name, small);
  process.stdout.write(`${name} ${Math.round(small.length / 1000)} kB\n`);
}
