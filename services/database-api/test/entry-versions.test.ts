import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '@onsale/testing';
import { openEntryClient, pathOf } from './entry-client.ts';

const client = openEntryClient();
const { send, create } = client;

void test('changes a key only if its ETag matches', async () => {
  const { etag } = await create('versioned', { n: 1 });
  const put = (n: number, match: string) =>
    send('PUT', pathOf('versioned'), { body: { value: { n } }, headers: { 'if-match': match } });

  const second = await put(2, etag);
  assert.equal(second.status, 200);
  assert.notEqual(second.etag, etag);
  for (const stale of [etag, `W/${second.etag}`, '"unknown"']) {
    const refused = await put(3, stale);
    assert.deepEqual([refused.status, refused.code()], [412, 'ETAG_MISMATCH']);
    const kept = await send('DELETE', pathOf('versioned'), { headers: { 'if-match': stale } });
    assert.equal(kept.status, 412);
  }
  for (const broken of ['unquoted', '', '"a', '*, "a"']) {
    if (broken !== '') assert.equal((await put(3, broken)).status, 400, broken);
  }
  assert.deepEqual((await send('GET', pathOf('versioned'))).json()['value'], { n: 2 });
  assert.equal((await put(3, `"other", ${second.etag}`)).status, 200);
  assert.equal((await put(4, '*')).status, 200);

  // Of many writers that read the same version, one succeeds.
  const { etag: seen } = await send('GET', pathOf('versioned'));
  const answers = await Promise.all([10, 11, 12, 13, 14, 15].map((n) => put(n, seen)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal(answers.filter(({ status }) => status === 412).length, 5);

  const { etag: last } = await send('GET', pathOf('versioned'));
  const same = await send('GET', pathOf('versioned'), { headers: { 'if-none-match': last } });
  assert.deepEqual([same.status, same.text], [304, '']);
  const gone = await send('DELETE', pathOf('versioned'), { headers: { 'if-match': last } });
  assert.equal(gone.status, 200);
  assert.equal((await put(1, last)).status, 404);
});

void test('a key expires after ttlSeconds, which a replacement keeps unless it sets another', async () => {
  const ttl = async (key: string) =>
    Number(await client.service.redis.command('TTL', `{kv}:entry:${key}`));
  await create('session', {}, { ttlSeconds: 100 });
  assert.ok((await ttl('session')) > 90);
  await send('PUT', pathOf('session'), { body: { value: { a: 1 } } });
  assert.ok((await ttl('session')) > 90);
  await send('PUT', pathOf('session'), { body: { value: {}, ttlSeconds: 1000 } });
  assert.ok((await ttl('session')) > 900);
  await create('lasting');
  assert.equal(await ttl('lasting'), -1);

  await create('brief', {}, { ttlSeconds: 1 });
  await eventually(
    () => send('GET', pathOf('brief')),
    ({ status }) => status === 404,
  );
  // Creating a key removes the expired one, which nobody listed.
  await create('brief-successor');
  assert.equal(await client.service.redis.command('ZSCORE', '{kv}:names', 'brief'), null);
  assert.equal(await client.service.redis.command('ZSCORE', '{kv}:ends', 'brief'), null);
  assert.equal((await create('brief')).status, 201);
});
