import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { WEBHOOK_TYPES, type WebhookType } from '@onsale/contracts';
import { changeEventStatus, reissueTicket, openLedger, refundTickets } from '@onsale/ledger';
import {
  createEndpoint,
  deleteEndpoint,
  insertMember,
  openJobs,
  queueWebhookEvents,
  readDelivery,
  readEndpoints,
  recordShard,
  rotateSecret,
  sendAgain,
  testEndpoint,
} from '@onsale/records';
import {
  answers,
  eventually,
  putOnSale,
  sellTickets,
  startDelivery,
  startService,
  startWebhookReceiver,
  takes,
  verifyWebhook,
  type WebhookReceiver,
} from '@onsale/testing';
import { sql } from 'kysely';
import { connectTo } from '../../../../packages/ledger/test/orders/held-order.ts';

const delivery = await startDelivery({ WEBHOOK_PRIVATE_NETWORKS: '127.0.0.1' });
const { db } = delivery;
const jobs = await openJobs(db, () => undefined);
const redis = await connectTo(delivery.redis.url);
const receivers: WebhookReceiver[] = [];
after(async () => {
  await jobs.stop({ graceful: false });
  await redis.close();
  await delivery.stop();
  await Promise.all(receivers.map((receiver) => receiver.stop()));
});

/** An endpoint with a receiver of its own. */
async function addEndpoint(
  types: WebhookType[] = ['event.closed'],
  url?: string,
): Promise<{ endpointId: string; secret: string; receiver: WebhookReceiver }> {
  const receiver = await startWebhookReceiver();
  receivers.push(receiver);
  const input = { url: url ?? receiver.url, types, isOn: true, createdBy: 'test' };
  const made = await createEndpoint(db, input);
  assert.notEqual(made, 'too_many');
  return { ...(made as Exclude<typeof made, string>), receiver };
}

async function removeEndpoint(endpointId: string): Promise<void> {
  const [endpoint] = await readEndpoints(db, endpointId);
  await deleteEndpoint(db, { endpointId, revision: endpoint?.revision ?? 0 });
}

let keys = 0;

/** Tells something, whoever wants to know. */
async function tell(type: WebhookType = 'event.closed', key = `test:${++keys}`): Promise<number> {
  return await db.transaction().execute(async (tx) => {
    const webhook = { key, type, at: new Date(), data: {} };
    return await queueWebhookEvents({ tx, jobs }, [webhook]);
  });
}

async function deliveriesOf(endpointId: string) {
  return await db
    .selectFrom('office.webhook_deliveries')
    .selectAll()
    .where('endpoint_id', '=', endpointId)
    .orderBy('queued_at')
    .execute();
}

/** The first delivery to an endpoint, once it is as expected. */
async function deliveryOnce(
  endpointId: string,
  isDone: (row: Awaited<ReturnType<typeof deliveriesOf>>[number]) => boolean,
) {
  const rows = await eventually(
    async () => await deliveriesOf(endpointId),
    ([row]) => row !== undefined && isDone(row),
  );
  const [row] = rows;
  assert.ok(row);
  return row;
}

/** Lets nothing wait between attempts. */
async function bringForward(): Promise<void> {
  await sql`
    update jobs.job set start_after = now() where name = 'webhooks' and state < 'active'`.execute(
    db,
  );
  await sql`update office.webhook_endpoints set rests_until = null`.execute(db);
}

async function record(): Promise<void> {
  const ledger = { ...(await openLedger(redis, 1)), redis };
  for (;;) {
    const turn = await recordShard({ db, ledger, jobs, replicas: 0 }, 0);
    if (!('isMore' in turn ? turn.isMore : turn.did === 'begin-backfill')) return;
  }
}

test('orders and events are told to whoever has chosen them, signed and without their buyers', async () => {
  const { ledger } = delivery;
  await record();
  const all = await addEndpoint([...WEBHOOK_TYPES]);
  const some = await addEndpoint(['order.refunded']);
  await putOnSale(
    ledger,
    `
events:
  - id: show-7
    name: Show 7
    venue: Hall
    description: ''
    startsAt: 2030-06-18T20:00:00+02:00
    timeZone: Europe/Berlin
    currency: EUR
    tickets:
      - { id: adult, name: Adult, type: adult, description: '', price: 12.50, capacity: 10 }
`,
  );
  const orderId = await sellTickets(ledger, { eventId: 'show-7', wanted: 'adult:2' });
  await record();
  await reissueTicket(ledger, orderId, { ticket: [0, 1], version: 1, cause: 'office:reissue' });
  await record();
  await refundTickets(ledger, orderId, { id: 'refund-1', tickets: [[0, 2]], amountMinor: 1250 });
  await record();
  await changeEventStatus(ledger, 'show-7', { step: 'close' });
  await record();
  const expected = [
    'event.closed',
    'event.on_sale',
    'order.changed',
    'order.confirmed',
    'order.refunded',
  ];
  await eventually(
    () => Promise.resolve(all.receiver.received.length),
    (count) => count >= expected.length,
  );
  const bodies = all.receiver.received.map((webhook) => verifyWebhook(all.secret, webhook)) as {
    type: string;
    timestamp: string;
    data: Record<string, Record<string, unknown>>;
  }[];
  assert.deepEqual(bodies.map(({ type }) => type).toSorted(), expected);
  assert.doesNotMatch(JSON.stringify(all.receiver.received), /Ada|ada@example/);
  const confirmed = bodies.find(({ type }) => type === 'order.confirmed');
  assert.equal(confirmed?.data['order']?.['orderId'], orderId);
  assert.equal(confirmed?.data['order']?.['grandTotal'], 25);
  const refunded = bodies.find(({ type }) => type === 'order.refunded');
  assert.deepEqual(refunded?.data['refund'], {
    ...{ refundId: 'refund-1', total: 12.5, tickets: [{ line: 0, number: 2 }], restocked: true },
  });
  const closed = bodies.find(({ type }) => type === 'event.closed');
  assert.deepEqual(
    [closed?.data['event']?.['status'], closed?.data['event']?.['name']],
    ['closed', 'Show 7'],
  );
  await eventually(
    () => Promise.resolve(some.receiver.received.length),
    (count) => count > 0,
  );
  assert.equal(some.receiver.received.length, 1);
  // The same webhook for both has the same id, and another signature.
  const [other] = some.receiver.received;
  assert.ok(other);
  assert.throws(() => verifyWebhook(all.secret, other));
  const same = all.receiver.received.find(
    ({ headers }) => headers['webhook-id'] === other.headers['webhook-id'],
  );
  assert.equal(same?.body, other.body);
  await Promise.all([all, some].map(async ({ endpointId }) => await removeEndpoint(endpointId)));
});

test('a webhook that was not taken is sent again with its id, and what happened stands in the log', async () => {
  const { endpointId, secret, receiver } = await addEndpoint();
  receiver.answer(answers(500));
  assert.equal(await tell(), 1);
  await deliveryOnce(endpointId, ({ attempts }) => attempts === 1);
  const [failing] = await readEndpoints(db, endpointId);
  assert.ok(failing?.failing_since);
  receiver.answer(takes);
  await bringForward();
  const done = await deliveryOnce(endpointId, ({ state }) => state === 'delivered');
  const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
  assert.deepEqual([ids.length, new Set(ids).size, done.attempts], [2, 1, 2]);
  for (const webhook of receiver.received) verifyWebhook(secret, webhook);
  const detail = await readDelivery(db, endpointId, done.delivery_id);
  assert.deepEqual(
    detail?.attempts.map(({ status, answer, address }) => [status, answer, address]),
    [
      [204, '', '127.0.0.1'],
      [500, 'answer 500', '127.0.0.1'],
    ],
  );
  const [taking] = await readEndpoints(db, endpointId);
  assert.deepEqual([taking?.failures, taking?.failing_since], [0, null]);
  await sendAgain({ db, jobs }, endpointId, done.delivery_id);
  await deliveryOnce(endpointId, ({ state, attempts }) => state === 'delivered' && attempts === 3);
  assert.equal(receiver.received.at(-1)?.headers['webhook-id'], ids[0]);
  await removeEndpoint(endpointId);
});

test('what is told twice by the same key is sent once', async () => {
  const { endpointId } = await addEndpoint();
  assert.equal(await tell('event.closed', 'twice'), 1);
  assert.equal(await tell('event.closed', 'twice'), 0);
  await removeEndpoint(endpointId);
});

test('while a secret is rotated, both sign; once the earlier one has ended, it does not', async () => {
  const { endpointId, secret, receiver } = await addEndpoint();
  const second = await rotateSecret(db, endpointId, new Date(Date.now() + 3_600_000));
  await tell();
  const [both] = await eventually(
    () => Promise.resolve(receiver.received),
    ({ length }) => length === 1,
  );
  assert.ok(both && second);
  verifyWebhook(secret, both);
  verifyWebhook(second, both);
  const third = await rotateSecret(db, endpointId, new Date());
  await tell();
  const [, last] = await eventually(
    () => Promise.resolve(receiver.received),
    ({ length }) => length === 2,
  );
  assert.ok(last && third);
  verifyWebhook(third, last);
  assert.throws(() => verifyWebhook(second, last));
  assert.throws(() => verifyWebhook(secret, last));
  await removeEndpoint(endpointId);
});

test('an endpoint that is gone is switched off, what waits for it is skipped, and owners get a mail', async () => {
  await db.transaction().execute(async (tx) => {
    const grants = [{ role: 'owner' as const }];
    const owner = { name: 'Olga', email: 'olga@example.org', passwordHash: '', grants };
    await insertMember(tx, { ...owner, language: 'de' });
  });
  const { endpointId, receiver } = await addEndpoint();
  receiver.answer(answers(500));
  await tell();
  await deliveryOnce(endpointId, ({ attempts }) => attempts === 1);
  receiver.answer(answers(410));
  await tell();
  const [endpoint] = await eventually(
    async () => await readEndpoints(db, endpointId),
    ([row]) => row?.is_on === false,
  );
  assert.equal(endpoint?.off_reason, 'gone');
  const states = (await deliveriesOf(endpointId)).map(({ state }) => state);
  assert.deepEqual(states, ['skipped', 'failed']);
  assert.equal(await tell(), 0);
  const mails = await db
    .selectFrom('office.mails')
    .select(['kind', 'address', 'language', 'about'])
    .where('kind', '=', 'webhook_disabled')
    .execute();
  const since = endpoint?.failing_since?.toISOString();
  assert.deepEqual(mails, [
    {
      ...{ kind: 'webhook_disabled', address: 'olga@example.org', language: 'de' },
      about: {
        ...{ endpointId, url: receiver.url.replace('?shop=7', '?…'), since },
        answer: '410: It wants no webhooks any more',
      },
    },
  ]);
  await removeEndpoint(endpointId);
});

test('an endpoint that has taken nothing for three days is switched off', async () => {
  const { endpointId, receiver } = await addEndpoint();
  receiver.answer(answers(503));
  await tell();
  await deliveryOnce(endpointId, ({ attempts }) => attempts === 1);
  assert.equal((await readEndpoints(db, endpointId))[0]?.is_on, true);
  await sql`
    update office.webhook_endpoints set failing_since = now() - interval '73 hours'
    where endpoint_id = ${endpointId}`.execute(db);
  await bringForward();
  const [endpoint] = await eventually(
    async () => await readEndpoints(db, endpointId),
    ([row]) => row?.is_on === false,
  );
  assert.equal(endpoint?.off_reason, 'failing');
  await removeEndpoint(endpointId);
});

test('an endpoint that fails keeps no other one waiting, and is left alone for a while', async () => {
  const bad = await addEndpoint();
  const good = await addEndpoint();
  bad.receiver.answer((request) => request.socket.destroy());
  for (let i = 0; i < 12; i++) await tell();
  await eventually(
    async () => (await deliveriesOf(good.endpointId)).map(({ state }) => state),
    (states) => states.length === 12 && states.every((state) => state === 'delivered'),
  );
  const [endpoint] = await eventually(
    async () => await readEndpoints(db, bad.endpointId),
    ([row]) => row?.rests_until !== null,
  );
  assert.ok(endpoint?.is_on && endpoint.failures < 12);
  await Promise.all([bad, good].map(async ({ endpointId }) => await removeEndpoint(endpointId)));
});

test('a test is sent once, also to an endpoint that is off, and says nothing of the rest', async () => {
  const { endpointId, receiver } = await addEndpoint();
  await sql`update office.webhook_endpoints set is_on = false where endpoint_id = ${endpointId}`.execute(
    db,
  );
  receiver.answer(answers(500));
  await testEndpoint({ db, jobs }, endpointId);
  const { attempts, status } = await deliveryOnce(endpointId, ({ state }) => state === 'failed');
  assert.deepEqual([attempts, status], [1, 500]);
  assert.equal((await readEndpoints(db, endpointId))[0]?.failures, 0);
  await removeEndpoint(endpointId);
});

test('an address in a network that was not named is not asked', async () => {
  const { endpointId, receiver } = await addEndpoint(['event.closed'], 'http://127.0.0.2:9/');
  await tell();
  const { problem } = await deliveryOnce(endpointId, ({ attempts }) => attempts === 1);
  assert.match(problem ?? '', /not a public one/);
  assert.equal(receiver.received.length, 0);
  await removeEndpoint(endpointId);
});

test('what a killed process had under way is sent by another one', async () => {
  const { endpointId, receiver } = await addEndpoint();
  const arrived = Promise.withResolvers<void>();
  receiver.answer(() => arrived.resolve());
  await tell();
  await arrived.promise;
  delivery.process.signal('SIGKILL');
  await delivery.process.exited;
  receiver.answer(takes);
  await sql`update jobs.job set expire_seconds = 1 where state = 'active'`.execute(db);
  const other = startService('delivery', { ...delivery.environment });
  try {
    await deliveryOnce(endpointId, ({ state }) => state === 'delivered');
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    assert.deepEqual([ids.length, new Set(ids).size], [2, 1]);
  } finally {
    await other.stop();
  }
});
