import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '@onsale/testing';
import { startNginx } from '@onsale/testing/site';
import { type Answer, ask, json, openDoor, type TestDoor } from './test-door.ts';

// Clients are told apart by their address. Here all connect from this machine, so they are told apart
// by what a proxy says, which is believed in the first of these two and not in the second.

const LIMITS = { RATE_LIMIT_REQUESTS: '1' };
const behindProxy = openDoor({
  ...LIMITS,
  TRUSTED_PROXIES: '127.0.0.1,10.0.0.0/8,2001:db8:f::/48',
});
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

/** Asks at once, twice as often as the limit and its burst allow one client, for what these say. */
async function flood(door: TestDoor, address: (i: number) => string): Promise<Answer[]> {
  return await Promise.all(
    Array.from({ length: 6 }, (_, i) =>
      ask(door.nginx, '/api/v1/orders/a', { headers: { 'x-forwarded-for': address(i) } }),
    ),
  );
}
const isRefused = ({ status }: Answer) => status === 429;

test('a client that asks too much is told to wait, and others are served', async () => {
  const answers = await flood(behindProxy, () => '203.0.113.20');
  const refused = answers.find(isRefused);
  assert.ok(refused !== undefined);
  assert.equal(json(refused)['code'], 'RATE_LIMITED');
  assert.deepEqual(refused.everyHeader['retry-after'], ['1']);
  const other = await flood(behindProxy, (i) => `203.0.113.${100 + i}`);
  assert.ok(!other.some(isRefused));
  // Pages cost nothing.
  for (let i = 0; i < 30; i++) {
    const headers = { 'x-forwarded-for': '203.0.113.20' };
    assert.equal((await ask(behindProxy.nginx, '/', { headers })).status, 200);
  }
});

const ONE_CLIENT = {
  'an IPv6 network of one subscriber': (i: number) => `2001:db8:1:2::${i.toString(16)}`,
  'an IPv4 address, also as IPv6': (i: number) => `${i % 2 === 0 ? '' : '::ffff:'}203.0.113.30`,
  'what it writes before its own address': (i: number) => `203.0.113.${i}, 203.0.113.31`,
};
for (const [what, address] of Object.entries(ONE_CLIENT)) {
  test(`one client is ${what}`, async () => {
    const answers = await flood(behindProxy, address);
    assert.ok(answers.some(isRefused));
  });
}

test('clients that stand for many are not counted, in the laboratory alone', async () => {
  const UNLIMITED_CLIENTS = '203.0.113.0/26';
  for (const LAB of ['on', 'off']) {
    const door = await startNginx({
      ...{ ...LIMITS, LAB, UNLIMITED_CLIENTS, TRUSTED_PROXIES: '127.0.0.1' },
      GATEWAY_URL: behindProxy.gateway.url,
    });
    const many = await flood({ ...behindProxy, nginx: door }, () => '203.0.113.20');
    assert.equal(many.some(isRefused), LAB === 'off');
    const one = await flood({ ...behindProxy, nginx: door }, () => '203.0.113.80');
    assert.ok(one.some(isRefused));
    await door.stop();
  }
});

test('nobody gets a new budget by a header where no proxy is trusted', async () => {
  const answers = await flood(direct, (i) => `203.0.113.${i}`);
  assert.ok(answers.some(isRefused));
});

test('a client follows so many things and no more, until it stops following one', async () => {
  const nginx = await startNginx({
    GATEWAY_URL: direct.gateway.url,
    MAX_CLIENT_STREAMS: '2',
    TRUSTED_PROXIES: '127.0.0.1',
  });
  const follow = async (client: string) => {
    const closing = new AbortController();
    const response = await fetch(`${nginx.url}/api/v1/orders/01abc/stream`, {
      signal: closing.signal,
      headers: { 'x-forwarded-for': client },
    });
    return { status: response.status, close: () => closing.abort() };
  };
  try {
    const followers = [await follow('203.0.113.40'), await follow('203.0.113.40')];
    assert.deepEqual(
      followers.map(({ status }) => status),
      [200, 200],
    );
    assert.equal((await follow('203.0.113.40')).status, 429);
    assert.equal((await follow('203.0.113.41')).status, 200);
    const other = await ask(nginx, '/api/v1/orders/01abc', {
      headers: { 'x-forwarded-for': '203.0.113.40' },
    });
    assert.equal(other.status, 200);
    followers[0]?.close();
    await eventually(
      async () => (await follow('203.0.113.40')).status,
      (status) => status === 200,
    );
  } finally {
    await nginx.stop();
  }
});

test('with limits of 0 nobody is refused', async () => {
  const nginx = await startNginx({
    GATEWAY_URL: direct.gateway.url,
    RATE_LIMIT_REQUESTS: '0',
    MAX_CLIENT_CONNECTIONS: '0',
    MAX_CLIENT_STREAMS: '0',
    HOST: '0.0.0.0',
  });
  try {
    assert.ok(!(await flood({ ...direct, nginx }, () => '203.0.113.50')).some(isRefused));
  } finally {
    await nginx.stop();
  }
});
