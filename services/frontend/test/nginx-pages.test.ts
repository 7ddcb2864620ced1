import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { type Nginx, startNginx } from '@onsale/testing/site';
import { ask, json, openDoor, SHOP_PAGES } from './test-door.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
const door = openDoor();

for (const page of [...SHOP_PAGES, '/lab']) {
  test(`${page} is the page, and is asked for anew each time`, async () => {
    const answer = await ask(door.nginx, page);
    assert.equal(answer.status, 200);
    assert.match(answer.body.toString(), /<div id="root">/);
    if (/^\/(events|$)/.test(page)) {
      // With its title, which changes when the page itself does not.
      assert.equal(answer.headers['cache-control'], 'public, max-age=0, s-maxage=1');
      assert.equal(answer.headers['etag'] ?? answer.headers['last-modified'], undefined);
      return;
    }
    assert.equal(answer.headers['cache-control'], 'no-cache');
    const again = await ask(door.nginx, page, {
      headers: { 'if-none-match': String(answer.headers['etag']) },
    });
    assert.equal(again.status, 304);
  });
}

test('files with a hash in their name are kept for ever, and only those that exist', async () => {
  const name = readdirSync(`${dist}/assets`).find((file) => file.endsWith('.js'));
  const found = await ask(door.nginx, `/assets/${name}`);
  assert.equal(found.status, 200);
  assert.equal(found.headers['cache-control'], 'public, max-age=31536000, immutable');
  const missing = await ask(door.nginx, '/assets/index-AAAAAAAA.js');
  assert.equal(missing.status, 404);
  assert.equal(missing.headers['cache-control'], 'no-cache');
});

test('the files of the laboratory are there', async () => {
  const files = readdirSync(`${dist}/lab/assets`);
  assert.ok(files.some((file) => /^index-.*\.js$/.test(file)));
  for (const file of files) {
    assert.equal((await ask(door.nginx, `/lab/assets/${file}`)).status, 200);
  }
});

test('sends the files that were compressed when the pages were built', async () => {
  const plain = await ask(door.nginx, '/orders/x');
  const gzipped = await ask(door.nginx, '/orders/x', { headers: { 'accept-encoding': 'gzip' } });
  assert.equal(gzipped.headers['content-encoding'], 'gzip');
  assert.equal(gzipped.headers['vary'], 'Accept-Encoding');
  assert.deepEqual(gunzipSync(gzipped.body), plain.body);
  const both = await ask(door.nginx, '/orders/x', { headers: { 'accept-encoding': 'gzip, br' } });
  const unpack = both.headers['content-encoding'] === 'br' ? brotliDecompressSync : gunzipSync;
  assert.deepEqual(unpack(both.body), plain.body);
});

test('compresses the answers of the services', async () => {
  const answer = await ask(door.nginx, '/api/v1/tickets', {
    headers: { 'accept-encoding': 'gzip' },
  });
  assert.equal(answer.headers['content-encoding'], 'gzip');
  assert.equal(answer.headers['cache-control'], 'no-store', 'the service says what may be kept');
});

for (const path of ['/', '/nowhere', '/config.json', '/api/v1/tickets', '/api/nowhere']) {
  test(`${path} comes with each security header once`, async () => {
    const { everyHeader, headers } = await ask(door.nginx, path);
    const policy = String(headers['content-security-policy']);
    assert.match(policy, /default-src 'none'/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.doesNotMatch(policy, /unsafe/);
    // A page loads what is beside it; data load nothing.
    assert.equal(policy.includes("script-src 'self';"), !path.startsWith('/api'));
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['x-frame-options'], 'DENY');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['cross-origin-opener-policy'], 'same-origin');
    assert.match(String(headers['permissions-policy']), /geolocation=\(\)/);
    assert.match(String(headers['x-request-id']), /^[0-9a-f]{32}$/);
    assert.doesNotMatch(String(headers['server']), /\d/);
    const doubled = Object.entries(everyHeader).filter(([, values]) => values?.length !== 1);
    assert.deepEqual(doubled, []);
  });
}

test('a page begins to fetch what it will show', async () => {
  const preloaded = async (path: string) => {
    const { headers } = await ask(door.nginx, path);
    return String(headers['link'] ?? '').match(/(?<=<)[^>]*/g) ?? [];
  };
  assert.deepEqual(await preloaded('/'), ['/api/v1/events?limit=30']);
  assert.deepEqual(await preloaded('/?utm_source=mail'), ['/api/v1/events?limit=30']);
  assert.deepEqual(
    await preloaded('/?utm_source=mail&q=jazz'),
    [],
    'a search loads something else',
  );
  assert.deepEqual(await preloaded('/events/some-show'), ['/api/v1/events/some-show']);
  assert.deepEqual(await preloaded('/events/some-show/checkout'), ['/api/v1/events/some-show']);
  assert.deepEqual(await preloaded('/terms'), []);
});

test('pictures come from the shop, and from where its operator says', async () => {
  const policy = async (nginx: Nginx) =>
    String((await ask(nginx, '/')).headers['content-security-policy']);
  assert.match(await policy(door.nginx), /img-src 'self' blob:;/);
  const nginx = await startNginx({
    PICTURE_ORIGINS: 'https://a.example, https://b.example:8443',
  });
  try {
    assert.match(
      await policy(nginx),
      /img-src 'self' blob: https:..a.example https:..b.example:8443;/,
    );
  } finally {
    await nginx.stop();
  }
});

test('tells the page its settings', async () => {
  const settings = { lab: true, kill: false, maxQtyPerOrder: 10, paymentMethods: [] };
  assert.deepEqual(json(await ask(door.nginx, '/config.json')), settings);
  const nginx = await startNginx({
    PAYMENT_METHODS: ' credit_card, pay later',
    MAX_QTY_PER_ORDER: '4',
  });
  try {
    assert.deepEqual(json(await ask(nginx, '/config.json')), {
      lab: true,
      kill: false,
      maxQtyPerOrder: 4,
      paymentMethods: ['credit_card', 'pay later'],
    });
  } finally {
    await nginx.stop();
  }
});

test('an unknown address is 404 with the page that says so, or with JSON below /api', async () => {
  const page = await ask(door.nginx, '/no/such/page');
  assert.equal(page.status, 404);
  assert.match(page.body.toString(), /<div id="root">/);
  assert.equal(json(await ask(door.nginx, '/api/v1/nothing'))['code'], 'NOT_FOUND');
});

test('the licences of what the pages are made of are shipped with them', async () => {
  const answer = await ask(door.nginx, '/licences.txt');
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['content-type'], 'text/plain; charset=utf-8');
  const licences = answer.body.toString();
  for (const name of [
    'preact',
    '@inlang/paraglide-js',
    'react',
    '@mantine/core',
    'uplot',
    '@fontsource-variable/archivo',
  ]) {
    assert.match(licences, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(`, 'm'));
  }
  assert.match(licences, /SIL OPEN FONT LICENSE/);
  assert.match(licences, /Copyright \(c\) .*Jason Miller/);
});
