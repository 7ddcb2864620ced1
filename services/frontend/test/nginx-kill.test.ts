import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Nginx, startNginx } from '@onsale/testing/site';
import { type EchoServer, startEchoServer } from './echo-server.ts';
import { ask, json } from './test-door.ts';

// `npm start` lets pages of the shop kill its processes, and nobody else.

const TOKEN = 'a-token-that-no-page-knows';
let folder: string;
let local: EchoServer;
let nginx: Nginx;
let without: Nginx;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onsale-kill-'));
  await writeFile(join(folder, 'token'), `${TOKEN}\n`);
  local = await startEchoServer();
  const environment = { LOCAL_URL: local.url, LOCAL_TOKEN_FILE: join(folder, 'token') };
  // As with a shop that has other names too.
  nginx = await startNginx({ ...environment, CORS_ORIGINS: 'https://partner.example' });
  without = await startNginx({ ...environment, LAB: 'off' });
});
after(async () => {
  await Promise.all([nginx.stop(), without.stop()]);
  await local.close();
  await rm(folder, { recursive: true });
});

const kill = async (headers: Record<string, string>, server = nginx) =>
  await ask(server, '/local/kill', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: '{}',
  });

for (const host of ['localhost:8080', '127.0.0.1:8080', '[::1]:8080', 'LocalHost:8080']) {
  test(`a page of the shop at ${host} may kill a process, without knowing the token`, async () => {
    const answer = await kill({ host, origin: `http://${host.toLowerCase()}` });
    assert.equal(answer.status, 200);
    const { headers } = local.asked.at(-1) ?? {};
    assert.equal(headers?.['authorization'], `Bearer ${TOKEN}`);
  });
}

const host = 'localhost:8080';
const REFUSED: Record<string, Record<string, string>> = {
  'a page of another site': { host, origin: 'https://evil.example' },
  'a page of another port': { host, origin: 'http://localhost:3000' },
  'a page of a site that may place orders': { host, origin: 'https://partner.example' },
  'a page without an origin': { host, origin: 'null' },
  'a page by a name of its own that leads here': {
    host: 'evil.example:8080',
    origin: 'http://evil.example:8080',
  },
  'what does not say where it comes from': { host },
  'what brings a token': { host, authorization: `Bearer ${TOKEN}` },
};
for (const [who, headers] of Object.entries(REFUSED)) {
  test(`${who} can kill nothing`, async () => {
    const before = local.asked.length;
    const answer = await kill(headers);
    assert.equal(answer.status, 403);
    assert.equal(json(answer)['code'], 'FORBIDDEN_HOST');
    assert.equal(local.asked.length, before);
  });
}

test('the page is told whether there is something to kill', async () => {
  assert.equal(json(await ask(nginx, '/config.json'))['kill'], true);
  assert.equal(json(await ask(without, '/config.json'))['kill'], false);
});

test('without the laboratory nothing can be killed', async () => {
  const before = local.asked.length;
  const { status } = await kill({ host, origin: `http://${host}` }, without);
  assert.ok(status === 404 || status === 405, String(status));
  assert.equal(local.asked.length, before);
});
