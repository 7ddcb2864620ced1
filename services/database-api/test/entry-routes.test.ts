import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '@onsale/testing';
import { openEntryClient, pathOf } from './entry-client.ts';
import { createDatabaseApiUser } from './harness.ts';

const client = openEntryClient();
const { send, create } = client;

void test('creates, reads, replaces and deletes a key, under /v1 and at the root', async () => {
  for (const prefix of ['/v1', '']) {
    const url = `${prefix}/redis/user%3A1001`;
    const created = await send('POST', `${prefix}/redis`, {
      body: { key: 'user:1001', value: { name: 'Alice' } },
    });
    assert.equal(created.status, 201);
    assert.deepEqual(created.json(), { message: 'Key created', key: 'user:1001' });
    assert.equal(created.headers['location'], url);

    const read = await send('GET', url);
    assert.equal(read.status, 200);
    assert.equal(read.headers['content-type'], 'application/json; charset=utf-8');
    assert.equal(read.text, '{"key":"user:1001","value":{"name":"Alice"}}');
    assert.equal(read.etag, created.etag);

    const replaced = await send('PUT', url, { body: { value: { name: 'Bob' } } });
    assert.equal(replaced.status, 200);
    assert.deepEqual(replaced.json(), { message: 'Key updated', key: 'user:1001' });
    assert.equal((await send('GET', url)).etag, replaced.etag);

    const deleted = await send('DELETE', url);
    assert.deepEqual(
      [deleted.status, deleted.json()],
      [200, { message: 'Key deleted', key: 'user:1001' }],
    );
    for (const method of ['GET', 'DELETE'] as const) {
      const gone = await send(method, url);
      assert.deepEqual([gone.status, gone.code()], [404, 'KEY_NOT_FOUND']);
    }
    const gone = await send('PUT', url, { body: { value: {} } });
    assert.deepEqual([gone.status, gone.code()], [404, 'KEY_NOT_FOUND']);
  }
});

void test('lets one of many concurrent creators of a key win', async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) => create('contested', { winner: i })),
  );
  const won = answers.flatMap(({ status }, i) => (status === 201 ? [i] : []));
  assert.equal(won.length, 1);
  assert.ok(answers.every(({ status }) => status === 201 || status === 409));
  assert.ok(answers.every((answer) => answer.status === 201 || answer.code() === 'KEY_EXISTS'));
  assert.deepEqual((await send('GET', pathOf('contested'))).json()['value'], { winner: won[0] });
});

void test('keeps a value exactly as sent', async () => {
  const value =
    '{"z":1.0, "big":123456789012345678901234567890,"10":"ten","2":"two","e":1E400,' +
    String.raw`"ü":"\u00fc😀\ud800","a":{"":[{}, null ,true]}}`;
  const made = await send('POST', '/v1/redis', { text: `{"value":${value},"key":"exact"}` });
  assert.equal(made.status, 201);
  assert.equal((await send('GET', pathOf('exact'))).text, `{"key":"exact","value":${value}}`);
  const other = '{"b":0.10,"a":-0}';
  assert.equal((await send('PUT', pathOf('exact'), { text: `{"value" : ${other} }` })).status, 200);
  assert.equal((await send('GET', pathOf('exact'))).text, `{"key":"exact","value":${other}}`);
});

void test('responds 409 for a key of another type in Redis, and leaves it alone', async () => {
  await client.service.redis.command('RPUSH', '{kv}:entry:foreign', 'a');
  await client.service.redis.command('SET', '{kv}:entry:words', 'no json');
  const answers = [
    await create('foreign'),
    await send('GET', pathOf('foreign')),
    await send('PUT', pathOf('foreign'), { body: { value: {} } }),
    await send('DELETE', pathOf('foreign')),
    await send('GET', pathOf('words')),
  ];
  for (const answer of answers) {
    assert.deepEqual([answer.status, answer.code()], [409, 'WRONG_TYPE']);
  }
  assert.match(answers[0]?.text ?? '', /holds a list/);
  assert.deepEqual(await client.service.redis.command('LRANGE', '{kv}:entry:foreign', '0', '-1'), [
    'a',
  ]);
});

void test('publishes its OpenAPI document', async () => {
  const document = (await send('GET', '/openapi.json')).json();
  assert.deepEqual(Object.keys(document['paths'] as object), ['/redis', '/redis/{key}']);
  assert.equal((await send('GET', '/livez')).status, 200);
  assert.equal((await send('GET', '/readyz')).status, 200);
  assert.match((await send('GET', '/metrics')).text, /route="\/redis\/:key"/);
});

void test('responds 503 while Redis hangs or is down, and recovers', async () => {
  await create('kept');
  process.kill(client.service.redis.pid, 'SIGSTOP');
  try {
    const answers = await Promise.all([send('GET', pathOf('x')), create('hanging')]);
    for (const answer of answers) {
      assert.deepEqual([answer.status, answer.code()], [503, 'REDIS_UNAVAILABLE']);
      assert.equal(answer.headers['retry-after'], '1');
    }
  } finally {
    process.kill(client.service.redis.pid, 'SIGCONT');
  }
  await client.service.redis.kill('SIGKILL');
  assert.equal((await send('GET', pathOf('x'))).status, 503);
  assert.equal((await send('GET', '/livez')).status, 200);
  await client.service.redis.restart();
  await createDatabaseApiUser(client.service.redis);
  await eventually(
    () => send('GET', pathOf('kept')),
    ({ status }) => status === 200,
  );
  assert.equal((await create('after restart')).status, 201);
});
