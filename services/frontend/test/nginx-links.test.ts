import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { eventually } from '@onsale/testing';
import { type Site, startNginx, startSite } from '@onsale/testing/site';
import { startEchoServer } from './echo-server.ts';
import { ask, openDoor } from './test-door.ts';

// The real gateway behind the real nginx, with an address that is not the one it is asked by.

const SHOP = 'https://tickets.example';
const CATALOG = `
events:
  - id: fair
    name: Fish & <Chips>
    venue: Market Square
    startsAt: 2087-05-01T10:00:00+02:00
    currency: EUR
    tickets: [{ id: fair-adult, name: Adult, type: adult, price: 25.50, capacity: 10 }]
  - id: club
    name: Club Night
    venue: The Cellar
    startsAt: 2087-05-02T21:00:00+02:00
    currency: EUR
    tickets: [{ id: club-adult, name: Entry, type: adult, price: 15, capacity: 10 }]
`;

let site: Site;
before(async () => {
  site = await startSite({
    catalog: CATALOG,
    worker: false,
    gatewayEnvironment: { PUBLIC_URL: SHOP },
    nginxEnvironment: { PUBLIC_URL: `${SHOP}/` },
  });
});
after(() => site.stop());

const titleOf = (page: string) => /<title>([^<]*)<\/title>/.exec(page)?.[1];

async function pageAt(path: string, nginx = site.nginx): Promise<string> {
  const answer = await ask(nginx, path);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers['content-type'], 'text/html; charset=utf-8');
  const page = answer.body.toString();
  assert.match(page, /<div id="root">/);
  assert.doesNotMatch(page, /<!--#/);
  assert.equal(page.match(/<title>/g)?.length, 1);
  assert.equal(page.match(/<meta\s+name="description"/g)?.length, 1);
  return page;
}

test('each event has its own title, description, address and data', async () => {
  for (const path of [
    '/events/fair',
    '/events/fair/checkout',
    '/events/fair?basket=fair-adult:2',
  ]) {
    const page = await pageAt(path);
    assert.equal(titleOf(page), 'Fish &amp; &lt;Chips&gt;, Market Square, 1 May 2087 · Onsale');
    assert.ok(page.includes(`<link rel="canonical" href="${SHOP}/events/fair" />`));
    const [, json = ''] = /<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page) ?? [];
    assert.equal((JSON.parse(json) as { name: string }).name, 'Fish & <Chips>');
  }
  assert.match(titleOf(await pageAt('/events/club')) ?? '', /^Club Night/);
});

test('everybody gets the same page, compressed or not, and may keep it for a second', async () => {
  const plain = await ask(site.nginx, '/events/fair');
  assert.equal(plain.headers['cache-control'], 'public, max-age=0, s-maxage=1');
  const other = await ask(site.nginx, '/events/fair', {
    headers: {
      'accept-encoding': 'gzip, br',
      cookie: 'a=b',
      range: 'bytes=0-10',
      'if-none-match': '"one"',
      'if-modified-since': new Date().toUTCString(),
      origin: 'https://elsewhere.example',
      'x-forwarded-for': '203.0.113.9',
    },
  });
  assert.equal(other.headers['content-encoding'], 'gzip');
  assert.deepEqual(gunzipSync(other.body), plain.body);
});

test('an unknown event is not to be indexed', async () => {
  const page = await pageAt('/events/nothing');
  assert.equal(titleOf(page), 'Onsale');
  assert.match(page, /<meta name="robots" content="noindex" \/>/);
});

const NOT_ASKED_FOR = [
  '/orders/01abc',
  '/events/fair%22%3E',
  '/events/fair/../../orders/x',
  `/events/${'a'.repeat(65)}`,
  '/events/fair&path=/events/club',
];
test('nothing that a visitor writes into an address comes into the page', async () => {
  const heads = new Set<string>();
  for (const path of NOT_ASKED_FOR) {
    const page = (await ask(site.nginx, path)).body.toString();
    heads.add(page.replaceAll(/<!--.*?-->/gs, '').replaceAll(/\s+/g, ' '));
  }
  assert.equal(heads.size, 1);
  assert.equal(titleOf([...heads][0] ?? ''), 'Onsale');
});

test('the head has no address of its own', async () => {
  for (const path of ['/pages/head', '/pages/head?path=/events/fair']) {
    assert.equal((await ask(site.nginx, path)).body.length, 0, path);
  }
  assert.equal((await ask(site.nginx, '/api/v1/pages/head?path=/')).status, 404);
});

test('there is a sitemap, and robots.txt names it', async () => {
  const sitemap = await ask(site.nginx, '/sitemap.xml');
  assert.equal(sitemap.status, 200);
  assert.match(String(sitemap.headers['content-type']), /^application\/xml/);
  assert.ok(sitemap.body.includes(`<loc>${SHOP}/events/fair</loc>`));
  const robots = (await ask(site.nginx, '/robots.txt')).body.toString();
  assert.match(robots, /^Disallow: \/orders\/$/m);
  assert.match(robots, /^Sitemap: https:\/\/tickets\.example\/sitemap\.xml$/m);
  const nginx = await startNginx({});
  try {
    assert.doesNotMatch((await ask(nginx, '/robots.txt')).body.toString(), /Sitemap/);
  } finally {
    await nginx.stop();
  }
});

test('without a gateway a page has the title of the shop', async () => {
  await site.killGateway();
  try {
    // It was asked for before, and is still known.
    assert.match(titleOf(await pageAt('/events/fair')) ?? '', /^Fish/);
    assert.equal(titleOf(await pageAt('/events/never-seen')), 'Onsale');
  } finally {
    await site.startGateway();
  }
  await eventually(
    async () => (await pageAt('/events/never-seen')).includes('noindex'),
    (isKnown) => isKnown,
  );
});

const door = openDoor();

test('a page does not wait for a gateway that hangs', async () => {
  await pageAt('/orders/01abc', door.nginx).catch(() => undefined);
  const hanging = await startEchoServer();
  hanging.hangAll();
  const nginx = await startNginx({ GATEWAY_URL: hanging.url, GATEWAY_TIMEOUT_MS: '300' });
  try {
    assert.equal(titleOf(await pageAt('/events/fair', nginx)), 'Onsale');
    assert.equal(hanging.asked.length, 1);
  } finally {
    await nginx.stop();
    await hanging.close();
  }
});

test('the gateway learns nothing of who asks for a page', async () => {
  const before = door.gateway.asked.length;
  const headers = { cookie: 'a=b', 'user-agent': 'curious', referer: 'https://elsewhere.example/' };
  await ask(door.nginx, '/events/fair?from=letter', { headers });
  const [asked, ...others] = door.gateway.asked.slice(before);
  assert.equal(asked?.url, '/v1/pages/head?path=/events/fair');
  assert.deepEqual(Object.keys(asked?.headers ?? {}).toSorted(), ['host', 'x-request-id']);
  assert.deepEqual(others, []);
});
