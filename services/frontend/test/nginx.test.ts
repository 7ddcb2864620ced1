import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type Nginx, startNginx } from '../e2e/nginx.ts';
import { type EchoServer, startEchoServer } from './echo-server.ts';

// The real nginx by its real start script, with the pages as they were built.

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const script = fileURLToPath(new URL('../nginx/start.sh', import.meta.url));
let gateway: EchoServer;
let generator: EchoServer;
let open: Nginx;
let closed: Nginx;

before(async () => {
  gateway = await startEchoServer();
  generator = await startEchoServer();
  const urls = { GATEWAY_URL: gateway.url, GENERATOR_URL: generator.url };
  open = await startNginx(urls);
  // Nobody can find this host: with LAB=off it must not even be asked for.
  closed = await startNginx({ ...urls, GENERATOR_URL: 'http://no-such-host.invalid', LAB: 'off' });
});
after(async () => {
  await Promise.all([open.stop(), closed.stop()]);
  await Promise.all([gateway.close(), generator.close()]);
});

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** Sends the path as it stands, without the cleaning that fetch does. */
async function ask(
  nginx: Nginx,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const { hostname, port } = new URL(nginx.url);
  const { method = 'GET', headers = {} } = options;
  const request = httpRequest({ hostname, port, path, method, headers }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () =>
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: Buffer.concat(chunks),
      }),
    );
  });
  request.on('error', reject);
  request.end(options.body);
  return await promise;
}

function json(answer: Answer): Record<string, unknown> {
  return JSON.parse(answer.body.toString()) as Record<string, unknown>;
}

const PAGES = ['/', '/events/some-show', '/events/some-show/checkout', '/orders/01abc'];

for (const page of [...PAGES, '/lab']) {
  test(`${page} is the page, and is asked for anew each time`, async () => {
    const answer = await ask(open, page);
    assert.equal(answer.status, 200);
    assert.match(answer.body.toString(), /<div id="root">/);
    assert.equal(answer.headers['cache-control'], 'no-cache');
    const again = await ask(open, page, {
      headers: { 'if-none-match': String(answer.headers['etag']) },
    });
    assert.equal(again.status, 304);
  });
}

test('files with a hash in their name are kept for ever, and only those that exist', async () => {
  const name = readdirSync(`${dist}/assets`).find((file) => file.endsWith('.js'));
  const found = await ask(open, `/assets/${name}`);
  assert.equal(found.status, 200);
  assert.equal(found.headers['cache-control'], 'public, max-age=31536000, immutable');
  const missing = await ask(open, '/assets/index-AAAAAAAA.js');
  assert.equal(missing.status, 404);
  assert.equal(missing.headers['cache-control'], 'no-cache');
});

test('sends the files that were compressed when the pages were built', async () => {
  const plain = await ask(open, '/');
  const gzipped = await ask(open, '/', { headers: { 'accept-encoding': 'gzip' } });
  assert.equal(gzipped.headers['content-encoding'], 'gzip');
  assert.equal(gzipped.headers['vary'], 'Accept-Encoding');
  assert.deepEqual(gunzipSync(gzipped.body), plain.body);
  const both = await ask(open, '/', { headers: { 'accept-encoding': 'gzip, br' } });
  const unpack = both.headers['content-encoding'] === 'br' ? brotliDecompressSync : gunzipSync;
  assert.deepEqual(unpack(both.body), plain.body);
});

test('compresses the answers of the services', async () => {
  const answer = await ask(open, '/api/v1/tickets', { headers: { 'accept-encoding': 'gzip' } });
  assert.equal(answer.headers['content-encoding'], 'gzip');
  assert.equal(answer.headers['cache-control'], 'no-store', 'the service says what may be kept');
});

for (const path of ['/', '/nowhere', '/api/v1/tickets', '/api/nowhere', '/config.json']) {
  test(`${path} comes with the security headers`, async () => {
    const { headers } = await ask(open, path);
    const policy = String(headers['content-security-policy']);
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /script-src 'self';/);
    assert.match(policy, /style-src 'self';/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
    assert.match(String(headers['permissions-policy']), /geolocation=\(\)/);
    assert.doesNotMatch(String(headers['server']), /\d/);
  });
}

test('tells the page its settings', async () => {
  const settings = { lab: true, maxQtyPerOrder: 10, paymentMethods: [] };
  assert.deepEqual(json(await ask(open, '/config.json')), settings);
  assert.deepEqual(json(await ask(closed, '/config.json')), { ...settings, lab: false });
  const nginx = await startNginx({
    PAYMENT_METHODS: ' credit_card, pay later',
    MAX_QTY_PER_ORDER: '4',
  });
  try {
    assert.deepEqual(json(await ask(nginx, '/config.json')), {
      lab: true,
      maxQtyPerOrder: 4,
      paymentMethods: ['credit_card', 'pay later'],
    });
  } finally {
    await nginx.stop();
  }
});

const WAYS = [
  ['/api/v1/tickets?event=a%20b&max_price=5', '/v1/tickets?event=a%20b&max_price=5'],
  ['/api/tickets', '/tickets'],
  ['/api/v1/events/night%20of', '/v1/events/night%20of'],
  ['/api/openapi.json', '/openapi.json'],
  ['/api/v1/fleet', '/v1/fleet'],
  ['/api/v1/audit/books', '/v1/audit/books'],
  ['/api/v1/audit', '/v1/audit'],
] as const;

for (const [path, behind] of WAYS) {
  test(`${path} is ${behind} of the gateway`, async () => {
    const answer = await ask(open, path);
    assert.equal(answer.status, 200);
    assert.equal(json(answer)['url'], behind);
    assert.equal(gateway.asked.at(-1)?.url, behind);
  });
}

for (const path of ['/start', '/stop', '/config', '/stats', '/runs', '/runs/abc']) {
  test(`/workload${path} is ${path} of the generator`, async () => {
    const answer = await ask(open, `/workload${path}`, { method: 'POST', body: '{}' });
    assert.equal(answer.status, 200);
    assert.equal(generator.asked.at(-1)?.url, path);
  });
}

const NEVER = [
  '/api/metrics',
  '/api/readyz',
  '/api/livez',
  '/api/v1/metrics',
  '/api//metrics',
  '/api/%6detrics',
  '/api/v1/events/../../metrics',
  '/api/v1/events/%2e%2e/%2e%2e/metrics',
  '/api/',
  '/workload/metrics',
  '/workload/readyz',
  '/workload/',
  '/workload/stats/../metrics',
];

for (const path of NEVER) {
  test(`${path} leads nowhere`, async () => {
    const before = gateway.asked.length + generator.asked.length;
    const answer = await ask(open, path);
    assert.equal(answer.status, 404);
    assert.equal(gateway.asked.length + generator.asked.length, before, 'a service was asked');
  });
}

const CLOSED = [
  '/lab',
  '/lab/',
  '//lab',
  '/%6cab',
  '/events/../lab',
  '/assets/lab/anything.js',
  '/workload/start',
  '/workload/stats',
  '/workload/stats/stream',
  '//workload//start',
  '/%77orkload/start',
  '/api/fleet',
  '/api/fleet/',
  '/api/fleet/stream',
  '/api/v1/fleet',
  '/api/v1/fleet/stream',
  '/api//v1//fleet',
  '/api/v1/%66leet',
  '/api/v1%2ffleet',
  '/api/v1/./fleet',
  '/api/v1/events/../fleet',
  '/api/v1/events/..%2ffleet',
  '/api/v1/fleet%3fx',
  '/api/v1/fleet;x',
  '/api/v1/fleet.json',
  '/api/v1/%2566leet',
  '/api/v1/audit',
  '/api/v1/audit/books',
  '/api/audit',
  '/api//audit',
  '/api/%61udit/books',
];

for (const path of CLOSED) {
  test(`with LAB=off ${path} does not exist`, async () => {
    const before = gateway.asked.length + generator.asked.length;
    for (const method of ['GET', 'HEAD', 'POST', 'DELETE']) {
      const { status } = await ask(closed, path, { method });
      assert.ok(status === 404 || (status === 405 && method !== 'GET'), `${method}: ${status}`);
    }
    assert.equal(gateway.asked.length + generator.asked.length, before, 'a service was asked');
  });
}

test('with LAB=off the files of the laboratory do not exist', async () => {
  const files = readdirSync(`${dist}/assets/lab`);
  assert.ok(files.some((file) => file.startsWith('LabPage-')));
  for (const file of files) {
    assert.equal((await ask(open, `/assets/lab/${file}`)).status, 200);
    assert.equal((await ask(closed, `/assets/lab/${file}`)).status, 404);
  }
});

test('with LAB=off the shop is as open as ever', async () => {
  for (const page of PAGES) assert.equal((await ask(closed, page)).status, 200);
  assert.equal((await ask(closed, '/api/v1/tickets')).status, 200);
  assert.equal((await ask(closed, '/api/v1/orders/01abc')).status, 200);
});

test('an unknown address is 404 with the page that says so, or with JSON below /api', async () => {
  const page = await ask(open, '/no/such/page');
  assert.equal(page.status, 404);
  assert.match(page.body.toString(), /<div id="root">/);
  assert.equal(json(await ask(open, '/api/v1/nothing'))['code'], 'NOT_FOUND');
});

test('server-sent events pass one by one', async () => {
  const response = await fetch(`${open.url}/api/v1/orders/01abc/stream`, {
    headers: { 'accept-encoding': 'gzip' },
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const upstream = await gateway.stream();
  for (const event of ['event: order\ndata: 1\n\n', 'event: order\ndata: 2\n\n']) {
    // The second is only sent when the first has arrived.
    upstream.write(event);
    assert.equal((await reader?.read())?.value, event);
  }
  upstream.end();
  assert.equal((await reader?.read())?.done, true);
  assert.equal(response.headers.get('content-type')?.split(';')[0], 'text/event-stream');
});

test('many requests share few connections to the gateway', async () => {
  gateway.connections.clear();
  for (let i = 0; i < 50; i++) await ask(open, '/api/v1/tickets');
  assert.ok(gateway.connections.size <= 4, `${gateway.connections.size} connections`);
  assert.ok(gateway.asked.at(-1)?.headers['x-request-id'] !== undefined);
});

test('a service that is away is 503 with Retry-After, in the form of every error', async () => {
  const gone = await startEchoServer();
  await gone.close();
  const nginx = await startNginx({ GATEWAY_URL: gone.url });
  try {
    const answer = await ask(nginx, '/api/v1/tickets');
    assert.equal(answer.status, 503);
    assert.equal(answer.headers['retry-after'], '2');
    assert.equal(json(answer)['code'], 'SERVICE_UNAVAILABLE');
    assert.equal((await ask(nginx, '/')).status, 200, 'the pages do without');
  } finally {
    await nginx.stop();
  }
});

test('reads again on a new connection when a kept one breaks, but sends no order twice', async () => {
  assert.equal((await ask(open, '/api/v1/tickets')).status, 200);
  gateway.breakNext();
  assert.equal((await ask(open, '/api/v1/tickets')).status, 200);
  gateway.breakNext();
  const before = gateway.asked.length;
  const order = await ask(open, '/api/v1/orders', { method: 'POST', body: '{}' });
  assert.equal(order.status, 503);
  assert.equal(gateway.asked.length, before + 1);
});

test('a body above the limit is refused in the form of every error', async () => {
  const body = JSON.stringify({ filling: 'x'.repeat(70_000) });
  const answer = await ask(open, '/api/v1/orders', { method: 'POST', body });
  assert.equal(answer.status, 413);
  assert.equal(json(answer)['code'], 'BODY_TOO_LARGE');
});

test("another site can't make a visitor's browser start a load", async () => {
  const before = generator.asked.length;
  const answer = await ask(open, '/workload/start', {
    method: 'POST',
    headers: { 'sec-fetch-site': 'cross-site' },
  });
  assert.equal(answer.status, 403);
  assert.equal(generator.asked.length, before);
});

const WRONG = [
  ['PORT', '80800'],
  ['PORT', 'http'],
  ['HOST', 'everywhere'],
  ['GATEWAY_URL', 'https://gateway:5000'],
  ['GATEWAY_URL', 'http://gateway:5000/v1'],
  ['GATEWAY_URL', 'http://a;return 200'],
  ['GENERATOR_URL', 'generator:9000'],
  ['LAB', 'maybe'],
  ['PAYMENT_METHODS', 'cash,"'],
  ['MAX_QTY_PER_ORDER', '0'],
  ['RUN_DIR', 'here'],
  ['WEB_ROOT', '/nowhere'],
] as const;

for (const [name, value] of WRONG) {
  test(`does not start with ${name}=${value}, and says what it must be`, () => {
    const started = spawnSync('env', [`${name}=${value}`, 'sh', script], { encoding: 'utf8' });
    assert.equal(started.status, 1);
    assert.match(started.stderr, new RegExp(`^${name} must be .*, not "`, 'm'));
  });
}
