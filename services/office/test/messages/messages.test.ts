import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { applyCatalog, newOrderId, openLedger } from '@onsale/ledger';
import { storeOrders } from '@onsale/records';
import { type AskOffice, joinTeam, startOffice } from '@onsale/testing';
import { connectTo } from '../../../../packages/ledger/test/orders/held-order.ts';
import { catalogOf } from '../../../../packages/ledger/test/test-ledger.ts';

const CONSOLE = 'http://localhost:8081';
const office = await startOffice({ CONSOLE_URL: CONSOLE });
const redis = await connectTo(office.redis.url);
after(async () => {
  await redis.close();
  await office.stop();
});
const MESSAGES = '/v1/events/show-7/messages';
const DRAFT = {
  ...{ subject: 'News of {event}', body: 'Dear {name}' },
  audience: { orders: ['confirmed'] },
};
let manager: AskOffice;

const orderOf = (email: string, ticketId: string) => ({
  ...{ orderId: newOrderId(0, Date.now()), shard: 0 },
  record: JSON.stringify([
    ...['c1780833652281=pay_1', `${ticketId}:1:1250:adult`, 1250, 'EUR', 'show-7', 'Ada', email],
    'cash',
  ]),
});

before(async () => {
  await applyCatalog(await openLedger(redis, 1), catalogOf({ adult: 10, child: 10 }));
  await office.db.transaction().execute(async (tx) => {
    const orders = [
      orderOf('ada@example.org', 'adult'),
      orderOf('Ada@Example.org', 'child'),
      orderOf('bea@example.org', 'adult'),
    ];
    await storeOrders(tx, orders);
  });
  manager = await office.as([{ role: 'manager', eventId: 'show-7' }]);
});

test('a preview counts each buyer once', async () => {
  const all = await manager('POST', `${MESSAGES}/preview`, DRAFT);
  assert.deepEqual([all.body.buyers, all.body.orders], [2, 3]);
  assert.equal(all.body.body, 'Dear Ada Lovelace');
  const audience = { orders: ['confirmed'], ticketIds: ['child'] };
  const some = await manager('POST', `${MESSAGES}/preview`, { ...DRAFT, audience });
  assert.deepEqual([some.body.buyers, some.body.orders], [1, 1]);
});

test('an unknown placeholder is refused at its field', async () => {
  const { status, body } = await manager('POST', MESSAGES, { ...DRAFT, body: 'Dear {nmae}' });
  assert.equal(status, 400);
  assert.equal(body.details[0].path, 'body');
});

test('a message is changed, scheduled once, and stopped', async () => {
  const made = await manager('POST', MESSAGES, DRAFT);
  assert.equal(made.status, 201);
  const path = `${MESSAGES}/${made.body.messageId}`;
  const etag = { 'if-match': made.headers.get('etag') ?? '' };
  assert.equal((await manager('PUT', path, DRAFT)).status, 428);
  const changed = await manager('PUT', path, { ...DRAFT, subject: 'Moved' }, etag);
  assert.equal(changed.body.subject, 'Moved');
  const stale = await manager('POST', `${path}/schedule`, {}, etag);
  assert.deepEqual([stale.status, stale.body.code], [412, 'ETAG_MISMATCH']);
  const now = { 'if-match': changed.headers.get('etag') ?? '' };
  const sendAt = new Date(Date.now() + 3_600_000).toISOString();
  const scheduled = await manager('POST', `${path}/schedule`, { sendAt }, now);
  assert.deepEqual([scheduled.body.state, scheduled.body.sendAt], ['scheduled', sendAt]);
  const later = { 'if-match': scheduled.headers.get('etag') ?? '' };
  const again = await manager('POST', `${path}/schedule`, { sendAt }, later);
  assert.deepEqual([again.status, again.body.code], [409, 'MESSAGE_NOT_DRAFT']);
  const jobs = await office.postgres.query<{ data: object; start_after: Date }>(
    `select data, start_after from jobs.job where name = 'messages'`,
  );
  assert.equal(jobs.length, 1);
  assert.equal(jobs[0]?.start_after.toISOString(), sendAt);
  const stopped = await manager('POST', `${path}/stop`, {});
  assert.equal(stopped.body.state, 'draft', JSON.stringify(stopped.body));
  const free = { 'if-match': stopped.headers.get('etag') ?? '' };
  assert.equal((await manager('DELETE', path, undefined, free)).status, 204);
  assert.equal((await manager('GET', path)).body.code, 'MESSAGE_NOT_FOUND');
});

test('a test goes to one address alone', async () => {
  const { body } = await manager('POST', MESSAGES, DRAFT);
  const path = `${MESSAGES}/${body.messageId}/test`;
  const nobody = await manager('POST', path, {});
  assert.deepEqual([nobody.status, nobody.body.details[0].path], [400, 'email']);
  assert.equal((await manager('POST', path, { email: 'me@example.org' })).status, 202);
  const jobs = await office.postgres.query<{ data: { testTo?: string } }>(
    `select data from jobs.job where name = 'messages' and data ? 'testTo'`,
  );
  assert.deepEqual(
    jobs.map(({ data }) => data.testTo),
    ['me@example.org'],
  );
});

test('a member tests with their own address alone', async () => {
  const { body } = await manager('POST', MESSAGES, DRAFT);
  const member = await joinTeam(
    { db: office.db, url: office.url, consoleUrl: CONSOLE },
    { grants: [{ role: 'manager' }] },
  );
  const testTo = async (asked: object) => {
    const response = await fetch(`${office.url}${MESSAGES}/${body.messageId}/test`, {
      method: 'POST',
      headers: { cookie: member.cookie, origin: CONSOLE, 'content-type': 'application/json' },
      body: JSON.stringify(asked),
    });
    return [response.status, ((await response.json()) as { email?: string }).email];
  };
  assert.deepEqual(await testTo({}), [202, member.email]);
  assert.deepEqual(await testTo({ email: member.email.toUpperCase() }), [202, member.email]);
  assert.equal((await testTo({ email: 'stranger@example.org' }))[0], 400);
});
