import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startNginx } from '../e2e/nginx.ts';
import { ask, json, openDoor, type TestDoor } from './test-door.ts';

// Clients are told apart by their address. Here all connect from this machine, so they are told apart
// by what a proxy says, which is believed in the first of these two and not in the second.

const LIMITS = { RATE_LIMIT_REQUESTS: '1', MAX_CLIENT_CONNECTIONS: '4', MAX_CLIENT_STREAMS: '2' };
const behindProxy = openDoor({ ...LIMITS, TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8,2001:db8:f::/48' });
const direct = openDoor(LIMITS);

const SEEN: readonly (readonly [forwarded: string | undefined, address: string])[] = [
  [undefined, '127.0.0.1'],
  ['203.0.113.7', '203.0.113.7'],
  ['198.51.100.1, 203.0.113.7', '203.0.113.7'],
  ['198.51.100.1, 203.0.113.7, 10.1.2.3', '203.0.113.7'],
  ['2001:db8::7', '2001:db8::7'],
  ['nonsense', '127.0.0.1'],
];
for (const [forwarded, address] of SEEN) {
  test(`X-Forwarded-For of a trusted proxy: ${forwarded} is ${address}`, async () => {
    const headers: Record<string, string> = { forwarded: 'for=192.0.2.1' };
    if (forwarded !== undefined) headers['x-forwarded-for'] = forwarded;
    await ask(behindProxy.nginx, '/api/v1/orders/a', { headers });
    const asked = behindProxy.gateway.asked.at(-1)?.headers;
    assert.equal(asked?.['x-forwarded-for'], address);
    assert.equal(asked?.['forwarded'], undefined);
  });
}

test('what a client writes into X-Forwarded-For goes no further', async () => {
  await ask(direct.nginx, '/api/v1/orders/a', { headers: { 'x-forwarded-for': '203.0.113.7' } });
  assert.equal(direct.gateway.asked.at(-1)?.headers['x-forwarded-for'], '127.0.0.1');
});

/** How many of so many requests at once are refused for this address. */
async function refusals(door: TestDoor, addresses: readonly string[]): Promise<number> {
  const answers = await Promise.all(
    addresses.map((address) =>
      ask(door.nginx, '/api/v1/nothing-to-wait-for', { headers: { 'x-forwarded-for': address } }),
    ),
  );
  return answers.filter(({ status }) => status === 429).length;
}
