import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Device } from '@onsale/contracts';
import { applyCatalog, openLedger } from '@onsale/ledger';
import { type AskOffice, type OfficeAnswer, startOffice } from '@onsale/testing';
import { connectTo } from '../../../../packages/ledger/test/orders/held-order.ts';
import { catalogOf } from '../../../../packages/ledger/test/test-ledger.ts';

const CONSOLE = 'http://localhost:8081';
// Each device that signs in here has an address of its own.
const office = await startOffice({ CONSOLE_URL: CONSOLE, TRUSTED_PROXIES: '127.0.0.0/8,::1' });
const redis = await connectTo(office.redis.url);
after(async () => {
  await redis.close();
  await office.stop();
});
const DEVICES = '/v1/events/show-7/devices';
let entrance: AskOffice;
let manager: AskOffice;

before(async () => {
  await applyCatalog(await openLedger(redis, 1), catalogOf({ adult: 10, child: 10 }));
  entrance = await office.as([{ role: 'entrance', eventId: 'show-7' }]);
  manager = await office.as([{ role: 'manager', eventId: 'show-7' }]);
});

async function ask(
  method: string,
  path: string,
  { body, token, from = '192.0.2.1', origin = CONSOLE }: Asked = {},
): Promise<Pick<OfficeAnswer, 'status' | 'body'>> {
  const response = await fetch(`${office.url}${path}`, {
    method,
    headers: {
      'x-real-ip': from,
      'x-forwarded-for': from,
      ...(origin === '' ? {} : { origin }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

interface Asked {
  body?: object;
  token?: string;
  from?: string;
  origin?: string;
}

const signIn = async (code: string, from?: string) =>
  await ask('POST', '/v1/devices', {
    body: { code, version: '1.2.3' },
    ...(from === undefined ? {} : { from }),
  });

async function added(name?: string) {
  const { status, body } = await entrance('POST', DEVICES, {
    entranceId: 'main',
    ...(name === undefined ? {} : { name }),
  });
  assert.equal(status, 201, JSON.stringify(body));
  return body;
}

test('a device signs in by its code, once, however it is typed', async () => {
  const { device, code, url } = await added('Tablet');
  assert.match(code, /^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{2}$/);
  assert.equal(url, `${CONSOLE}/checkin/#code=${code.replaceAll('-', '')}`);
  assert.deepEqual([device.state, device.name, device.createdBy], ['invited', 'Tablet', 'test']);
  const typed = ` ${code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replace('-', ' ')}`;
  const { status, body } = await signIn(typed);
  assert.equal(status, 201);
  assert.deepEqual(body.device, { deviceId: device.deviceId, name: 'Tablet', entranceId: 'main' });
  assert.equal(body.eventId, 'show-7');
  const again = await signIn(code);
  assert.deepEqual([again.status, again.body.code], [410, 'DEVICE_CODE_EXPIRED']);
  const { body: list } = await entrance('GET', DEVICES);
  const [listed] = list.items;
  assert.deepEqual([listed.state, listed.version, listed.scans], ['signed_in', '1.2.3', 0]);
});

test('of many who use a code at once, one has it', async () => {
  const { code } = await added();
  const answers = await Promise.all(Array.from({ length: 8 }, async () => await signIn(code)));
  const statuses = answers.map(({ status }) => status);
  assert.deepEqual(statuses.toSorted(), [201, ...Array.from({ length: 7 }, () => 410)]);
});

test('a code works for fifteen minutes, and not when its device was revoked', async () => {
  const old = await added();
  await office.db
    .updateTable('office.devices')
    .set({ code_expires_at: new Date(Date.now() - 1000) })
    .where('device_id', '=', old.device.deviceId)
    .execute();
  assert.equal((await signIn(old.code)).status, 410);
  const { body: list } = await entrance('GET', DEVICES);
  assert.ok(!list.items.some(({ deviceId }: Device) => deviceId === old.device.deviceId));
  const revoked = await added();
  await entrance('POST', `${DEVICES}/${revoked.device.deviceId}/revoke`, {});
  assert.equal((await signIn(revoked.code)).status, 410);
});

test('whoever guesses codes is stopped, and others sign in', async () => {
  const { code } = await added();
  const from = '198.51.100.7';
  const statuses = new Map<number, number>();
  for (let number = 0; number < 110; number += 1) {
    const { status } = await signIn(String(number).padStart(10, '0'), from);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  assert.deepEqual([...statuses].toSorted(), [
    [410, 100],
    [429, 10],
  ]);
  assert.equal((await signIn(code, from)).status, 429);
  assert.equal((await signIn(code)).status, 201);
});

test('a device may do what devices do, and nothing else', async () => {
  const { code, device } = await added();
  const { token } = (await signIn(code)).body;
  for (const [method, path] of [
    ['GET', '/v1/events/show-7'],
    ['GET', DEVICES],
    ['GET', '/v1/me'],
    ['POST', `${DEVICES}/${device.deviceId}/revoke`],
  ] as const) {
    const { status, body } = await ask(method, path, { token });
    assert.deepEqual([status, body.code], [401, 'UNAUTHORIZED'], path);
  }
  const { secret } = await office.key([{ role: 'owner' }]);
  const asKey = await ask('DELETE', '/v1/devices/me', { token: secret });
  assert.deepEqual([asKey.status, asKey.body.code], [403, 'NOT_ALLOWED']);
  assert.equal((await ask('DELETE', '/v1/devices/me', { token })).status, 204);
  const after = await ask('DELETE', '/v1/devices/me', { token });
  assert.deepEqual([after.status, after.body.code], [401, 'DEVICE_REVOKED']);
});

test('a device is revoked by its event alone, and the activity log tells of all of it', async () => {
  const { code, device } = await added('Phone');
  const { token } = (await signIn(code)).body;
  const other = await office.as([{ role: 'entrance', eventId: 'other' }]);
  const revoke = `${DEVICES}/${device.deviceId}/revoke`;
  assert.equal((await other('POST', revoke, {})).status, 403);
  const elsewhere = await other('POST', revoke.replace('show-7', 'other'), {});
  assert.deepEqual([elsewhere.status, elsewhere.body.code], [404, 'DEVICE_NOT_FOUND']);
  const { status, body } = await entrance('POST', revoke, {});
  assert.deepEqual([status, body.state], [200, 'revoked']);
  const again = await entrance('POST', revoke, {});
  assert.deepEqual([again.status, again.body.revokedAt], [200, body.revokedAt]);
  assert.equal((await ask('DELETE', '/v1/devices/me', { token })).body.code, 'DEVICE_REVOKED');
  const rows = await office.db
    .selectFrom('office.activity')
    .select(['action', 'actor_name', 'after'])
    .where('event_id', '=', 'show-7')
    .where('subject', '=', `device:${device.deviceId}`)
    .orderBy('activity_id')
    .execute();
  assert.deepEqual(
    rows.map(({ action, actor_name: name }) => [action, name]),
    [
      ['signInDevice', 'Phone'],
      ['revokeDevice', 'test'],
      ['revokeDevice', 'test'],
    ],
  );
  // Of code and token there is no trace.
  const dump = JSON.stringify(await office.db.selectFrom('office.activity').selectAll().execute());
  assert.ok(!dump.includes(code.replaceAll('-', '')) && !dump.includes(token));
  const devices = JSON.stringify(
    await office.db.selectFrom('office.devices').selectAll().execute(),
  );
  assert.ok(!devices.includes(code.replaceAll('-', '')) && !devices.includes(token));
});

test('an entrance or an event that is not there is refused', async () => {
  const nowhere = await entrance('POST', DEVICES, { entranceId: 'roof' });
  assert.deepEqual([nowhere.status, nowhere.body.details[0].path], [400, 'entranceId']);
  const owner = await office.as([{ role: 'owner' }]);
  const unknown = await owner('POST', '/v1/events/nothing/devices', { entranceId: 'main' });
  assert.deepEqual([unknown.status, unknown.body.code], [404, 'EVENT_NOT_FOUND']);
  assert.equal((await manager('GET', DEVICES)).status, 200);
});

test('a page of another origin signs no device in; a program does', async () => {
  const { code } = await added();
  const shop = await ask('POST', '/v1/devices', {
    body: { code },
    origin: 'http://localhost:8080',
  });
  assert.deepEqual([shop.status, shop.body.code], [403, 'FORBIDDEN_HOST']);
  assert.equal((await ask('POST', '/v1/devices', { body: { code }, origin: '' })).status, 201);
});
