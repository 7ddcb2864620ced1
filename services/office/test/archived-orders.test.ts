import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { ArchivedOrder } from '@onsale/contracts';
import { newOrderId } from '@onsale/ledger';
import {
  markArchived,
  migrateRecords,
  openRecords,
  type Records,
  storeOrders,
} from '@onsale/records';
import { eventually, type ServiceProcess, startPostgres, startService } from '@onsale/testing';

const TOKEN = 'token-of-the-office';
const RECORD =
  '["c1780833652281","adult:2:2000:adult",4000,"EUR","show","Ada","ada@example.org","online"]';
const PAYMENT =
  '{"revision":3,"provider":"bank","amountMinor":4000,"currency":"EUR","attempts":[],"refunds":[],"disputes":[]}';

const database = await startPostgres();
let db: Records;
let office: ServiceProcess;
let address: string;

before(async () => {
  office = startService('office', {
    DATABASE_URL: database.url,
    OFFICE_TOKEN: TOKEN,
    OFFICE_SECRET: 'secret-of-the-office-for-its-tests',
  });
  address = await office.url();
  // It waits for the schema, and says so.
  await office.logged(({ msg }) => msg.includes('waiting for the schema'));
  assert.equal((await fetch(`${address}/readyz`)).status, 503);
  assert.deepEqual(await ask(newOrderId(0, Date.now())), [503, 'RECORDS_UNAVAILABLE']);
  db = openRecords({ url: database.url, name: 'test', onError: () => undefined });
  await migrateRecords(db);
  await office.ready();
});
after(async () => {
  await office.stop();
  await db.destroy();
  await database.stop();
});

async function get(orderId: string, token = TOKEN): Promise<Response> {
  const headers = { authorization: `Bearer ${token}` };
  return await fetch(`${address}/archive/orders/${orderId}`, { headers });
}

async function ask(orderId: string, token = TOKEN): Promise<[number, string]> {
  const response = await get(orderId, token);
  const { code } = (await response.json()) as { code: string };
  return [response.status, code];
}

/** Records an order, paid or not; returns its id. */
async function record(payment?: string): Promise<string> {
  const orderId = newOrderId(0, Date.now());
  const order = { orderId, shard: 0, record: RECORD, payment };
  await db.transaction().execute(async (tx) => await storeOrders(tx, [order]));
  return orderId;
}

test('the sale side finds an order that is recorded, whether it has left Redis or not', async () => {
  const orderId = await record(PAYMENT);
  const order = { orderId, record: RECORD, payment: PAYMENT };
  assert.deepEqual(await (await get(orderId)).json(), order);
  assert.deepEqual(await markArchived(db, [order]), new Set([orderId]));
  const { archivedAt, ...rest } = (await (await get(orderId)).json()) as ArchivedOrder;
  assert.deepEqual(rest, order);
  assert.ok(Math.abs(Date.parse(archivedAt ?? '') - Date.now()) < 60_000);
});

test('nobody else is told anything, and what is not recorded is not there', async () => {
  const orderId = await record();
  assert.deepEqual(await ask(orderId, 'another-token'), [401, 'UNAUTHORIZED']);
  assert.deepEqual(await ask(newOrderId(0, Date.now())), [404, 'ORDER_NOT_FOUND']);
  assert.deepEqual(await ask('nonsense'), [404, 'ORDER_NOT_FOUND']);
});

test('an order that was given up is there no more', async () => {
  const orderId = await record(PAYMENT);
  await database.query('update records.orders set given_up_at = now() where order_id = $1', [
    orderId,
  ]);
  assert.deepEqual(await ask(orderId), [404, 'ORDER_NOT_FOUND']);
});

test('only what is recorded exactly so is marked as about to leave, and the first moment stays', async () => {
  const [paid, free] = [await record(PAYMENT), await record()];
  const leaving = (orderId: string, payment?: string, text = RECORD) => ({
    ...{ orderId, record: text, payment },
  });
  const wrong = [
    leaving(paid),
    leaving(paid, PAYMENT.replace('"revision":3', '"revision":4')),
    leaving(paid, PAYMENT, RECORD.replace('["c', '["r')),
    leaving(free, PAYMENT),
    leaving(newOrderId(0, Date.now())),
  ];
  for (const each of wrong) assert.deepEqual(await markArchived(db, [each]), new Set());
  const right = [leaving(paid, PAYMENT), leaving(free)];
  assert.deepEqual(await markArchived(db, right), new Set([paid, free]));
  const archivedAt = async () => ((await (await get(paid)).json()) as ArchivedOrder).archivedAt;
  const first = await archivedAt();
  assert.equal((await markArchived(db, right)).size, 2);
  assert.equal(await archivedAt(), first);
  assert.deepEqual(await markArchived(db, []), new Set());
});

test('an order that is just being recorded is not marked, and nobody waits for it', async () => {
  const orderId = await record();
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('records.orders')
      .set({ terms: '2' })
      .where('order_id', '=', orderId)
      .execute();
    assert.deepEqual(await markArchived(db, [{ orderId, record: RECORD }]), new Set());
  });
  assert.equal((await markArchived(db, [{ orderId, record: RECORD }])).size, 1);
});

test('without its database the office says so, and goes on when it is back', async () => {
  const orderId = await record();
  await database.kill('SIGKILL');
  const response = await get(orderId);
  assert.equal(response.status, 503);
  assert.equal(response.headers.get('retry-after'), '5');
  assert.equal(((await response.json()) as { code: string }).code, 'RECORDS_UNAVAILABLE');
  await database.restart();
  await eventually(
    async () => (await get(orderId)).status,
    (status) => status === 200,
  );
});
