import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { publishTicketKeys } from '@onsale/records';
import {
  codesOf,
  eventually,
  signInDevice,
  type SoldOrder,
  type TestDevice,
} from '@onsale/testing';
import {
  assertAccessible,
  PHONE,
  signIn,
  type Site,
  startBrowser,
  startSite,
  visit,
} from '@onsale/testing/site';
import { addKey, publishedKey, type SigningKey } from '@onsale/ticket-codes';
import type { Browser, BrowserContextOptions } from 'playwright-core';

// The entrance of an event in the console, with devices that scan as the app of an entrance does.

const HOUR_MS = 3_600_000;
const inHours = (hours: number) =>
  `${new Date(Date.now() + hours * HOUR_MS).toISOString().slice(0, 19)}Z`;

const CATALOG = `
events:
  - id: show
    name: The Show
    venue: Old Hall, Ghent
    doorsAt: ${inHours(-1)}
    startsAt: ${inHours(1)}
    endsAt: ${inHours(4)}
    timeZone: Europe/Brussels
    currency: EUR
    tickets:
      - { id: seat, name: Seat, type: adult, price: 20, capacity: 50 }
      - { id: child, name: Child, type: child, price: 10, capacity: 5 }
  - id: later
    name: Later
    venue: Old Hall, Ghent
    startsAt: 2087-05-01T20:00:00+02:00
    currency: EUR
    tickets: [{ id: place, name: Seat, type: adult, price: 20, capacity: 50 }]
`;

let site: Site | undefined;
let browser: Browser | undefined;
let signing: SigningKey | undefined;

before(async () => {
  [site, browser] = await Promise.all([
    startSite({ catalog: CATALOG, office: {} }),
    startBrowser(),
  ]);
  const keys = addKey([]);
  [signing] = keys;
  await publishTicketKeys(site.office.db, keys.map(publishedKey));
});
after(async () => {
  await browser?.close();
  await site?.stop();
});

type Grants = Parameters<typeof signIn>[2];

async function enter(options: BrowserContextOptions = {}, member: Grants = {}) {
  const { office } = site as Site;
  const visitor = await visit(browser as Browser, office.consoleUrl, options);
  await signIn(visitor.context, office, member);
  return visitor;
}

/** Two seats for somebody, recorded. */
async function buy(name: string): Promise<SoldOrder> {
  const { url, office } = site as Site;
  const customer = { name, email: `${name.split(' ')[0]?.toLowerCase()}@example.com` };
  const items = [{ ticketId: 'seat', qty: 2 }];
  const response = await fetch(`${url}/api/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ eventId: 'show', customer, items, paymentMethod: 'invoice' }),
  });
  assert.equal(response.status, 201, await response.clone().text());
  const { orderId } = (await response.json()) as { orderId: string };
  const recorded = office.db
    .selectFrom('records.orders')
    .select('status')
    .where('order_id', '=', orderId);
  await eventually(
    async () => await recorded.executeTakeFirst(),
    (order) => order?.status === 'confirmed',
  );
  const wanted = { eventId: 'show', wanted: 'seat:2', signing: signing as SigningKey };
  return { orderId, tickets: codesOf(orderId, wanted) };
}

async function signInTwo(): Promise<[TestDevice, TestDevice]> {
  const { office } = site as Site;
  return await Promise.all([
    signInDevice(office, { eventId: 'show' }),
    signInDevice(office, { eventId: 'show' }),
  ]);
}

test('a device is signed in by the code on the page, and what it lets in is seen at once', async () => {
  const { orderId, tickets } = await buy('Ada Lovelace');
  const { page, leave } = await enter();
  await page.goto('/events/show');
  await page.getByRole('link', { name: 'Entrance' }).click();
  await page.getByText('No device scans yet').waitFor();
  await page.getByText('0 of 2 in').waitFor();
  await assertAccessible(page);

  await page.getByRole('button', { name: 'Add a device' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a device' });
  await dialog.getByLabel('Name').fill('Door phone');
  await dialog.getByRole('button', { name: 'Show the code' }).click();
  await dialog.getByRole('img', { name: 'QR code that signs the device in' }).waitFor();
  await assertAccessible(page);
  const link = await dialog.getByRole('textbox', { name: 'Or send this link' }).inputValue();
  const [, code = ''] = /#code=(.+)$/.exec(link) ?? [];
  const signedIn = await fetch(`${(site as Site).office.url}/v1/devices`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  });
  assert.equal(signedIn.status, 201);
  const { token } = (await signedIn.json()) as { token: string };
  await dialog.getByText('Door phone is signed in and can scan.').waitFor();
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  // The code of another one is on the page, this once, when the first one comes in.
  await page.getByRole('button', { name: 'Add a device' }).click();
  await dialog.getByRole('button', { name: 'Show the code' }).click();
  const shown = dialog.getByRole('img', { name: 'QR code that signs the device in' });
  await shown.waitFor();
  const now = Date.now();
  const scanned = await fetch(`${(site as Site).office.url}/v1/checkins`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({
      sentAt: now,
      scans: [{ number: 1, at: now, via: 'camera', code: tickets[0]?.code }],
    }),
  });
  assert.equal(scanned.status, 200);
  await page.getByText('1 of 2 in').waitFor();
  assert.ok(await shown.isVisible());
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await assertAccessible(page);

  await page.getByRole('link', { name: 'Door phone' }).click();
  const log = page.getByRole('table', { name: 'Log' });
  await log.getByText('Welcome').waitFor();
  await assertAccessible(page);
  await log.getByRole('link', { name: 'To the order' }).click();
  await page.waitForURL(`**/orders/${orderId}`);

  await page.goto('/events/show/reports');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Check-ins' }).click(),
  ]);
  const lines = (await readFile(await file.path(), 'utf8')).trim().split('\r\n');
  assert.equal(lines.length, 3, 'its head, and a line for each ticket');
  assert.equal(lines.filter((line) => line.includes('Door phone')).length, 1);
  await leave();
});

test('a ticket that two devices let in is a conflict until somebody has looked at it', async () => {
  const { tickets } = await buy('Grace Hopper');
  const [first, second] = await signInTwo();
  const alone = {
    ...{ code: tickets[0]?.code ?? '', shown: { kind: 'welcome', admitted: true } as const },
  };
  for (const device of [first, second]) {
    const { status } = await device.send([alone]);
    assert.equal(status, 200);
  }
  const { page, leave } = await enter({ ...PHONE });
  await page.goto('/events/show/entrance');
  await page.getByText('1 conflict: a ticket was let in twice').waitFor();
  await page.getByRole('link', { name: 'Look at it' }).click();
  const conflicts = page.getByRole('list', { name: 'Conflicts' });
  await conflicts.getByText('Let in twice').waitFor();
  await conflicts.getByText('Then', { exact: true }).waitFor();
  await assertAccessible(page);
  await conflicts.getByRole('button', { name: 'Mark as looked at' }).click();
  await page.getByText('No conflicts').waitFor();
  await page.getByText('All', { exact: true }).click();
  await conflicts.getByText('Looked at by', { exact: false }).waitFor();
  await leave();
});

test('a ticket is found by a name, let in by hand and taken back, each with a reason', async () => {
  await buy('Mary Shelley');
  const { page, leave } = await enter({ ...PHONE });
  await page.goto('/events/show/entrance/tickets');
  await page.getByText('Whose ticket is it?').waitFor();
  await page.getByRole('searchbox', { name: 'Find tickets' }).fill('shelley');
  await page.getByRole('button', { name: 'Check in: Seat, 1 of 2' }).click();
  const letIn = page.getByRole('dialog', { name: 'Check in by hand' });
  await letIn.getByRole('button', { name: 'Check in', exact: true }).click();
  await letIn.getByText('Please fill this in').waitFor();
  await assertAccessible(page);
  await letIn.getByRole('button', { name: 'Phone lost or out of battery' }).click();
  await letIn.getByRole('button', { name: 'Check in', exact: true }).click();
  await page.getByText('Seat, 1 of 2 is in').waitFor();
  const found = page.getByRole('region', { name: 'Mary Shelley' });
  await found.getByText('In since', { exact: false }).waitFor();
  await assertAccessible(page);
  const orderPage = await page.context().newPage();
  await orderPage.goto((await found.getByRole('link').getAttribute('href')) ?? '');
  const ticketsOfOrder = orderPage.getByRole('region', { name: 'Tickets', exact: true });
  await ticketsOfOrder.getByText('In since', { exact: false }).waitFor();
  await orderPage.close();

  await found.getByRole('button', { name: 'Take back the check-in' }).click();
  const takeBack = page.getByRole('dialog', { name: 'Take the check-in back?' });
  await takeBack.getByRole('button', { name: 'Let in by mistake' }).click();
  await takeBack.getByRole('button', { name: 'Take back', exact: true }).click();
  await found.getByRole('button', { name: 'Check in: Seat, 1 of 2' }).waitFor();
  await page.getByRole('link', { name: 'Log' }).click();
  await page.getByText('Let in by mistake').waitFor();
  await page.getByText('Phone lost or out of battery').waitFor();
  await leave();
});

test('what a device sends after it was signed out waits until somebody decides on it', async () => {
  const { tickets } = await buy('Alan Turing');
  const [device] = await signInTwo();
  const { page, leave } = await enter();
  await page.goto('/events/show/entrance');
  const rows = page.getByRole('table', { name: 'Devices' }).getByRole('row');
  await rows
    .getByRole('button', { name: /^Sign out: / })
    .first()
    .waitFor();
  const { name } = await (site as Site).office.db
    .selectFrom('office.devices')
    .select('name')
    .where('device_id', '=', device.deviceId)
    .executeTakeFirstOrThrow();
  await page.getByRole('button', { name: `Sign out: ${name}` }).click();
  const dialog = page.getByRole('dialog', { name: `Sign ${name} out?` });
  await assertAccessible(page);
  await dialog.getByRole('button', { name: 'Sign out', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
  const shown = { kind: 'welcome', admitted: true } as const;
  await device.send([{ code: tickets[0]?.code ?? '', shown }]);
  const note = page.getByText(`1 scan of ${name} came in after it was signed out`);
  await note.waitFor();
  await assertAccessible(page);
  await page.getByRole('button', { name: 'Count them' }).click();
  await note.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Show 1 that is signed out' }).click();
  await page.getByRole('table', { name: 'Devices' }).getByText('Signed out').waitFor();
  await leave();
});

test('entrances and what tickets admit to are set, and what two members change is brought together', async () => {
  const [one, other] = await Promise.all([enter(), enter({ ...PHONE })]);
  for (const { page } of [one, other]) {
    await page.goto('/events/later/entrance/settings');
    await page.getByLabel('Name of entrance 1').waitFor();
  }
  await assertAccessible(one.page);
  await one.page.getByLabel('Name of entrance 1').fill('South gate');
  await one.page.getByRole('button', { name: 'Add an entrance' }).click();
  await one.page.getByRole('button', { name: 'Save' }).click();
  await one.page.getByText('Please fill this in').waitFor();
  await one.page.getByLabel('Name of entrance 2').fill('North gate');
  await one.page.getByRole('button', { name: 'Save' }).click();
  await one.page.getByText('All changes saved').waitFor();

  const seat = other.page.getByRole('region', { name: 'Seat' });
  await seat.getByLabel('Note for whoever lets people in').fill('Check age');
  await other.page.getByRole('button', { name: 'Save' }).click();
  const gate = other.page.getByLabel('Name of entrance 2');
  await gate.waitFor();
  assert.equal(await gate.inputValue(), 'North gate');
  await assertAccessible(other.page);
  const saved = other.page.getByText('All changes saved');
  if (!(await saved.isVisible())) await other.page.getByRole('button', { name: 'Save' }).click();
  await saved.waitFor();
  await other.page.reload();
  await seat.getByLabel('Note for whoever lets people in').waitFor();
  assert.equal(await seat.getByLabel('Note for whoever lets people in').inputValue(), 'Check age');
  await Promise.all([one.leave(), other.leave()]);
});

test('an event that was moved says which tickets have days that it has no more, and mends them', async () => {
  const { office } = site as Site;
  const rule = { ticketId: 'place', admits: 'once', days: ['2087-04-30'] };
  const settings = {
    entrances: [{ entranceId: 'main', name: 'Main' }],
    ...{ types: [rule], dayStartsAt: '06:00', namesOnDevices: true },
  };
  const saved = await office.db
    .insertInto('office.entrance_settings')
    .values({
      ...{ event_id: 'later', revision: 7, settings: JSON.stringify(settings), changed_by: 'Ada' },
    })
    .onConflict((conflict) =>
      conflict.column('event_id').doUpdateSet({ revision: 7, settings: JSON.stringify(settings) }),
    )
    .executeTakeFirst();
  assert.ok(saved);
  const { page, leave } = await enter();
  await page.goto('/events/later/entrance');
  const note = page.getByRole('alert', { name: 'Tickets are set to days' });
  await note.getByText('It is valid on none of the event’s days').waitFor();
  await assertAccessible(page);
  await note.getByRole('link', { name: 'Look at the settings' }).click();
  await page.getByRole('button', { name: 'Remove these days' }).click();
  await note.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('All changes saved').waitFor();
  await page.getByRole('link', { name: 'Now' }).click();
  await page.getByText('Who is in').waitFor();
  assert.equal(await note.count(), 0);
  await leave();
});

test('whoever works at the entrance has its pages without the settings, and a viewer has none', async () => {
  const worker = await enter({ ...PHONE }, { grants: [{ role: 'entrance', eventId: 'show' }] });
  await worker.page.goto('/events/show/entrance');
  await worker.page.getByText('Who is in').waitFor();
  const pages = worker.page.getByRole('navigation', { name: 'Entrance' });
  assert.equal(await pages.getByRole('link', { name: 'Log' }).count(), 1);
  assert.equal(await pages.getByRole('link', { name: 'Settings' }).count(), 0);
  await worker.page.goto('/events/show/entrance/settings');
  await worker.page.getByText('Your role doesn’t allow this').waitFor();
  await worker.leave();
  const viewer = await enter({}, { grants: [{ role: 'viewer' }] });
  await viewer.page.goto('/events/show/entrance');
  await viewer.page.getByText('Your role doesn’t allow this').waitFor();
  assert.equal(await viewer.page.getByRole('link', { name: 'Entrance' }).count(), 0);
  await viewer.leave();
});
