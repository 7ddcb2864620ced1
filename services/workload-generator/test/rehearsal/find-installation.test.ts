import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { freePorts } from '@onsale/testing';
import { findInstallation } from '../../src/rehearsal/find-installation.ts';

// The books of a bank are looked at before the sale, because a sale that nobody can count is played in vain.

const TOKEN = 'token-of-the-bank';
const server = createServer(({ url, headers }, response) => {
  const isBank = url === '/books' && headers.authorization === `Bearer ${TOKEN}`;
  response.statusCode = url === '/livez' || isBank ? 200 : 404;
  response.end('{}');
});
let address: string;
before(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => server.close());

const find = async (
  bank: { BANK_URL: string; BANK_TOKEN: string },
  { log = false, say = (_line: string): void => undefined } = {},
) =>
  await findInstallation(
    { start: false, url: address, consoleUrl: address, allowedHost: undefined, log },
    { SHOP_URL: address, CONSOLE_URL: address, OFFICE_API_KEY: 'key', ...bank },
    { version: 'test', say },
  );

test('finds the bank whose books it can read', async () => {
  const { bank, kind } = await find({ BANK_URL: `${address}/`, BANK_TOKEN: TOKEN });
  assert.deepEqual([bank, kind], [{ url: address, token: TOKEN }, 'running']);
});

test('refuses to play where the books of the bank are closed, or nobody answers', async () => {
  const closed = find({ BANK_URL: address, BANK_TOKEN: 'another' });
  await assert.rejects(
    closed,
    /the bank at .* answers 404 when .* set BANK_URL and BANK_TOKEN_FILE/,
  );
  const nobody = find({ BANK_URL: 'http://127.0.0.1:1', BANK_TOKEN: TOKEN });
  await assert.rejects(nobody, /does not answer/);
});

test('sends the token of a bank to no host that may be public', async () => {
  await assert.rejects(
    find({ BANK_URL: 'https://bank.example', BANK_TOKEN: TOKEN }),
    /--allow-host bank\.example/,
  );
});

test('a Job waits for those who let it through a moment after its start', async () => {
  const late = createServer((_request, response) => response.end('{}'));
  const [port = 0] = await freePorts(1);
  const bankUrl = `http://127.0.0.1:${port}`;
  const said: string[] = [];
  const say = (line: string) => {
    said.push(line);
    late.listen(port, '127.0.0.1');
  };
  const { bank } = await find({ BANK_URL: bankUrl, BANK_TOKEN: TOKEN }, { log: true, say });
  assert.equal(bank?.url, bankUrl);
  assert.deepEqual(said, [`waiting for ${bankUrl}`]);
  late.close();
});
