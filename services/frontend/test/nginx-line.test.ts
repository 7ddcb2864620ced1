import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, json, openDoor } from './test-door.ts';

// The ways to the waiting room.

const door = openDoor();
const withoutWaitingRoom = openDoor({ WAITING_ROOM_URL: '' });
const strict = openDoor({ RATE_LIMIT_REQUESTS: '10' });

const JSON_TYPE = { 'content-type': 'application/json' };
const SIGNED = 'AAAAAAAAAAAAAAAAAAAAAA.abcdef.BBBBBBBBBBBBBBBBBBBBBB';
const WAYS = [
  ['GET', '/lines/night'],
  ['GET', '/lines/night/lots'],
  ['POST', '/lines/night/place'],
  ['GET', '/lines/night/place'],
  ['DELETE', '/lines/night/place'],
  ['POST', '/lines/night/place/more-time'],
  ['POST', '/lines/night/place/away'],
] as const;

for (const prefix of ['/api', '/api/v1']) {
  test(`what people in a line ask below ${prefix} goes to the waiting room`, async () => {
    for (const [method, path] of WAYS) {
      const answer = await ask(door.nginx, prefix + path, { method, headers: JSON_TYPE });
      assert.equal(answer.status, 200, path);
      const asked = door.waitingRoom.asked.at(-1);
      assert.deepEqual([asked?.method, asked?.url], [method, path]);
    }
  });
}

test('only the cookie of a place goes there, and comes from there', async () => {
  const cookie = `session=console; onsale_place=${SIGNED}; other=1`;
  const headers = { ...JSON_TYPE, cookie };
  const answer = await ask(door.nginx, '/api/v1/lines/night/place', { method: 'POST', headers });
  assert.equal(door.waitingRoom.asked.at(-1)?.headers.cookie, `onsale_place=${SIGNED}`);
  assert.match(String(answer.headers['set-cookie']), /^onsale_place=.*HttpOnly/);
  await ask(door.nginx, '/api/v1/lines/night?x', { headers });
  assert.equal(door.waitingRoom.asked.at(-1)?.headers.cookie, undefined);
  const away = await ask(door.nginx, '/api/v1/lines/night/place/away', { method: 'POST', headers });
  assert.equal(door.waitingRoom.asked.at(-1)?.headers.cookie, `onsale_place=${SIGNED}`);
  assert.equal(away.headers['set-cookie'], undefined);
});

test('an order has it as well, and nothing else of the shop', async () => {
  const headers = { ...JSON_TYPE, cookie: `a=1; onsale_place=${SIGNED}` };
  await ask(door.nginx, '/api/v1/orders', { method: 'POST', headers, body: '{}' });
  assert.equal(door.gateway.asked.at(-1)?.headers.cookie, `onsale_place=${SIGNED}`);
  for (const path of ['/api/v1/events', '/api/v1/orders/01abc', '/api/v1/events/night']) {
    await ask(door.nginx, path, { headers });
    assert.equal(door.gateway.asked.at(-1)?.headers.cookie, undefined, path);
  }
});

test('a cookie that is no place does not get through', async () => {
  const headers = { ...JSON_TYPE, cookie: 'onsale_place=a"b' };
  await ask(door.nginx, '/api/v1/lines/night/place', { headers });
  assert.equal(door.waitingRoom.asked.at(-1)?.headers.cookie, undefined);
});

test('what is near it is nothing', async () => {
  const asked = door.waitingRoom.asked.length;
  for (const path of [
    '/api/v1/lines',
    '/api/v1/lines/night/x',
    '/api/v1/lines/night/place/x',
    '/api/v1/lines/Night%2f',
    '/lines/night',
  ]) {
    assert.equal((await ask(door.nginx, path)).status, 404, path);
    assert.equal(door.waitingRoom.asked.length, asked, path);
  }
});

test('a page of another site takes no place', async () => {
  const headers = { ...JSON_TYPE, origin: 'https://other.example' };
  const path = '/api/v1/lines/night/place';
  assert.equal((await ask(door.nginx, path, { method: 'POST', headers })).status, 403);
});

test('without a waiting room there is no line', async () => {
  const answer = await ask(withoutWaitingRoom.nginx, '/api/v1/lines/night');
  assert.equal(answer.status, 404);
  assert.equal(json(answer)['code'], 'NOT_FOUND');
});

test('a flood of joins is refused, and asking for a place is not', async () => {
  const path = '/api/v1/lines/night/place';
  const joins = Array.from({ length: 15 }, () =>
    ask(strict.nginx, path, { method: 'POST', headers: JSON_TYPE }),
  );
  const asks = Array.from({ length: 5 }, () => ask(strict.nginx, path));
  const statuses = (await Promise.all(joins)).map(({ status }) => status);
  assert.ok(statuses.includes(429) && statuses.includes(200), statuses.join(' '));
  assert.ok((await Promise.all(asks)).every(({ status }) => status === 200));
});
