import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { OFFICE_ROLE, openRecords } from '@onsale/records';
import { type AskOffice, startOffice } from '@onsale/testing';

const office = await startOffice();
after(() => office.stop());
const ENDPOINTS = '/v1/webhook-endpoints';
const INPUT = {
  ...{ url: 'https://shop.example/hooks?token=of-theirs', description: 'Books' },
  ...{ types: ['order.confirmed'], isOn: true },
};
let owner: AskOffice;

before(async () => {
  owner = await office.as([{ role: 'owner' }]);
});

const etagOf = ({ headers }: Awaited<ReturnType<AskOffice>>) => ({
  'if-match': headers.get('etag') ?? '',
});

test('an endpoint is made with a secret that is shown once', async () => {
  const made = await owner('POST', ENDPOINTS, INPUT);
  assert.equal(made.status, 201);
  assert.match(made.body.secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  const listed = await owner('GET', ENDPOINTS);
  assert.deepEqual(listed.body.items, [made.body.endpoint]);
  assert.doesNotMatch(JSON.stringify(listed.body), /whsec_/);
  const activity = await owner('GET', '/v1/activity?action=createWebhookEndpoint');
  assert.equal(activity.body.items[0].after.endpointId, made.body.endpoint.endpointId);
  assert.doesNotMatch(JSON.stringify(activity.body), /whsec_|of-theirs/);
});

test('the role of the office cannot read a secret', async () => {
  const { DATABASE_URL: url = '' } = office.stores;
  assert.match(url, new RegExp(OFFICE_ROLE));
  const db = openRecords({ url, name: 'test', onError: () => undefined });
  try {
    const secrets = db.selectFrom('office.webhook_secrets').selectAll().execute();
    await assert.rejects(secrets, /permission denied/);
  } finally {
    await db.destroy();
  }
});

test('an endpoint is changed as it was read, and removed', async () => {
  const made = await owner('POST', ENDPOINTS, INPUT);
  const path = `${ENDPOINTS}/${made.body.endpoint.endpointId}`;
  assert.equal((await owner('PUT', path, INPUT)).status, 428);
  const off = await owner('PUT', path, { ...INPUT, isOn: false }, etagOf(made));
  assert.deepEqual([off.body.isOn, off.body.offReason], [false, 'member']);
  assert.equal((await owner('PUT', path, INPUT, etagOf(made))).status, 412);
  assert.equal((await owner('DELETE', path, undefined, etagOf(made))).status, 412);
  assert.equal((await owner('DELETE', path, undefined, etagOf(off))).status, 204);
  const gone = await owner('GET', path);
  assert.deepEqual([gone.status, gone.body.code], [404, 'WEBHOOK_NOT_FOUND']);
});

test('a rotated secret leaves the one before for a while', async () => {
  const made = await owner('POST', ENDPOINTS, INPUT);
  const path = `${ENDPOINTS}/${made.body.endpoint.endpointId}/secret`;
  const rotated = await owner('POST', path, { earlierEndsInHours: 24 });
  assert.notEqual(rotated.body.secret, made.body.secret);
  assert.ok(Date.parse(rotated.body.endpoint.earlierSecretUntil) > Date.now());
  const atOnce = await owner('POST', path, { earlierEndsInHours: 0 });
  assert.equal(atOnce.body.endpoint.earlierSecretUntil, undefined);
  assert.equal((await owner('POST', path, { earlierEndsInHours: 200 })).status, 400);
});

test('a test waits in the log of its endpoint', async () => {
  const made = await owner('POST', ENDPOINTS, INPUT);
  const path = `${ENDPOINTS}/${made.body.endpoint.endpointId}`;
  const sent = await owner('POST', `${path}/test`, {});
  assert.deepEqual(
    [sent.status, sent.body.state, sent.body.type],
    [202, 'waiting', 'webhook.test'],
  );
  const log = await owner('GET', `${path}/deliveries?state=waiting`);
  assert.deepEqual(log.body.items, [sent.body]);
  const detail = await owner('GET', `${path}/deliveries/${sent.body.deliveryId}`);
  assert.equal(JSON.parse(detail.body.body).type, 'webhook.test');
  const again = await owner('POST', `${path}/deliveries/${sent.body.deliveryId}/send-again`, {});
  assert.equal(again.status, 202);
  const elsewhere = await owner('POST', `${path}/deliveries/del_0/send-again`, {});
  assert.deepEqual([elsewhere.status, elsewhere.body.code], [404, 'WEBHOOK_NOT_FOUND']);
  const unchosen = await owner('GET', `${path}/deliveries?orderId=none`);
  assert.deepEqual(unchosen.body.items, []);
});

test('an address that nobody can be sent to is refused', async () => {
  const addresses = [
    ...['ftp://shop.example/', 'https://ada:secret@shop.example/', 'shop.example', 'https://'],
    ...['https://shop.example:99999/', 'https://a b/', 'https://shop.example/\nx', 'https://[::1'],
  ];
  for (const url of addresses) {
    const { status, body } = await owner('POST', ENDPOINTS, { ...INPUT, url });
    assert.deepEqual([url, status, body.details?.[0]?.path], [url, 400, 'url']);
  }
});

test('whoever plans events has nothing to do with webhooks', async () => {
  const manager = await office.as([{ role: 'manager' }]);
  assert.equal((await manager('GET', ENDPOINTS)).status, 403);
  assert.equal((await manager('POST', ENDPOINTS, INPUT)).status, 403);
});

test('a shop has a limited number of endpoints', async () => {
  const statuses = new Set<number>();
  const answers = await Promise.all(
    Array.from({ length: 24 }, async () => await owner('POST', ENDPOINTS, INPUT)),
  );
  for (const { status } of answers) statuses.add(status);
  assert.deepEqual([...statuses].toSorted(), [201, 409]);
  assert.equal((await owner('GET', ENDPOINTS)).body.items.length, 20);
});
