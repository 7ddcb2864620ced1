import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from '@onsale/testing';
import { createFencedUser, startTestService, type TestService } from './harness.ts';

let service: TestService;
before(async () => {
  service = await startTestService();
});
after(() => service.stop());

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

async function send(
  method: Method,
  path: string,
  options: { body?: unknown; text?: string | Buffer; headers?: Record<string, string> } = {},
) {
  const payload = options.text ?? (options.body === undefined ? '' : JSON.stringify(options.body));
  const answer = await service.app.inject({
    method,
    url: path,
    headers: {
      ...(payload.length === 0 ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(payload.length === 0 ? {} : { payload }),
  });
  return {
    status: answer.statusCode,
    text: answer.body,
    headers: answer.headers,
    etag: String(answer.headers['etag']),
    json: () => answer.json<Record<string, unknown>>(),
    code: () => answer.json<{ code: string }>().code,
  };
}

const path = (key: string) => `/v1/redis/${encodeURIComponent(key)}`;
const create = (key: string, value: unknown = {}, more: object = {}) =>
  send('POST', '/v1/redis', { body: { key, value, ...more } });

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

void test('lets one of many creators of a key win', async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) => create('contested', { winner: i })),
  );
  const won = answers.flatMap(({ status }, i) => (status === 201 ? [i] : []));
  assert.equal(won.length, 1);
  assert.ok(answers.every(({ status }) => status === 201 || status === 409));
  assert.ok(answers.every((answer) => answer.status === 201 || answer.code() === 'KEY_EXISTS'));
  assert.deepEqual((await send('GET', path('contested'))).json()['value'], { winner: won[0] });
});

void test('keeps a value exactly as it was sent', async () => {
  const value =
    '{"z":1.0, "big":123456789012345678901234567890,"10":"ten","2":"two","e":1E400,' +
    String.raw`"ü":"\u00fc😀\ud800","a":{"":[{}, null ,true]}}`;
  const made = await send('POST', '/v1/redis', { text: `{"value":${value},"key":"exact"}` });
  assert.equal(made.status, 201);
  assert.equal((await send('GET', path('exact'))).text, `{"key":"exact","value":${value}}`);
  const other = '{"b":0.10,"a":-0}';
  assert.equal((await send('PUT', path('exact'), { text: `{"value" : ${other} }` })).status, 200);
  assert.equal((await send('GET', path('exact'))).text, `{"key":"exact","value":${other}}`);
});

void test('takes any characters in a key, counted as characters', async () => {
  const keys = [
    ...['a/b', 'ü', 'with spaces', '%2F', 'a%b', '...', '?x=1#y', '*', '[a-z]*', '\\', '"quoted"'],
    ...['{s0}:order:1', '__proto__', 'constructor', '名前', '😀'.repeat(512), 'k'.repeat(512)],
  ];
  for (const key of keys) {
    assert.equal((await create(key, { of: key.slice(0, 20) })).status, 201, key);
    const read = await send('GET', path(key));
    assert.deepEqual([read.status, read.json()['key']], [200, key]);
    assert.equal((await send('PUT', path(key), { body: { value: {} } })).status, 200);
    assert.equal((await send('DELETE', path(key))).status, 200);
  }
});

void test('refuses a key that is none, in body and path, and says why', async () => {
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

void test('refuses a body that is wrong, and changes nothing', async () => {
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
    const put = await send('PUT', path('kept'), { text: `{${body}}` });
    assert.equal(put.status, 400, body.slice(0, 80));
  }
  for (const text of ['[]', '"x"', 'null', '1', '{"key":"new"', 'key=new']) {
    assert.equal((await send('POST', '/v1/redis', { text })).status, 400, text);
  }
  assert.equal((await send('POST', '/v1/redis')).status, 400);
  assert.equal((await send('GET', path('new'))).status, 404);
  assert.deepEqual((await send('GET', path('kept'))).json()['value'], { is: 'kept' });
});

void test('reads JSON only', async () => {
  for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
    const refused = await send('POST', '/v1/redis', {
      text: '{"key":"typed","value":{}}',
      headers: { 'content-type': type },
    });
    assert.deepEqual([refused.status, refused.code()], [415, 'UNSUPPORTED_MEDIA_TYPE']);
  }
});

void test('takes a value of 1 MiB and answers 413 above', async () => {
  const sized = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`;
  const largest = sized(1024 * 1024);
  const post = (value: string) =>
    send('POST', '/v1/redis', { text: `{"key":"large","value":${value}}` });
  const larger = await post(sized(1024 * 1024 + 1));
  assert.deepEqual([larger.status, larger.code()], [413, 'VALUE_TOO_LARGE']);
  const huge = await post(sized(2 * 1024 * 1024));
  assert.deepEqual([huge.status, huge.code()], [413, 'BODY_TOO_LARGE']);
  assert.equal((await post(largest)).status, 201);
  assert.equal((await send('GET', path('large'))).text, `{"key":"large","value":${largest}}`);
});

void test('changes a key only while its ETag matches', async () => {
  const { etag } = await create('versioned', { n: 1 });
  const put = (n: number, match: string) =>
    send('PUT', path('versioned'), { body: { value: { n } }, headers: { 'if-match': match } });

  const second = await put(2, etag);
  assert.equal(second.status, 200);
  assert.notEqual(second.etag, etag);
  for (const stale of [etag, `W/${second.etag}`, '"unknown"']) {
    const refused = await put(3, stale);
    assert.deepEqual([refused.status, refused.code()], [412, 'ETAG_MISMATCH']);
    const kept = await send('DELETE', path('versioned'), { headers: { 'if-match': stale } });
    assert.equal(kept.status, 412);
  }
  for (const broken of ['unquoted', '', '"a', '*, "a"']) {
    if (broken !== '') assert.equal((await put(3, broken)).status, 400, broken);
  }
  assert.deepEqual((await send('GET', path('versioned'))).json()['value'], { n: 2 });
  assert.equal((await put(3, `"other", ${second.etag}`)).status, 200);
  assert.equal((await put(4, '*')).status, 200);

  // Of many that read the same version, one may write.
  const { etag: seen } = await send('GET', path('versioned'));
  const answers = await Promise.all([10, 11, 12, 13, 14, 15].map((n) => put(n, seen)));
  assert.equal(answers.filter(({ status }) => status === 200).length, 1);
  assert.equal(answers.filter(({ status }) => status === 412).length, 5);

  const { etag: last } = await send('GET', path('versioned'));
  const same = await send('GET', path('versioned'), { headers: { 'if-none-match': last } });
  assert.deepEqual([same.status, same.text], [304, '']);
  const gone = await send('DELETE', path('versioned'), { headers: { 'if-match': last } });
  assert.equal(gone.status, 200);
  assert.equal((await put(1, last)).status, 404);
});

void test('ends a key with ttlSeconds, which a replacement keeps unless it names another', async () => {
  const ttl = async (key: string) =>
    Number(await service.redis.command('TTL', `{kv}:entry:${key}`));
  await create('session', {}, { ttlSeconds: 100 });
  assert.ok((await ttl('session')) > 90);
  await send('PUT', path('session'), { body: { value: { a: 1 } } });
  assert.ok((await ttl('session')) > 90);
  await send('PUT', path('session'), { body: { value: {}, ttlSeconds: 1000 } });
  assert.ok((await ttl('session')) > 900);
  await create('lasting');
  assert.equal(await ttl('lasting'), -1);

  await create('brief', {}, { ttlSeconds: 1 });
  await eventually(
    () => send('GET', path('brief')),
    ({ status }) => status === 404,
  );
  // A new key clears up behind the ended one, that nobody listed.
  await create('brief-successor');
  assert.equal(await service.redis.command('ZSCORE', '{kv}:names', 'brief'), null);
  assert.equal(await service.redis.command('ZSCORE', '{kv}:ends', 'brief'), null);
  assert.equal((await create('brief')).status, 201);
});

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

  // What was deleted, or removed from Redis by hand, is no longer listed.
  await send('DELETE', path('list:03'));
  await service.redis.command('DEL', '{kv}:entry:list:04');
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

void test('refuses a query that makes no sense', async () => {
  const foreign = Buffer.from('aaa').toString('base64url');
  for (const query of [
    ...['limit=0', 'limit=1001', 'limit=-1', 'limit=ten', 'limit=', 'cursor=', 'cursor=%20'],
    ...[`prefix=b&cursor=${foreign}`, 'prefix=%00', `prefix=${'p'.repeat(513)}`, 'limit=1&limit=2'],
  ]) {
    const refused = await send('GET', `/v1/redis?${query}`);
    assert.deepEqual([refused.status, refused.code()], [400, 'INVALID_REQUEST'], query);
  }
});

void test('answers 409 for a key that is another type in Redis, and leaves it', async () => {
  await service.redis.command('RPUSH', '{kv}:entry:foreign', 'a');
  await service.redis.command('SET', '{kv}:entry:words', 'no json');
  const answers = [
    await create('foreign'),
    await send('GET', path('foreign')),
    await send('PUT', path('foreign'), { body: { value: {} } }),
    await send('DELETE', path('foreign')),
    await send('GET', path('words')),
  ];
  for (const answer of answers) {
    assert.deepEqual([answer.status, answer.code()], [409, 'WRONG_TYPE']);
  }
  assert.match(answers[0]?.text ?? '', /holds a list/);
  assert.deepEqual(await service.redis.command('LRANGE', '{kv}:entry:foreign', '0', '-1'), ['a']);
});

void test('describes itself', async () => {
  const document = (await send('GET', '/openapi.json')).json();
  assert.deepEqual(Object.keys(document['paths'] as object), ['/redis', '/redis/{key}']);
  assert.equal((await send('GET', '/livez')).status, 200);
  assert.equal((await send('GET', '/readyz')).status, 200);
  assert.match((await send('GET', '/metrics')).text, /route="\/redis\/:key"/);
});

void test('answers 503 within a second while Redis hangs or is away, and recovers', async () => {
  process.kill(service.redis.pid, 'SIGSTOP');
  try {
    const start = performance.now();
    const answers = await Promise.all([send('GET', path('x')), create('hanging')]);
    assert.ok(performance.now() - start < 1000);
    for (const answer of answers) {
      assert.deepEqual([answer.status, answer.code()], [503, 'REDIS_UNAVAILABLE']);
      assert.equal(answer.headers['retry-after'], '1');
    }
  } finally {
    process.kill(service.redis.pid, 'SIGCONT');
  }
  await service.redis.kill('SIGKILL');
  assert.equal((await send('GET', path('x'))).status, 503);
  assert.equal((await send('GET', '/livez')).status, 200);
  await service.redis.restart();
  await createFencedUser(service.redis);
  await eventually(
    () => send('GET', path('kept')),
    ({ status }) => status === 200,
  );
  assert.equal((await create('after restart')).status, 201);
});
