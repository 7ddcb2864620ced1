import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Answer, ask, json, openDoor } from './test-door.ts';

// The console's own port, and what the shop's must never let through.

const pages = mkdtempSync(join(tmpdir(), 'onsale-pages-'));
after(() => rmSync(pages, { recursive: true }));
mkdirSync(join(pages, 'console/assets'), { recursive: true });
writeFileSync(join(pages, 'index.html'), 'the shop');
writeFileSync(join(pages, 'robots.txt'), 'User-agent: *\n');
writeFileSync(
  join(pages, 'console/index.html'),
  `the console <!--# echo var='request_id' default='' -->`,
);
writeFileSync(join(pages, 'console/assets/a-1.js'), 'script');

const own = { WEB_ROOT: pages };
const door = openDoor({ ...own, CORS_ORIGINS: 'https://blog.example' });
const named = openDoor({ ...own, CONSOLE_HOSTS: 'console.example', SHOP_HOSTS: 'tickets.example' });
const alone = openDoor({ ...own, OFFICE_URL: '' });
const PICTURE = '/pictures/0123456789abcdef-640.webp';

const onConsole = async (path: string, options?: Parameters<typeof ask>[2]): Promise<Answer> =>
  await ask({ url: door.nginx.consoleUrl }, path, options);

for (const [path, behind] of [
  ['/api/v1/events?limit=10', '/v1/events?limit=10'],
  ['/api/auth/sign-in/email', '/auth/sign-in/email'],
  ['/api/v1/orders/01abc/refunds', '/v1/orders/01abc/refunds'],
  ['/api/openapi.json', '/openapi.json'],
] as const) {
  test(`${path} of the console is ${behind} of the office, with the cookies of both`, async () => {
    const answer = await onConsole(path, { headers: { cookie: 'session=asked' } });
    assert.equal(json(answer)['url'], behind);
    assert.equal(answer.headers['set-cookie']?.[0], 'session=answered');
    const { headers } = door.office.asked.at(-1) ?? {};
    assert.equal(headers?.cookie, 'session=asked');
    assert.equal(headers['x-forwarded-for'], '127.0.0.1');
  });
}

test('nothing else of the office is behind the console', async () => {
  const asked = door.office.asked.length;
  for (const path of ['/archive/orders/01abc', '/metrics', '/readyz', '/v1/me', '/api/metrics']) {
    await onConsole(path);
  }
  for (const path of ['/api/archive/orders/a', '/api/v1/../archive/orders/a', '/api/']) {
    assert.notEqual((await onConsole(path)).status, 200, path);
  }
  assert.equal(door.office.asked.length, asked);
});

test('the shop passes no cookie on, in neither direction, and has nothing of the office', async () => {
  const asked = door.office.asked.length;
  const headers = { cookie: 'session=of-the-console' };
  for (const path of ['/api/v1/me', '/api/auth/get-session', '/api/v1/team']) {
    const { status } = await ask(door.nginx, path, { headers });
    assert.equal(status, 404, path);
  }
  assert.equal(door.office.asked.length, asked);
  const ways = [
    ['/api/v1/events', door.gateway],
    ['/api/v1/orders/01abc', door.gateway],
    ['/api/v1/fleet', door.gateway],
    ['/api/v1/orders/01abc/payment', door.payments],
    ['/webhooks/bank', door.payments],
    ['/bank/dashboard', door.bank],
    ['/api/v1/audit', door.audit],
    ['/workload/stats', door.generator],
    ['/sitemap.xml', door.gateway],
    [PICTURE, door.office],
  ] as const;
  for (const [path, service] of ways) {
    const before = service.asked.length;
    const answer = await ask(door.nginx, path, { headers });
    assert.equal(answer.status, 200, path);
    assert.equal(answer.headers['set-cookie'], undefined, path);
    assert.equal(service.asked.length, before + 1, path);
    assert.equal(service.asked.at(-1)?.headers.cookie, undefined, path);
  }
});

test('another origin changes nothing in the console, the shop and listed ones included', async () => {
  const { host } = new URL(door.nginx.consoleUrl);
  const post = async (origin: string) =>
    await onConsole('/api/v1/events', {
      method: 'POST',
      headers: { host, origin, 'content-type': 'application/json' },
      body: '{}',
    });
  for (const origin of [door.nginx.url, 'https://blog.example', 'https://evil.example', 'null']) {
    assert.equal((await post(origin)).status, 403, origin);
  }
  assert.equal((await post(door.nginx.consoleUrl)).status, 200);
});

test('every address is the page, with a nonce that is never used twice', async () => {
  const first = await onConsole('/');
  const second = await onConsole('/events/some-show/sale');
  for (const { status, headers, body } of [first, second]) {
    assert.equal(status, 200);
    const nonce = String(body).replace('the console ', '');
    assert.match(nonce, /^[0-9a-f]{32}$/);
    const policy = String(headers['content-security-policy']);
    assert.ok(policy.includes(`style-src 'self' 'nonce-${nonce}';`));
    assert.match(policy, /script-src 'self';.* img-src 'self' blob: data:;/);
    assert.doesNotMatch(policy, /unsafe|\*|https?:/);
    assert.equal(headers['cache-control'], 'no-cache');
    assert.equal(headers['etag'], undefined);
    assert.equal(headers['x-robots-tag'], 'noindex');
  }
  assert.notEqual(String(first.body), String(second.body));
  const script = await onConsole('/assets/a-1.js');
  assert.match(String(script.headers['cache-control']), /immutable/);
  assert.equal((await onConsole('/assets/gone.js')).status, 404);
  assert.equal(json(await onConsole('/pictures/a/b'))['code'], 'NOT_FOUND');
  assert.doesNotMatch(String((await ask(door.nginx, '/team')).body), /the console/);
});

test('a picture may be large, and anything else may not', async () => {
  const send = async (path: string, bytes: number) =>
    (await onConsole(path, { method: 'POST', body: 'x'.repeat(bytes) })).status;
  assert.equal(await send('/api/v1/events', 900_000), 200);
  assert.equal(await send('/api/v1/events', 2_000_000), 413);
  assert.equal(await send('/api/v1/pictures', 20_000_000), 200);
  assert.equal(await send('/api/v1/events/show/pictures', 23_000_000), 413);
});

test('an event stream passes at once', async () => {
  const asking = fetch(`${door.nginx.consoleUrl}/api/v1/events/show/sale/stream`);
  const stream = await door.office.stream();
  const { body } = await asking;
  stream.write('data: {}\n\n');
  const { value } = (await body?.getReader().read()) ?? {};
  assert.equal(Buffer.from(value ?? []).toString(), 'data: {}\n\n');
  stream.destroy();
});

test('a picture is fetched once for both doors, and stays when the office is away', async () => {
  const asked = () => door.office.asked.filter(({ url }) => url === '/pictures/kept-1.webp').length;
  for (const url of [door.nginx.url, door.nginx.consoleUrl, door.nginx.url]) {
    const answer = await ask({ url }, `/pictures/kept-1.webp?v=${url.length}`);
    assert.equal(answer.status, 200);
    assert.match(String(answer.headers['cache-control']), /immutable/);
    assert.match(String(answer.headers['content-security-policy']), /^default-src 'none'/);
  }
  assert.equal(asked(), 1);
  door.office.hangAll();
  assert.equal((await ask(door.nginx, '/pictures/kept-1.webp')).status, 200);
  assert.equal(asked(), 1);
});

test('the console goes by its own names alone, and the shop by the shop’s', async () => {
  const statuses = async (host: string) => {
    const ways = [named.nginx.url, named.nginx.consoleUrl];
    const asked = ways.map((url) => ask({ url }, '/', { headers: { host } }));
    return (await Promise.all(asked)).map(({ status }) => status);
  };
  assert.deepEqual(await statuses('console.example'), [421, 200]);
  assert.deepEqual(await statuses('tickets.example'), [200, 421]);
});

test('without an office nothing listens there, and there are no pictures', async () => {
  await assert.rejects(fetch(alone.nginx.consoleUrl));
  assert.equal((await ask(alone.nginx, PICTURE)).status, 404);
});
