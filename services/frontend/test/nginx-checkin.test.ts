import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Answer, ask, openDoor } from './test-door.ts';

// The app of the entrance, on the console's port.

const pages = mkdtempSync(join(tmpdir(), 'onsale-pages-'));
after(() => rmSync(pages, { recursive: true }));
const files = {
  'index.html': 'the shop',
  'robots.txt': 'User-agent: *\n',
  'console/index.html': 'the console',
  'console/checkin/index.html': 'the app',
  'console/checkin/worker.js': 'worker',
  'console/checkin/manifest.webmanifest': '{}',
  'console/checkin/icon-192.png': 'icon',
  'console/checkin/assets/a-1.js': 'script',
  'console/checkin/assets/page-1.html': 'the app',
  'console/checkin/assets/reader-1.wasm': 'program',
};
mkdirSync(join(pages, 'console/checkin/assets'), { recursive: true });
for (const [file, content] of Object.entries(files)) writeFileSync(join(pages, file), content);

const door = openDoor({ WEB_ROOT: pages });
const alone = openDoor({ WEB_ROOT: pages, OFFICE_URL: '' });

const get = async (path: string): Promise<Answer> =>
  await ask({ url: door.nginx.consoleUrl }, path);
const header = async (path: string, name: string) => String((await get(path)).headers[name]);

test('every address below /checkin/ is the app', async () => {
  for (const path of ['/checkin/', '/checkin/index.html', '/checkin/log', '/checkin/a/b?c=d']) {
    const { status, body } = await get(path);
    assert.deepEqual([status, String(body)], [200, 'the app'], path);
  }
  for (const path of ['/checkins', '/checkin-log']) {
    assert.equal(String((await get(path)).body), 'the console', path);
  }
  assert.equal((await get('/checkin/assets/gone.js')).status, 404);
});

test('without the slash it leads there, whatever stands in front of this server', async () => {
  for (const [path, location] of [
    ['/checkin', '/checkin/'],
    ['/checkin?a=b', '/checkin/?a=b'],
  ] as const) {
    const { status, headers } = await get(path);
    assert.deepEqual([status, headers.location], [301, location]);
  }
});

test('the app alone may use a camera and WebAssembly, and nobody may frame it', async () => {
  for (const path of ['/checkin/', '/checkin/log', '/checkin/assets/page-1.html']) {
    const { headers } = await get(path);
    const policy = String(headers['content-security-policy']);
    assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'; worker-src 'self';/);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
    assert.match(policy, /frame-ancestors 'none'/);
    assert.equal(headers['x-frame-options'], 'DENY');
    assert.match(String(headers['permissions-policy']), /^camera=\(self\), .*microphone=\(\)/);
  }
  for (const path of ['/', '/events/checkin/entrance', '/checkins', '/api/v1/checkins']) {
    const { headers } = await get(path);
    assert.match(String(headers['permissions-policy']), /^camera=\(\), /, path);
    assert.doesNotMatch(String(headers['content-security-policy']), /wasm|worker-src/, path);
    assert.equal(headers['x-frame-options'], 'SAMEORIGIN', path);
  }
});

test('no address leads out of the app, or into the interface, with the headers of another page', async () => {
  for (const path of [
    ...['/checkin/..%2f', '/checkin/..%2Findex.html', '/checkin/%2e%2e/', '/checkin//..//'],
    ...['/checkin/..%2fapi/v1/mails/1/page', '/x/..%2fapi/v1/mails/1/page', '/.%2fcheckin/'],
  ]) {
    assert.equal((await get(path)).status, 400, path);
  }
  assert.equal((await get('/checkin/log?a=/../b')).status, 200);
});

test('files with a hash are kept for ever, and what leads to them never', async () => {
  for (const file of ['a-1.js', 'page-1.html', 'reader-1.wasm']) {
    assert.match(await header(`/checkin/assets/${file}`, 'cache-control'), /immutable/, file);
  }
  for (const path of ['', 'log', 'index.html', 'worker.js', 'manifest.webmanifest']) {
    assert.equal(await header(`/checkin/${path}`, 'cache-control'), 'no-cache', path);
  }
  assert.equal(await header('/checkin/assets/gone.js', 'cache-control'), 'no-cache');
});

test('each file is of the type that browsers insist on', async () => {
  for (const [file, type] of [
    ['assets/reader-1.wasm', 'application/wasm'],
    ['manifest.webmanifest', 'application/manifest+json'],
    ['worker.js', 'text/javascript; charset=utf-8'],
    ['icon-192.png', 'image/png'],
  ] as const) {
    assert.equal(await header(`/checkin/${file}`, 'content-type'), type);
  }
});

test('the shop has none of it, and neither has a server without an office', async () => {
  for (const { nginx } of [door, alone]) {
    for (const path of ['/checkin', '/checkin/', '/checkin/worker.js']) {
      assert.equal((await ask(nginx, path)).status, 404, path);
    }
  }
});
