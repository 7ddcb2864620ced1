import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  anonymizeOldOrders,
  anonymizeStoredOrder,
  anonymizeStoredPayment,
  finishOrders,
  nameHolder,
  type Payment,
  orderAddress,
  readStoredOrder,
  readStoredPayment,
  refundTickets,
  wordsOf,
  writePayment,
} from '@onsale/ledger';
import {
  anonymizeOldRecords,
  anonymizeRecordedOrders,
  findPersonInDelivery,
  findRecordedPerson,
  forgetPerson,
  issueOrderLink,
  optOut,
  optOutToken,
  queueMails,
  readBuyerSecret,
  readRecordedOrder,
  storeOrders,
  vacuumRecords,
  verifyRecords,
  withShard,
} from '@onsale/records';
import { sql } from 'kysely';
import { orderOf, place, settleAll } from '../../../ledger/test/test-ledger.ts';
import { backUp, beginAgain } from '../set-back/kept-state.ts';
import { recordAll, startRecordedShop } from '../recorder/recorded-shop.ts';

const shop = await startRecordedShop();
const { ledger, db } = shop;
/** The state of Redis before the first sale. */
const FRESH = 1;
await backUp(shop, FRESH);

const ADA = { name: 'Ada Lovelace', email: 'Ada.Lovelace+x@gmail.com' };
const WORDS = wordsOf([ADA.name, ADA.email]);
const BERT = { name: 'Bert Brecht', email: 'bert@example.org' };

async function openShop(): Promise<void> {
  await beginAgain(shop, FRESH);
  await sql`delete from jobs.job`.execute(db);
  for (const table of ['mails', 'order_links', 'opt_outs'] as const) {
    await db.deleteFrom(`office.${table}`).execute();
  }
}

/** A paid order of hers, with a named ticket and a refund in her name, and what is left to tell her. */
async function paidOrder(state: 'paid' | 'open' = 'paid'): Promise<string> {
  const extras = { answers: [['diet', 'no peanuts'] as const] };
  const order = orderOf('adult:2', { customer: ADA, holdMs: 900_000, extras });
  await place(ledger, order);
  await settleAll(ledger);
  const { id } = order;
  const attempt = { number: 1, state, startedAtMs: 1, expiresAtMs: 2, use: 'tickets' } as const;
  const payment: Payment = {
    ...{ revision: 0, provider: 'manual', amountMinor: 2000, currency: 'USD' },
    ...{ attempts: [attempt], refunds: [], disputes: [] },
    markedPaid: { reference: 'lovelace-transfer', atMs: 1 },
  };
  await writePayment(ledger, id, { before: undefined, after: payment, dueInMs: undefined });
  const cause = 'manual:lovelace-transfer';
  await finishOrders(ledger, 0, [{ orderId: id, step: 'confirm', cause }]);
  await nameHolder(ledger, id, { ticket: [0, 2], name: 'Augusta Byron', cause: 'buyer' });
  await refundTickets(ledger, id, { id: 'for-ada', amountMinor: 5, tickets: [[0, 1]] });
  await recordAll(shop.parts);
  await sql`
    insert into jobs.job (name, data, output) values ('order-changes',
      ${JSON.stringify({ orderId: id, cause })}::jsonb, '{"error": "550 <ada.lovelace@gmail.com>"}')`.execute(
    db,
  );
  await mailHer(id);
  return id;
}

/** What delivery knows of her: mails about the order and about none, with a link, and that she wants no messages. */
async function mailHer(orderId: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const mail = { address: ADA.email, urgency: 50 };
    const about = { orderId, kind: 'confirmed' as const };
    const [mailId = ''] = await queueMails({ tx, jobs: shop.parts.jobs }, [
      { ...mail, key: `order_links:${orderId}`, kind: 'order_links' },
      { ...mail, ...about, key: `confirmed:${orderId}` },
      { ...mail, ...about, key: `confirmed:${orderId}:again` },
    ]);
    await issueOrderLink(tx, { mailId, address: ADA.email });
    const secret = await readBuyerSecret(tx);
    assert.ok(await optOut(tx, secret, optOutToken(secret, ADA.email)));
  });
  await sql`
    update office.mails set state = 'failed', subject = 'Tickets of Ada Lovelace',
      answer = '550 <ada.lovelace@gmail.com>' where mail_key = ${`confirmed:${orderId}`}`.execute(
    db,
  );
}

/** The rows of all tables, and of what the planner knows of them, that have a text. */
async function rowsWith(text: RegExp): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema in ('records', 'office', 'jobs', 'public')`.execute(db);
  const samples = `(select * from pg_stats where schemaname in ('records', 'office', 'jobs'))`;
  const found: string[] = [];
  for (const name of [...tables.map((table) => table.name), samples]) {
    const { rows } = await sql<{ text: string }>`
      select t::text as text from ${sql.raw(name)} as t`.execute(db);
    found.push(...rows.filter((row) => text.test(row.text)).map((row) => `${name} ${row.text}`));
  }
  return found;
}

const verify = () => verifyRecords(db, ledger, { waitMs: 0 });

async function anonymizeHers() {
  const { orders = [] } = (await findRecordedPerson(db, 'adalovelace@gmail.com')) ?? {};
  return await anonymizeRecordedOrders(db, ledger, { orders, words: WORDS });
}

test('no text of the database has the name or the address of an anonymized person', async () => {
  await openShop();
  const id = await paidOrder();
  await place(ledger, orderOf('adult:1', { customer: BERT }));
  await settleAll(ledger);
  await recordAll(shop.parts);
  // So that the planner has samples of her, too.
  await vacuumRecords(db);
  for (const text of [/lovelace/i, /augusta/i, /peanuts/]) {
    const found = await rowsWith(text);
    assert.ok(found.some((row) => row.includes('pg_stats')));
    assert.ok(found.some((row) => row.startsWith('records.')));
  }
  const before = await findPersonInDelivery(db, {
    address: 'ADALOVELACE@gmail.com',
    orderIds: [id],
  });
  assert.deepEqual(before.mails.map(({ kind, state }) => [kind, state]).toSorted(), [
    ['confirmed', 'failed'],
    ['confirmed', 'waiting'],
    ['order_links', 'waiting'],
  ]);
  assert.ok(before.wantsNoMessagesSince);
  await anonymizeStoredOrder(ledger, { shard: 0, orderId: id }, WORDS);
  assert.deepEqual(await anonymizeHers(), { done: 1, left: [] });
  assert.equal(await forgetPerson(db, ADA.email), true);
  await vacuumRecords(db);
  assert.deepEqual(await rowsWith(/for-ada|lovelace|augusta|byron|gmail|peanuts/i), []);
  assert.notDeepEqual(await rowsWith(/Bert Brecht/), []);
  const waiting = await db
    .selectFrom('office.mails')
    .select('mail_id')
    .where('state', '=', 'waiting')
    .execute();
  assert.equal(waiting.length, 0);
  const known = { address: ADA.email, orderIds: [id] };
  assert.deepEqual(await findPersonInDelivery(db, known), { mails: [] });
  const [order] = await sql<{ cause: string; record: string; address: string }>`
    select cause, record, address from records.orders join records.people using (person_id)
    where order_id = ${id}`
    .execute(db)
    .then(({ rows }) => rows);
  assert.match(order?.cause ?? '', /^manual:removed-/);
  assert.equal(order?.address, '(removed)');
  assert.equal(order?.record, (await readStoredOrder(ledger, { shard: 0, orderId: id }))?.record);
  assert.deepEqual((await verify()).problems, []);
  assert.deepEqual(await anonymizeHers(), { done: 0, left: [] });
});

test('a recorder that has read Redis before does not bring the person back', async () => {
  await openShop();
  const orderId = await paidOrder();
  const before = await readStoredOrder(ledger, { shard: 0, orderId });
  const isLocked = Promise.withResolvers<void>();
  const mayStore = Promise.withResolvers<void>();
  const recorder = withShard(db, 0, async (tx) => {
    isLocked.resolve();
    await mayStore.promise;
    await storeOrders(tx, [before!]);
  });
  await isLocked.promise;
  await anonymizeStoredOrder(ledger, { shard: 0, orderId }, WORDS);
  const anonymized = anonymizeHers();
  mayStore.resolve();
  await recorder;
  assert.deepEqual(await anonymized, { done: 1, left: [] });
  await forgetPerson(db, ADA.email);
  await vacuumRecords(db);
  assert.deepEqual(await rowsWith(/lovelace/i), []);
});

test('an order that left Redis is anonymized in the records alone, but not while money is open', async () => {
  await openShop();
  const [decided, open] = [await paidOrder(), await paidOrder('open')];
  const inRedis = [decided, open].map((orderId) => ({ orderId, why: 'in-redis' }));
  assert.deepEqual(await anonymizeHers(), { done: 0, left: inRedis });
  for (const orderId of [decided, open]) {
    const stored = await readStoredOrder(ledger, { shard: 0, orderId });
    await withShard(db, 0, (tx) => storeOrders(tx, [{ ...stored!, archivedAt: new Date() }]));
    await shop.redis.command('HDEL', `{s0}:orders:${orderId.slice(0, 8)}`, orderId);
    await shop.redis.command('HDEL', `{s0}:payments:${orderId.slice(0, 8)}`, orderId);
  }
  assert.deepEqual(await anonymizeHers(), { done: 1, left: [{ orderId: open, why: 'money' }] });
  assert.equal(await forgetPerson(db, ADA.email), false);
  const recorded = async () => (await readRecordedOrder(db, decided))?.payment ?? '';
  assert.match(await recorded(), /"revision":2.*"reference":"removed-/);
  assert.deepEqual((await findRecordedPerson(db, ADA.email))?.orders, [
    { orderId: open, shard: 0 },
  ]);
});

test('the payment of an archived order loses its person where it is in Redis, too', async () => {
  await openShop();
  const orderId = await paidOrder();
  const stored = await readStoredOrder(ledger, { shard: 0, orderId });
  await withShard(db, 0, (tx) => storeOrders(tx, [{ ...stored!, archivedAt: new Date() }]));
  await shop.redis.command('HDEL', ...orderAddress(0, orderId));
  const lone = { shard: 0, orderId };
  assert.equal(await anonymizeStoredPayment(ledger, lone, WORDS), 'done');
  assert.equal(await anonymizeStoredPayment(ledger, lone, WORDS), 'already');
  assert.deepEqual(await anonymizeHers(), { done: 1, left: [] });
  const payment = await readStoredPayment(ledger, lone);
  assert.doesNotMatch(payment ?? 'lovelace', /lovelace/);
  assert.equal((await readRecordedOrder(db, orderId))?.payment, payment);
});

test('old records lose their person once the orders have lost it in Redis', async () => {
  await openShop();
  await paidOrder();
  await place(ledger, orderOf('adult:1', { customer: BERT }));
  await settleAll(ledger);
  await recordAll(shop.parts);
  const now = new Date(Date.now() + 1000);
  assert.equal((await Array.fromAsync(anonymizeOldRecords(db, ledger, now))).at(-1), 0);
  await Array.fromAsync(anonymizeOldOrders(ledger, now.getTime()));
  assert.equal((await Array.fromAsync(anonymizeOldRecords(db, ledger, now))).at(-1), 2);
  await vacuumRecords(db);
  assert.deepEqual(await rowsWith(/lovelace|brecht|bert@/i), []);
  assert.deepEqual((await verify()).problems, []);
});
