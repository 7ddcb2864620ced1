import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEntryClient, pathOf } from './entry-client.ts';

const client = openEntryClient();
const { send, create } = client;

void test('lists keys by prefix, page by page, each once and in order', async () => {
  const names = Array.from({ length: 25 }, (_, i) => `list:${String(i).padStart(2, '0')}`);
  await Promise.all([...names, 'list', 'lisz', 'liſt:ü', 'list;*'].map((name) => create(name)));
  const found: unknown[] = [];
  let cursor: string | null = '';
  let pages = 0;
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const page: Record<string, unknown> = (
      await send('GET', `/v1/redis?prefix=list:&limit=10${query}`)
    ).json();
    assert.ok(Array.isArray(page['keys']) && page['keys'].length <= 10);
    found.push(...(page['keys'] as unknown[]));
    cursor = page['cursor'] as string | null;
    pages++;
  }
  assert.deepEqual([found, pages], [names, 3]);

  // Keys deleted, or removed from Redis by hand, are no longer listed.
  await send('DELETE', pathOf('list:03'));
  await client.service.redis.command('DEL', '{kv}:entry:list:04');
  const { keys } = (await send('GET', '/v1/redis?prefix=list:0')).json();
  assert.deepEqual(
    keys,
    names.slice(0, 10).filter((name) => !/0[34]$/.test(name)),
  );
  const none = await send('GET', `/redis?prefix=${encodeURIComponent('*')}`);
  assert.deepEqual(none.json(), { keys: [], cursor: null });
  const all = (await send('GET', '/v1/redis?limit=1000')).json()['keys'] as string[];
  assert.ok(all.includes('list;*') && all.includes('liſt:ü'));
});

void test('refuses an invalid query', async () => {
  const foreign = Buffer.from('aaa').toString('base64url');
  for (const query of [
    ...['limit=0', 'limit=1001', 'limit=-1', 'limit=ten', 'limit=', 'cursor=', 'cursor=%20'],
    ...[`prefix=b&cursor=${foreign}`, 'prefix=%00', `prefix=${'p'.repeat(513)}`, 'limit=1&limit=2'],
  ]) {
    const refused = await send('GET', `/v1/redis?${query}`);
    assert.deepEqual([refused.status, refused.code()], [400, 'INVALID_REQUEST'], query);
  }
});
