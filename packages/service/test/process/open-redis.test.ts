import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { after, before, test } from 'node:test';
import { startRedis, startService, type TestRedis } from '@onsale/testing';

// A Redis that says it is of another version, as long as the number of its characters is the same.

let redis: TestRedis;
let pretender: Server;
let claimed: string;
let url: string;

before(async () => {
  redis = await startRedis();
  const info = String(await redis.command('INFO', 'server'));
  const [, real = ''] = /redis_version:(\S+)/.exec(info) ?? [];
  pretender = createServer((client) => {
    const server = connect(redis.url.replace('unix://', ''));
    const lie = (chunk: Buffer) =>
      chunk
        .toString('latin1')
        .replace(`redis_version:${real}`, `redis_version:${claimed.padEnd(real.length, '0')}`);
    server.on('data', (chunk) => client.write(lie(chunk as Buffer), 'latin1'));
    client.on('data', (chunk) => server.write(chunk));
    for (const socket of [client, server]) {
      socket.on('error', () => undefined);
      socket.on('close', () => [client, server].forEach((each) => each.destroy()));
    }
  }).listen(0, '127.0.0.1');
  await once(pretender, 'listening');
  url = `redis://127.0.0.1:${(pretender.address() as AddressInfo).port}`;
});
after(async () => {
  pretender.close();
  await redis.stop();
});

test('a service ends with one clear line on a Redis that is too old', async () => {
  claimed = '6.2.';
  for (const service of ['order-worker', 'audit']) {
    const process = startService(service, { REDIS_URL: url });
    assert.equal(await process.exited, 1);
    const fatal = process.log.filter(({ level }) => level === 'fatal').map(({ msg }) => msg);
    assert.equal(fatal.length, 1);
    assert.match(
      fatal[0] ?? '',
      /^could not start: Redis 6\.2\.0+ is too old: 7\.0 or newer is required$/,
    );
  }
});

test('a service warns once of a Redis with known security holes, and works', async () => {
  claimed = '7.2.';
  const worker = startService('order-worker', { REDIS_URL: url });
  await worker.ready();
  const warnings = worker.log.filter(({ msg }) => msg.includes('security holes'));
  assert.deepEqual(
    warnings.map(({ level }) => level),
    ['warn'],
  );
  assert.match(warnings[0]?.msg ?? '', /use 7\.2\.16 or newer/);
  await worker.stop();
});
