import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { eventually, startRedisSentinels } from '@onsale/testing';
import { connectRedis } from '../../src/index.ts';
import { createLogger } from '@onsale/service';

const watched = await startRedisSentinels();
const logger = createLogger({ service: 'test', instance: 'test', level: 'silent' });
const config = { ...watched.environment, REDIS_HOST: '', REDIS_PORT: 0 };
const redis = await connectRedis(config, { logger, name: 'test' });
after(async () => {
  await redis.close();
  await watched.stop();
});

const PATIENCE_MS = 60_000;

/** Waits until a message published on the channel is received again. */
async function untilHeard(heard: readonly string[]): Promise<void> {
  const before = heard.length;
  await eventually(
    async () => {
      await redis.command('', ['SPUBLISH', 'news', 'here']).catch(() => undefined);
      return heard.length;
    },
    (count) => count > before,
    PATIENCE_MS,
  );
}

test('a master replaced while alive is abandoned for the new one', async () => {
  const subscriber = await redis.another('sub');
  const heard: string[] = [];
  await subscriber.subscribe('news', (message) => heard.push(message));
  await redis.command('', ['SET', 'key', 'before']);
  const before = await watched.master();
  await watched.failOver();
  // Redis itself closes the connections; none may go back to the old master, though it answers.
  await eventually(
    async () => await redis.command('', ['SET', 'key', 'after']).catch(String),
    (answer) => answer === 'OK',
    PATIENCE_MS,
  );
  const now = await watched.master();
  assert.notEqual(now, before);
  assert.equal(await now?.command('GET', 'key'), 'after');
  await untilHeard(heard);
  await subscriber.close();
});

test('a killed master is replaced and comes back as a replica', async () => {
  const subscriber = await redis.another('sub');
  const heard: string[] = [];
  let missed = 0;
  subscriber.onReconnect(() => (missed += 1));
  await subscriber.subscribe('news', (message) => heard.push(message));
  const session = redis.session('');
  await session.command('', ['SET', 'key', 'before']);
  const reader = await redis.another('read');
  const blocked = assert.rejects(reader.command('', ['BLPOP', 'nothing', '30']));
  const dead = await watched.master();
  await dead?.kill('SIGKILL');
  await blocked;
  await eventually(
    async () => redis.isReady(),
    (isReady) => !isReady,
  );
  // It may briefly consider itself master again; it must not be trusted.
  const master = async () => await watched.master();
  await eventually(master, (now) => now !== undefined && now !== dead, PATIENCE_MS);
  await dead?.restart();
  await eventually(
    async () => await redis.command('', ['SET', 'key', 'after']).catch(String),
    (answer) => answer === 'OK',
    PATIENCE_MS,
  );
  assert.equal(await (await watched.master())?.command('GET', 'key'), 'after');
  await assert.rejects(session.command('', ['GET', 'key']));
  await untilHeard(heard);
  assert.ok(missed > 0, 'listeners should be told that messages may have been missed');
  await watched.untilWhole();
  await Promise.all([subscriber.close(), reader.close()]);
});

/** Connects until the first error is logged, and returns it. */
async function firstError(different: Record<string, string>): Promise<string> {
  const ending = new AbortController();
  let logged = '';
  const destination = {
    write: (line: string) => {
      logged += line;
      ending.abort();
    },
  };
  const telling = createLogger({ service: 'test', instance: 'test', level: 'error', destination });
  const options = { logger: telling, name: 'test', signal: ending.signal };
  await assert.rejects(connectRedis({ ...config, ...different }, options), /stopped before/);
  return logged;
}

test('connecting waits until the sentinels know the master, and can be aborted', async () => {
  const reason = await firstError({ REDIS_SENTINEL_MASTER: 'another' });
  assert.match(reason, /a sentinel does not know a master named another/);
});

test('a server named as master that is not one is not used', async () => {
  const master = await watched.master();
  const replica = watched.nodes.find((node) => node !== master);
  assert.ok(replica !== undefined);
  const [, port] = (await replica.command('CONFIG', 'GET', 'port')) as [string, string];
  // A quorum too high for any failover.
  await watched.sentinel('MONITOR', 'wrong', '127.0.0.1', port, '9');
  const [sentinel = ''] = watched.environment.REDIS_SENTINELS.split(',');
  const reason = await firstError({ REDIS_SENTINELS: sentinel, REDIS_SENTINEL_MASTER: 'wrong' });
  assert.match(reason, /the sentinels name a master whose role is (slave|replica)/);
  await watched.sentinel('REMOVE', 'wrong');
});
