import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancelEvent, changeEventStatus, readEvent, writeEvent } from '@onsale/ledger';
import {
  createMessage,
  createNotice,
  issueOrderLink,
  readMessage,
  scheduleMessage,
  sendTest,
  stopMessage,
} from '@onsale/records';
import { eventually } from '@onsale/testing';
import { startPlannedShop } from './planned-shop.ts';

// An event where it is evening now.
const HOURS_AHEAD = (18 - new Date().getUTCHours() + 24) % 24;
const OFFSET = HOURS_AHEAD > 12 ? HOURS_AHEAD - 24 : HOURS_AHEAD;
const shop = await startPlannedShop({
  timeZone: `Etc/GMT${OFFSET > 0 ? '-' : '+'}${Math.abs(OFFSET)}`,
});
const { db, jobs, ledger, record, planned } = shop;
const by = { db, jobs };
const EVENT = 'show-7';
const ALL = { subject: 'News', body: 'Dear {name}', audience: { orders: ['confirmed'] } } as const;

const mailsOf = async (kind: string) => (await shop.mails()).filter((mail) => mail.kind === kind);

async function schedule(sendAt = new Date()): Promise<string> {
  const { message_id: messageId, revision } = await createMessage(db, EVENT, {
    ...{ ...ALL, audience: { orders: ['confirmed'] }, createdBy: 'Mia' },
  });
  const scheduled = await scheduleMessage(by, { eventId: EVENT, messageId, revision }, sendAt);
  assert.ok(typeof scheduled !== 'string');
  return messageId;
}

test('a message goes to each buyer once, but to nobody who wants none', async () => {
  const ada = await shop.sell('ada@example.org');
  await shop.sell('Ada@Example.org');
  await shop.sell('bea@example.org');
  await record();
  await planned();
  await schedule();
  await planned();
  const first = await mailsOf('message');
  assert.deepEqual(first.map(({ address }) => address).toSorted(), [
    'Ada@Example.org',
    'bea@example.org',
  ]);
  assert.ok(first.every(({ order_id: orderId }) => orderId !== ada));

  const token = String(
    first.find(({ address }) => address === 'bea@example.org')?.about['optOutToken'],
  );
  const { url } = shop.delivery;
  const left = await fetch(`${url}/opt-outs/${token}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
  });
  assert.equal(left.status, 200, await left.text());
  const forged = await fetch(`${url}/opt-outs/${token.slice(0, -2)}AA`, { method: 'POST' });
  assert.equal(forged.status, 404);
  await schedule();
  await planned();
  const second = (await mailsOf('message')).slice(first.length);
  assert.deepEqual(
    second.map(({ address }) => address),
    ['Ada@Example.org'],
  );
});

test('a message ends as sent, with how many have left', async () => {
  const messageId = await schedule();
  const message = await eventually(
    async () => await readMessage(db, EVENT, messageId),
    (read) => read?.state === 'sent',
  );
  assert.deepEqual([message?.sent, message?.failed], [1, 0]);
});

test('a stopped message goes to nobody else', async () => {
  const messageId = await schedule(new Date(Date.now() + 3_600_000));
  await stopMessage(db, { eventId: EVENT, messageId });
  await shop.postgres.query(`update jobs.job set start_after = now() where name = 'messages'`);
  await planned();
  assert.equal((await readMessage(db, EVENT, messageId))?.state, 'draft');
  const rows = await shop.postgres.query(
    `select from office.mails where message_id = '${messageId}'`,
  );
  assert.equal(rows.length, 0);
});

test('a test of a message goes to whoever tests it, and counts nowhere', async () => {
  const { message_id: messageId } = await createMessage(db, EVENT, {
    ...{ ...ALL, audience: { orders: ['confirmed'] }, createdBy: 'Mia' },
  });
  await sendTest(jobs, messageId, 'mia@example.org');
  await planned();
  const tests = (await mailsOf('message')).filter(({ address }) => address === 'mia@example.org');
  assert.deepEqual(
    tests.map(({ order_id: orderId }) => orderId),
    [null],
  );
});

test('on the day before, each order is reminded of once', async () => {
  // Only now that there are orders: delivery looks at the event as soon as it knows of it.
  const startsAt = new Date(Date.now() + 20 * 3_600_000).toISOString().replace(/\.\d+Z$/, 'Z');
  const event = await readEvent(ledger, EVENT);
  assert.ok(event);
  const { revision, document } = event;
  const written = await writeEvent(ledger, { ...document, startsAt }, { revision });
  assert.equal(written.outcome, 'written');
  for (const step of ['pause', 'resume'] as const) {
    await changeEventStatus(ledger, EVENT, { step });
    await record();
    await planned();
  }
  // They are looked for after what `planned` waits for.
  const reminders = await eventually(
    async () => await mailsOf('reminder'),
    (mails) => mails.length > 0,
  );
  const orders = reminders.map(({ order_id: orderId }) => orderId);
  assert.deepEqual([orders.length, new Set(orders).size], [3, 3]);
});

test('a notice of a change is told once to each order, however often it is made', async () => {
  const notice = {
    ...{ key: 'event_changed:show-7:9', eventId: EVENT, kind: 'event_changed' as const },
    about: { before: { venue: 'Barn' }, changes: [], note: 'Sorry.' },
  };
  await createNotice(db, notice);
  await createNotice(db, notice);
  await planned();
  const told = await mailsOf('event_changed');
  assert.equal(told.length, 3);
  assert.deepEqual(told[0]?.about, { before: { venue: 'Barn' }, note: 'Sorry.' });
});

test('whoever has lost the link gets one to all orders, and nobody learns who has some', async () => {
  const ask = async (email: string) => {
    const response = await fetch(`${shop.delivery.url}/order-links`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, language: 'de' }),
    });
    return { status: response.status, body: await response.text() };
  };
  const known = await ask('ada@example.org');
  const unknown = await ask('nobody@example.org');
  assert.equal(known.status, 202);
  assert.deepEqual(known, unknown);
  assert.deepEqual(await ask('half\ud800@example.org'), known);
  await planned();
  const mails = await mailsOf('order_links');
  assert.deepEqual(
    mails.map(({ address, about }) => ({ address, about })),
    [{ address: 'ada@example.org', about: {} }],
  );
  const [{ mail_id: mailId, address } = { mail_id: '', address: '' }] = await shop.postgres.query<{
    mail_id: string;
    address: string;
  }>(`select mail_id, address from office.mails where kind = 'order_links'`);
  // The same that the mail has.
  const { token } = await issueOrderLink(db, { mailId, address });
  const open = async (given: string) =>
    await fetch(`${shop.delivery.url}/order-links/open`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: given }),
    });
  const { orders } = (await (await open(token)).json()) as { orders: Record<string, unknown>[] };
  assert.deepEqual(
    orders.map(({ eventName, status, tickets }) => [eventName, status, tickets]),
    [
      ['Show', 'confirmed', 2],
      ['Show', 'confirmed', 2],
    ],
  );
  await shop.postgres.query(`update office.order_links set expires_at = now()`);
  assert.equal((await open(token)).status, 410);
  await ask('ada@example.org');
  await ask('ADA@example.org');
  assert.equal((await ask('Ada@Example.org')).status, 429);
});

test('another mailbox that only looks the same is told nothing of the orders of the first', async () => {
  const ordered = await shop.sell('smith@example.org');
  await shop.sell('\u017fmith@example.org');
  await record();
  await planned();
  for (const email of ['smith@example.org', '\u017fmith@example.org']) {
    const response = await fetch(`${shop.delivery.url}/order-links`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email }),
    });
    assert.equal(response.status, 202);
  }
  await planned();
  const links = (await mailsOf('order_links')).filter(({ address }) => address.includes('mith'));
  assert.deepEqual(
    links.map(({ address }) => address),
    ['smith@example.org', 'smith@example.org'],
  );
  // Its newest order is of another event, and what is said about this one goes to whoever has ordered this one.
  await shop.postgres.query(
    `update records.orders set event_id = 'other' where order_id in (
      select order_id from records.orders join records.people using (person_id)
      where address = 'smith@example.org' and order_id <> '${ordered}')`,
  );
  const messageId = await schedule();
  await planned();
  const told = await shop.postgres.query<{ address: string }>(
    `select address from office.mails where message_id = '${messageId}' and order_id = '${ordered}'`,
  );
  assert.deepEqual(told, [{ address: 'smith@example.org' }]);
  await shop.postgres.query(
    `update records.orders set event_id = '${EVENT}' where event_id = 'other'`,
  );
});

test('a cancelled event is told to all who had tickets, and nobody is told of the refund as well', async () => {
  const ended = await shop.sell('cid@example.org');
  await record();
  await planned();
  await changeEventStatus(ledger, EVENT, { step: 'pause' });
  await cancelEvent(ledger, EVENT);
  await record();
  await planned();
  const told = await mailsOf('event_cancelled');
  assert.equal(told.length, 6);
  assert.ok(told.some(({ order_id: orderId }) => orderId === ended));
});
