import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { eventually } from '@onsale/testing';
import { type Nginx, startNginx } from '@onsale/testing/site';
import { ask, json } from './test-door.ts';

// A gateway of one handler, which each test sets, behind the real nginx.

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let gateway: Server;
let handle: Handler;
let asked: string[];
let folder: string;
let nginx: Nginx;

beforeEach(async () => {
  asked = [];
  handle = answer();
  gateway = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    handle(request, response);
  });
  gateway.listen(0, '127.0.0.1');
  await once(gateway, 'listening');
  folder = await mkdtemp(join(tmpdir(), 'onsale-browse-'));
  nginx = await startNginx({
    GATEWAY_URL: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`,
    RUN_DIR: folder,
    RATE_LIMIT_REQUESTS: '0',
  });
});
afterEach(async () => {
  await nginx.stop();
  gateway.closeAllConnections();
  gateway.close();
  await rm(folder, { recursive: true, force: true });
});

const FOR_A_MINUTE = 'public, max-age=0, s-maxage=60';

/** Answers each request with its number, long enough to be compressed. */
function answer({
  status = 200,
  cacheControl = FOR_A_MINUTE,
  body = 'x'.repeat(2000),
} = {}): Handler {
  return (request, response) => {
    response.writeHead(status, {
      'content-type': 'application/json',
      'cache-control': cacheControl,
      etag: '"one"',
      'x-request-id': String(request.headers['x-request-id']),
    });
    response.end(JSON.stringify({ number: asked.length, body }));
  };
}

const KEPT = [
  ...['/tickets', '/tickets?event=night-1', '/events', '/events/night-1', '/seller'],
  '/events?limit=30',
];
for (const path of KEPT) {
  for (const prefix of ['/api/v1', '/api']) {
    test(`${prefix}${path} is asked for once, with GET and HEAD`, async () => {
      const first = await ask(nginx, prefix + path);
      const again = await ask(nginx, prefix + path);
      const head = await ask(nginx, prefix + path, { method: 'HEAD' });
      assert.deepEqual(asked, [`GET ${prefix.slice(4)}${path}`]);
      assert.deepEqual(again.body, first.body);
      assert.equal(head.status, 200);
      assert.equal(head.headers['etag'], first.headers['etag']);
      // A copy of the copy would be older still, and each request has its own id.
      assert.deepEqual(again.everyHeader['cache-control'], ['no-cache']);
      assert.notEqual(again.headers['x-request-id'], first.headers['x-request-id']);
    });
  }
}

test('the first request may be a HEAD', async () => {
  assert.equal((await ask(nginx, '/api/v1/tickets', { method: 'HEAD' })).status, 200);
  assert.equal(json(await ask(nginx, '/api/v1/tickets'))['number'], 1);
});

test('a client that has it already gets 304, compressed or not', async () => {
  for (const encoding of ['gzip', 'identity']) {
    const whole = await ask(nginx, '/api/v1/tickets', { headers: { 'accept-encoding': encoding } });
    const body = encoding === 'gzip' ? gunzipSync(whole.body) : whole.body;
    assert.equal((JSON.parse(body.toString()) as { number: number }).number, 1);
    assert.equal(whole.headers['content-encoding'], encoding === 'gzip' ? 'gzip' : undefined);
    assert.match(String(whole.headers['vary']), /Accept-Encoding/);
    const etag = String(whole.headers['etag']);
    const known = await ask(nginx, '/api/v1/tickets', {
      headers: { 'accept-encoding': encoding, 'if-none-match': etag },
    });
    assert.equal(known.status, 304);
    assert.equal(known.body.length, 0);
  }
  const other = await ask(nginx, '/api/v1/tickets', { headers: { 'if-none-match': '"two"' } });
  assert.equal(other.status, 200);
  assert.equal(asked.length, 1);
});

test('many who come at once are one for the gateway', async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => ask(nginx, '/api/v1/tickets')),
  );
  assert.ok(answers.every(({ status }) => status === 200));
  assert.ok(asked.length < 25, `${asked.length} of 50 reached the gateway`);
});

test('the title of a page is asked for once, by however many', async () => {
  const paths = ['/events/a', '/events/a?x=1', '/events/a/', '/events/a/checkout'];
  for (const path of paths) assert.equal((await ask(nginx, path)).status, 200);
  assert.deepEqual(asked, ['GET /v1/pages/head?path=/events/a']);
  const pages = Array.from({ length: 50 }, () => ask(nginx, '/events/b'));
  assert.ok((await Promise.all(pages)).every(({ status }) => status === 200));
  assert.ok(asked.length < 25, `${asked.length} of 50 reached the gateway`);
});

const NOT_KEPT = [
  '/api/v1/tickets?max_price=5',
  '/api/v1/tickets?event=a&max_price=5',
  '/api/v1/tickets?x=1',
  '/api/v1/tickets?event=a&event=b',
  '/api/v1/tickets?event=%61',
  '/api/v1/tickets?event=',
  `/api/v1/tickets?event=${'a'.repeat(129)}`,
  `/api/v1/tickets?x=${'a'.repeat(5000)}`,
  '/api/v1/tickets/a',
  '/api/v1/events?x',
  '/api/v1/events?limit=31',
  '/api/v1/events?limit=30&q=jazz',
  '/api/v1/events?limit=30&cursor=',
  '/api/v1/events?limit=30&cursor=MTIzIGE_-',
  '/api/v1/events/a?x',
  '/api/v1/events/a%3Fb',
  '/api/v1/events/a%20b',
  '/api/v1/orders/a',
  '/api/openapi.json',
];
test('what anybody could invent is not kept, nor is an order', async () => {
  for (const path of NOT_KEPT) {
    for (let round = 0; round < 2; round++) await ask(nginx, path);
    assert.equal(asked.length, 2, path);
    asked = [];
  }
  for (let round = 0; round < 2; round++) {
    await ask(nginx, '/api/v1/tickets', { headers: { origin: 'https://elsewhere.example' } });
    await ask(nginx, '/api/v1/tickets', { method: 'POST', body: '{}' });
  }
  assert.equal(asked.length, 4);
  assert.deepEqual(await keptFiles(), []);
});

test('an error is not kept, whatever it says of itself', async () => {
  for (const status of [400, 404, 429, 500, 503]) {
    handle = answer({ status });
    for (let round = 0; round < 2; round++) {
      const refused = await ask(nginx, '/api/v1/tickets');
      assert.equal(refused.status, status);
      assert.notEqual(refused.headers['cache-control'], undefined);
    }
    assert.equal(asked.length, 2, String(status));
    asked = [];
  }
  assert.deepEqual(await keptFiles(), []);
});

test('what the gateway does not want to be kept is not', async () => {
  handle = answer({ cacheControl: 'no-store' });
  for (let round = 0; round < 2; round++) {
    assert.equal((await ask(nginx, '/api/v1/tickets')).headers['cache-control'], 'no-store');
  }
  assert.equal(asked.length, 2);
});

test('a new answer is fetched when the old one has had its second', async () => {
  handle = answer({ cacheControl: 'public, max-age=0, s-maxage=1' });
  await ask(nginx, '/api/v1/tickets');
  const number = await eventually(
    async () => json(await ask(nginx, '/api/v1/tickets'))['number'],
    (current) => current !== 1,
  );
  assert.equal(number, 2);
});

test('while one fetches a new answer the others get the old one', async () => {
  handle = answer({ cacheControl: 'public, max-age=0, s-maxage=1, stale-while-revalidate=60' });
  await ask(nginx, '/api/v1/tickets');
  const held = Promise.withResolvers<ServerResponse>();
  handle = (_request, response) => held.resolve(response);
  // One of these is the one that fetches; it waits for the gateway.
  const fetching: Promise<unknown>[] = [];
  await eventually(
    async () => {
      fetching.push(ask(nginx, '/api/v1/tickets'));
      return asked.length;
    },
    (times) => times === 2,
  );
  assert.equal(json(await ask(nginx, '/api/v1/tickets'))['number'], 1);
  assert.equal(asked.length, 2);
  answer()({ headers: {} } as IncomingMessage, await held.promise);
  await Promise.all(fetching);
  assert.equal(json(await ask(nginx, '/api/v1/tickets'))['number'], 2);
});

test('a gateway that is away is stood in for, for as long as it said', async () => {
  handle = answer({ cacheControl: 'public, max-age=0, s-maxage=1, stale-if-error=60' });
  await ask(nginx, '/api/v1/tickets');
  handle = (request) => request.socket.destroy();
  const statuses = new Set<number>();
  const look = async () => {
    statuses.add((await ask(nginx, '/api/v1/tickets')).status);
    return asked.length;
  };
  await eventually(look, (times) => times > 1);
  assert.deepEqual([...statuses], [200]);
});

const FAILING: Record<string, Handler> = {
  'is away for longer': (request) => request.socket.destroy(),
  'says itself that it can not answer': answer({ status: 503 }),
};
for (const [what, failing] of Object.entries(FAILING)) {
  test(`a gateway that ${what} is 503`, async () => {
    handle = answer({ cacheControl: 'public, max-age=0, s-maxage=1, stale-if-error=1' });
    await ask(nginx, '/api/v1/tickets');
    handle = failing;
    await eventually(
      async () => (await ask(nginx, '/api/v1/tickets')).status,
      (status) => status === 503,
    );
  });
}

async function keptFiles(): Promise<string[]> {
  return await readdir(join(folder, 'cache'), { recursive: true });
}
