import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEntryClient, pathOf } from './entry-client.ts';

const { send, create } = openEntryClient();

void test('accepts any characters in a key, and counts characters rather than bytes', async () => {
  const keys = [
    ...['a/b', 'ü', 'with spaces', '%2F', 'a%b', '...', '?x=1#y', '*', '[a-z]*', '\\', '"quoted"'],
    ...['{s0}:order:1', '__proto__', 'constructor', '名前', '😀'.repeat(512), 'k'.repeat(512)],
  ];
  for (const key of keys) {
    assert.equal((await create(key, { of: key.slice(0, 20) })).status, 201, key);
    const read = await send('GET', pathOf(key));
    assert.deepEqual([read.status, read.json()['key']], [200, key]);
    assert.equal((await send('PUT', pathOf(key), { body: { value: {} } })).status, 200);
    assert.equal((await send('DELETE', pathOf(key))).status, 200);
  }
});

void test('refuses an invalid key in body or path, and says why', async () => {
  for (const key of ['', 'a\nb', '\u0000', '\u007f', '\ud800', 'k'.repeat(513), '😀'.repeat(513)]) {
    const refused = await create(key);
    assert.deepEqual([refused.status, refused.code()], [400, 'INVALID_REQUEST']);
    assert.match(refused.text, /key must/);
  }
  for (const name of ['a%0Ab', '%00', 'k'.repeat(513), encodeURIComponent('😀'.repeat(513)), '']) {
    for (const method of ['GET', 'DELETE'] as const) {
      const refused = await send(method, `/v1/redis/${name}`);
      assert.deepEqual([refused.status, refused.code()], [400, 'INVALID_REQUEST'], name);
    }
  }
  assert.equal((await send('GET', '/v1/redis/%FF')).status, 400);
  for (const key of [1, null, ['a'], { a: 1 }]) {
    assert.equal((await send('POST', '/v1/redis', { body: { key, value: {} } })).status, 400);
  }
});

void test('refuses an invalid body, and changes nothing', async () => {
  await create('kept', { is: 'kept' });
  const nested = `${'{"a":'.repeat(1000)}1${'}'.repeat(1000)}`;
  const values = ['[1]', '"text"', '1', 'null', 'true', nested, '{"__proto__":{"a":1}}'];
  const bodies = [
    ...values.map((value) => `"value":${value}`),
    ...[
      '',
      '"valeu":{}',
      '"value":{},"more":1',
      '"value":{},"ttlSeconds":0',
      '"value":{},"value":{}',
    ],
    ...[
      '"value":{},"ttlSeconds":"60"',
      '"value":{},"ttlSeconds":1.5',
      '"value":{},"ttlSeconds":-1',
    ],
    ...['"value":{},"ttlSeconds":1e10', '"value":{},"__proto__":{}', '"value":{"a":}', '"value"'],
  ];
  for (const body of bodies) {
    const comma = body === '' ? '' : ',';
    const posted = await send('POST', '/v1/redis', { text: `{"key":"new"${comma}${body}}` });
    assert.equal(posted.status, 400, body.slice(0, 80));
    assert.match(posted.code(), /^INVALID_(REQUEST|JSON)$/);
    const put = await send('PUT', pathOf('kept'), { text: `{${body}}` });
    assert.equal(put.status, 400, body.slice(0, 80));
  }
  for (const text of ['[]', '"x"', 'null', '1', '{"key":"new"', 'key=new']) {
    assert.equal((await send('POST', '/v1/redis', { text })).status, 400, text);
  }
  assert.equal((await send('POST', '/v1/redis')).status, 415);
  assert.equal((await send('GET', pathOf('new'))).status, 404);
  assert.deepEqual((await send('GET', pathOf('kept'))).json()['value'], { is: 'kept' });
});

void test('accepts only JSON', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
    const refused = await send('POST', '/v1/redis', {
      text: '{"key":"typed","value":{}}',
      headers: { 'content-type': type },
    });
    assert.deepEqual([refused.status, refused.code()], [415, 'UNSUPPORTED_MEDIA_TYPE']);
  }
});

void test('accepts a value of 1 MiB and responds 413 above that', async () => {
  const sized = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`;
  const largest = sized(1024 * 1024);
  const post = (value: string) =>
    send('POST', '/v1/redis', { text: `{"key":"large","value":${value}}` });
  const larger = await post(sized(1024 * 1024 + 1));
  assert.deepEqual([larger.status, larger.code()], [413, 'VALUE_TOO_LARGE']);
  const huge = await post(sized(2 * 1024 * 1024));
  assert.deepEqual([huge.status, huge.code()], [413, 'BODY_TOO_LARGE']);
  assert.equal((await post(largest)).status, 201);
  assert.equal((await send('GET', pathOf('large'))).text, `{"key":"large","value":${largest}}`);
});
