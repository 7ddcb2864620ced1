import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { setImmediate as immediate } from 'node:timers/promises';
import { eventually } from '@onsale/testing';
import { ClientAddresses } from '@onsale/service';
import { AddressLimit } from '../src/clients/address-limit.ts';
import { openGateway, order, type TestGateway } from './open-gateway.ts';

const LIMIT = {
  RATE_LIMIT_ORDERS: '3',
  RATE_LIMIT_WINDOW_S: '600',
  TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8',
};

let gateway: TestGateway;
let other: TestGateway;
before(async () => {
  gateway = await openGateway(LIMIT);
  other = await openGateway(LIMIT, { redis: gateway.redis });
});
after(async () => {
  await other.close();
  await gateway.close();
});
// Removes the counters of other tests.
beforeEach(async () => {
  const keys = (await gateway.redis.command('KEYS', '{requests}:*')) as string[];
  if (keys.length > 0) await gateway.redis.command('DEL', ...keys);
});

const place = async (at: TestGateway, from = '203.0.113.1', url = '/v1/orders') =>
  await at.app.inject({
    method: 'POST',
    url,
    payload: order(),
    headers: { 'x-forwarded-for': from },
  });

test('orders above the limit get 429 with Retry-After from every gateway', async () => {
  const statuses: number[] = [];
  for (const at of [gateway, other, gateway]) statuses.push((await place(at)).statusCode);
  assert.deepEqual(statuses, [201, 201, 201]);
  const { waiting } = await gateway.written();
  for (const url of ['/v1/orders', '/orders']) {
    const refused = await place(other, undefined, url);
    assert.equal(refused.statusCode, 429, refused.body);
    assert.equal(refused.json<{ code: string }>().code, 'RATE_LIMITED');
    const retryAfterS = Number(refused.headers['retry-after']);
    assert.ok(retryAfterS > 500 && retryAfterS <= 600, String(retryAfterS));
  }
  assert.equal((await gateway.written()).waiting, waiting);
  assert.equal((await gateway.app.inject('/v1/tickets')).statusCode, 200);
});

test('each client has its own limit, by the address a trusted proxy reports', async () => {
  for (let i = 0; i < 3; i++) await place(gateway, '203.0.113.7');
  assert.equal((await place(gateway, '203.0.113.7')).statusCode, 429);
  assert.equal((await place(gateway, '203.0.113.8')).statusCode, 201);
  // An address prepended by the client itself is not trusted.
  assert.equal((await place(gateway, '198.51.100.1, 203.0.113.7')).statusCode, 429);
});

test('clients within our own network are not limited', async () => {
  for (let i = 0; i < 5; i++) assert.equal((await place(gateway, '10.1.2.3')).statusCode, 201);
});

test('a repeated request succeeds above the limit, and does not count', async () => {
  const headers = { 'x-forwarded-for': '203.0.113.20', 'idempotency-key': 'rate limit' };
  const repeat = () =>
    gateway.app.inject({ method: 'POST', url: '/v1/orders', payload: order(), headers });
  const { orderId } = (await repeat()).json<{ orderId: string }>();
  for (let i = 0; i < 5; i++) {
    const again = await repeat();
    assert.equal(again.statusCode, 201, again.body);
    assert.equal(again.json<{ orderId: string }>().orderId, orderId);
  }
  assert.equal((await place(gateway, '203.0.113.20')).statusCode, 201);
  assert.equal((await place(gateway, '203.0.113.20')).statusCode, 201);
  assert.equal((await place(gateway, '203.0.113.20')).statusCode, 429);
  const above = await repeat();
  assert.equal(above.statusCode, 201, above.body);
  assert.equal(above.headers['idempotent-replayed'], 'true');
});

test('concurrent orders are counted individually', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => place(gateway)));
  const placed = answers.filter(({ statusCode }) => statusCode === 201);
  assert.equal(placed.length, 3);
});

test('orders are accepted when Redis cannot count', async () => {
  for (let i = 0; i < 3; i++) await place(gateway);
  assert.equal((await place(gateway)).statusCode, 429);
  await gateway.redis.command('ACL', 'SETUSER', 'default', 'resetkeys', '~{s*', '~onsale:*');
  assert.equal((await place(gateway)).statusCode, 201);
  await gateway.redis.command('ACL', 'SETUSER', 'default', 'allkeys');
  assert.equal((await place(gateway)).statusCode, 429);
});

test('addresses are not stored, and the counters expire', async () => {
  await place(gateway, '203.0.113.9');
  const keys = (await gateway.redis.command('KEYS', '{requests}:*')) as string[];
  assert.equal(keys.length, 1);
  assert.doesNotMatch(keys[0] ?? '', /203/);
  assert.ok(Number(await gateway.redis.command('PTTL', keys[0] ?? '')) > 0);
});

test('all addresses of one IPv6 network are one client', () => {
  const clients = new ClientAddresses();
  assert.equal(clients.nameOf('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64');
  assert.equal(clients.nameOf('2001:db8:1:2::9'), '2001:db8:1:2::/64');
  assert.equal(clients.nameOf('2001:db8::9'), '2001:db8:0:0::/64');
  assert.equal(clients.nameOf('::ffff:203.0.113.7'), '203.0.113.7');
  assert.equal(clients.nameOf('203.0.113.7'), '203.0.113.7');
});

test('our own network is what TRUSTED_PROXIES names', () => {
  const clients = new ClientAddresses('10.0.0.0/8, 192.0.2.1, fd00::/8');
  const ours = ['10.9.8.7', '192.0.2.1', 'fd12::1', '::ffff:10.9.8.7'];
  for (const address of ours) assert.ok(clients.isOurs(address), address);
  const others = ['11.0.0.1', '192.0.2.2', '2001:db8::1'];
  for (const address of others) assert.ok(!clients.isOurs(address), address);
});

test('only a client that has used up half of its limit waits for Redis, and every order counts', async () => {
  const clients = new ClientAddresses();
  const { connection } = gateway;
  const options = { limited: 'orders', most: 4, windowMs: 600_000 } as const;
  const [first, second] = [0, 1].map(() => new AddressLimit(connection, clients, options));
  const counting = [1, 2, 3].map(() => first?.count('203.0.113.40'));
  assert.deepEqual(
    counting.map((promise) => promise === undefined),
    [true, true, false],
  );
  await counting[2];
  // The other gateway learns from Redis what it has not seen itself.
  assert.equal(second?.count('203.0.113.40'), undefined);
  const read = () => gateway.redis.command('KEYS', '{requests}:*');
  const [key = ''] = (await read()) as string[];
  const counted = () => gateway.redis.command('GET', key);
  await eventually(counted, (count) => count === '4');
  // Redis answers in turn: what it said of the fourth is known here now.
  await connection.command('', ['PING']);
  await immediate();
  const fifth = second?.count('203.0.113.40');
  assert.ok(fifth !== undefined);
  await assert.rejects(fifth, { code: 'RATE_LIMITED' });
});
