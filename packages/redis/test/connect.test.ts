import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { inspect } from 'node:util';
import { eventually, startRedis } from '@onsale/testing';
import {
  connectRedis,
  isOutage,
  isPassing,
  RedisAddressError,
  RedisConnectionError,
} from '../src/index.ts';
import { createLogger } from '@onsale/service';

const server = await startRedis();
const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
const config = { REDIS_URL: server.url, REDIS_HOST: '', REDIS_PORT: 0 };
const redis = await connectRedis(config, { logger, name: 'test' });
after(async () => {
  await redis.close();
  await server.stop();
});

test('a session ends with its connection, even if the next one leads to the same server', async () => {
  let reconnections = 0;
  redis.onReconnect(() => (reconnections += 1));
  const session = redis.session('key');
  assert.equal(await session.command('key', ['SET', 'key', '1']), 'OK');
  const id = String(await redis.command('', ['CLIENT', 'ID']));
  await server.command('CLIENT', 'KILL', 'ID', id);
  await eventually(
    async () => reconnections,
    (count) => count === 1,
  );
  assert.equal(redis.isReady(), true);
  await assert.rejects(session.command('key', ['WAIT', '0', '1']), /has broken/);
  assert.equal(await redis.session('key').command('key', ['WAIT', '0', '1']), 0);
});

test('closing waits for a reply, but not for a server that has died', async () => {
  const dying = await startRedis();
  const client = await connectRedis({ ...config, REDIS_URL: dying.url }, { logger, name: 'test' });
  const asked = assert.rejects(client.command('', ['BLPOP', 'nothing', '30']));
  const answered = client.command('', ['PING']).catch(() => 'too late');
  const closed = client.close();
  await dying.kill('SIGKILL');
  await Promise.all([asked, answered, closed]);
  await dying.stop();
});

test('an invalid address is refused without revealing its password', async () => {
  const wrong = [
    'redis://u:hunter/2@h',
    'redis://u:%hunter@h',
    'redis://h,redis://:hunter@h:99999',
  ];
  for (const REDIS_URL of wrong) {
    await assert.rejects(
      connectRedis({ ...config, REDIS_URL }, { logger, name: 'test' }),
      (error) => error instanceof RedisAddressError && !inspect(error).includes('hunter'),
    );
  }
});

test('temporary states, lasting ones and errors are told apart', () => {
  const kinds = (message: string) => [isPassing(new Error(message)), isOutage(new Error(message))];
  for (const message of [
    'CLUSTERDOWN The cluster is down',
    'TRYAGAIN Multiple keys request during rehashing of slot',
    'MOVED 12182 127.0.0.1:7001',
    'ASK 12182 127.0.0.1:7001',
    "READONLY You can't write against a read only replica.",
    'LOADING Redis is loading the dataset in memory',
  ]) {
    assert.deepEqual(kinds(message), [true, true], message);
  }
  assert.deepEqual(kinds("OOM command not allowed when used memory > 'maxmemory'."), [false, true]);
  assert.deepEqual(kinds('ERR wrong number of arguments'), [false, false]);
  assert.deepEqual(kinds('WRONGTYPE Operation against a key'), [false, false]);
  assert.deepEqual(kinds('the record of an order is malformed'), [false, false]);
  const lost = new RedisConnectionError('Socket closed unexpectedly');
  assert.deepEqual([isPassing(lost), isOutage(lost)], [true, true]);
});

test('a command interrupted by a lost connection is rejected as such', async () => {
  const dying = await startRedis();
  const client = await connectRedis({ ...config, REDIS_URL: dying.url }, { logger, name: 'test' });
  const asked = assert.rejects(client.command('', ['BLPOP', 'nothing', '30']), isPassing);
  await dying.kill('SIGKILL');
  await asked;
  await assert.rejects(client.command('', ['PING']), isPassing);
  await client.close();
  await dying.stop();
});
