import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { openEntryClient, pathOf } from './entry-client.ts';

const MAX_BYTES = 100_000;
const client = openEntryClient({ MAX_BYTES: String(MAX_BYTES) });
const { send, create } = client;
const textOf = (bytes: number) => ({ text: 'x'.repeat(bytes) });

const redis = async (...command: string[]) => await client.service.redis.command(...command);

beforeEach(async () => {
  const keys = (await redis('KEYS', '{kv}:*')) as string[];
  if (keys.length > 0) await redis('DEL', ...keys);
});

/** The counted bytes, which must equal the sum over all existing entries. */
async function countedBytes(): Promise<number> {
  const sizes = ((await redis('HVALS', '{kv}:sizes')) as string[]).map(Number);
  const bytes = Number(await redis('GET', '{kv}:bytes'));
  assert.equal(
    bytes,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  return bytes;
}

/** As if the key had expired. */
async function end(key: string): Promise<void> {
  await redis('DEL', `{kv}:entry:${key}`);
  assert.equal(await redis('ZADD', '{kv}:ends', 'XX', 'CH', '1', key), 1);
}

test('a value that does not fit is refused with 507 and changes nothing', async () => {
  assert.equal((await create('a', textOf(60_000))).status, 201);
  const before = await countedBytes();
  const refused = await create('b', textOf(60_000));
  assert.deepEqual([refused.status, refused.code()], [507, 'STORAGE_FULL']);
  assert.equal((await send('GET', pathOf('b'))).status, 404);
  const grown = await send('PUT', pathOf('a'), { body: { value: textOf(120_000) } });
  assert.deepEqual([grown.status, grown.code()], [507, 'STORAGE_FULL']);
  assert.equal(await countedBytes(), before);
  assert.equal((await create('b', textOf(30_000))).status, 201);
});

test('a smaller value and a deleted key free space', async () => {
  await create('a', textOf(90_000));
  assert.equal((await send('PUT', pathOf('a'), { body: { value: textOf(10) } })).status, 200);
  assert.equal((await create('b', textOf(90_000))).status, 201);
  await send('DELETE', pathOf('a'));
  await send('DELETE', pathOf('b'));
  assert.equal(await countedBytes(), 0);
});

test('with a lowered limit, values may still shrink and be deleted', async () => {
  await create('a', textOf(90_000));
  await redis('INCRBY', '{kv}:bytes', '1000000');
  assert.equal((await send('PUT', pathOf('a'), { body: { value: textOf(80_000) } })).status, 200);
  assert.equal((await send('DELETE', pathOf('a'))).status, 200);
});

test('expired keys free their space when it is needed', async () => {
  for (let i = 0; i < 150; i++) {
    const made = await create(`session-${i}`, textOf(100), { ttlSeconds: 60 });
    assert.equal(made.status, 201);
  }
  for (let i = 0; i < 150; i++) await end(`session-${i}`);
  assert.equal((await create('big', textOf(90_000))).status, 201);
  assert.deepEqual(await redis('ZRANGE', '{kv}:names', '0', '-1'), ['big']);
  assert.equal(await redis('HLEN', '{kv}:sizes'), 1);
  await countedBytes();
});

test('a key is counted once, however often it expires and comes back', async () => {
  for (let i = 0; i < 20; i++) {
    assert.equal((await create('again', textOf(20_000), { ttlSeconds: 60 })).status, 201);
    await end('again');
  }
  await create('again', textOf(20_000));
  assert.ok((await countedBytes()) < 22_000);
});

test('listing frees the space of keys removed by hand', async () => {
  await create('a', textOf(50_000));
  await redis('DEL', '{kv}:entry:a');
  await send('GET', '/v1/redis');
  assert.equal(await countedBytes(), 0);
});

/** What a key has in the tables of all keys and of those that end: an entry there, and two buckets each. */
const TABLES_BYTES = 88;

test('many small values take no more memory than is counted', async () => {
  let count = 0;
  while ((await create(`small-${count}`, {}, { ttlSeconds: 3600 })).status === 201) count += 1;
  assert.ok(count > 100);
  // Each key by itself: what Redis uses as a whole has the buffers of connections in it, which come and go.
  let taken = count * TABLES_BYTES;
  for (const key of (await redis('KEYS', '{kv}:*')) as string[]) {
    taken += Number(await redis('MEMORY', 'USAGE', key, 'SAMPLES', '0'));
  }
  assert.ok(taken > MAX_BYTES / 2);
  assert.ok(taken <= MAX_BYTES * 1.2, `${count} values take ${taken} bytes`);
});
