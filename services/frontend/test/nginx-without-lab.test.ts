import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ask, json, openDoor, SHOP_PAGES } from './test-door.ts';

const dist = fileURLToPath(new URL('../dist', import.meta.url));
// Nobody can find this host: without the laboratory it must not even be asked for.
const door = openDoor({
  GENERATOR_URL: 'http://no-such-host.invalid',
  AUDIT_URL: 'http://no-such-host.invalid',
  // Nobody has switched it on.
  LAB: '',
});

const CLOSED = [
  '/lab',
  '/lab/',
  '//lab',
  '/%6cab',
  '/events/../lab',
  '/lab/assets/anything.js',
  '/workload/start',
  '/workload/stats',
  '/workload/presets',
  '/workload/rehearsal/reset',
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
  test(`without the laboratory ${path} does not exist`, async () => {
    const before = door.gateway.asked.length + door.generator.asked.length;
    for (const method of ['GET', 'HEAD', 'POST', 'DELETE']) {
      const { status } = await ask(door.nginx, path, { method });
      assert.ok(status === 404 || (status === 405 && method !== 'GET'), `${method}: ${status}`);
    }
    assert.equal(
      door.gateway.asked.length + door.generator.asked.length,
      before,
      'a service was asked',
    );
  });
}

test('without the laboratory the files of the laboratory do not exist', async () => {
  const files = readdirSync(`${dist}/lab/assets`);
  assert.ok(files.some((file) => /^index-.*\.js$/.test(file)));
  for (const file of files) {
    assert.equal((await ask(door.nginx, `/lab/assets/${file}`)).status, 404);
  }
});

test('without the laboratory the shop is as open as ever', async () => {
  for (const page of SHOP_PAGES) assert.equal((await ask(door.nginx, page)).status, 200);
  assert.equal((await ask(door.nginx, '/api/v1/tickets')).status, 200);
  assert.equal((await ask(door.nginx, '/api/v1/orders/01abc')).status, 200);
});

test('without the laboratory the page is told so', async () => {
  assert.equal(json(await ask(door.nginx, '/config.json'))['lab'], false);
});
