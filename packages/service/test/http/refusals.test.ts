import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import { createHttpServer, type HttpServer } from '../../src/index.ts';

const JSON_TYPE = { 'content-type': 'application/json' };

let app: HttpServer;
let port: number;
let draining = false;
before(async () => {
  const logger = pino({ level: 'silent' });
  app = createHttpServer({ logger, bodyLimitBytes: 1000, isDraining: () => draining });
  app.get('/things/:id', async () => ({}));
  app.put('/things/:id', async () => ({}));
  app.post('/things', { schema: { body: { type: 'object' } } }, async (request) => request.body);
  app.post('/things/all', async () => ({ done: true }));
  app.delete('/empty/:id', async () => ({ done: true }));
  app.post('/forms', { config: { acceptsForms: true } }, async () => ({ done: true }));
  port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
});
after(() => app.close());

/** Sends bytes as they are, and reads until the server has closed the connection. */
async function send(text: string): Promise<{ status: number; head: string; body: string }> {
  const socket = connect(port, '127.0.0.1');
  socket.end(text);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), head: head.toLowerCase(), body };
}

function assertWhole(answer: { head: string; body: string }, code: string): void {
  const body = JSON.parse(answer.body) as { error: string; code: string; details: unknown };
  assert.equal(body.code, code);
  assert.ok(body.error.length > 10 && Array.isArray(body.details));
  for (const header of ['x-request-id', 'x-content-type-options', 'content-security-policy']) {
    assert.ok(answer.head.includes(`\r\n${header}: `), header);
  }
}

describe('what Node or Fastify refuse by themselves', () => {
  const cases: [string, number, string, string][] = [
    ['a path that is not one', 400, 'INVALID_REQUEST', 'GET /things/%ff HTTP/1.1\r\nhost: x\r\n'],
    [
      'a part of the path that is too long',
      414,
      'URI_TOO_LONG',
      `GET /things/${'x'.repeat(201)} HTTP/1.1\r\nhost: x\r\n`,
    ],
    ['no host', 400, 'INVALID_REQUEST', 'GET /things/1 HTTP/1.1\r\n'],
    [
      'an expectation',
      417,
      'EXPECTATION_FAILED',
      'GET /things/1 HTTP/1.1\r\nhost: x\r\nexpect: x\r\n',
    ],
    ['no HTTP', 400, 'INVALID_REQUEST', 'hello\r\n'],
    [
      'large headers',
      431,
      'HEADERS_TOO_LARGE',
      `GET /things/1 HTTP/1.1\r\nhost: x\r\na: ${'x'.repeat(20_000)}\r\n`,
    ],
  ];
  for (const [name, status, code, text] of cases) {
    it(`has the body and the headers of all answers: ${name}`, async () => {
      const answer = await send(`${text}connection: close\r\n\r\n`);
      assert.equal(answer.status, status);
      assertWhole(answer, code);
    });
  }

  it('takes a request of HTTP/1.0 without a host', async () => {
    assert.equal((await send('GET /things/1 HTTP/1.0\r\n\r\n')).status, 200);
  });
});

describe('a method that a path does not have', () => {
  const methods = ['POST', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'QUERY', 'PROPFIND'];
  for (const method of methods) {
    it(`is refused with those that it has: ${method}`, async () => {
      const answer = await send(
        `${method} /things/1?a=b HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
      );
      assert.equal(answer.status, 405);
      assert.match(answer.head, /\r\nallow: get, head, put\r\n/);
      assertWhole(answer, 'METHOD_NOT_ALLOWED');
    });
  }

  it('is refused before anything else that is wrong', async () => {
    const wrong = { method: 'POST', payload: '{', headers: JSON_TYPE } as const;
    assert.equal((await app.inject({ ...wrong, url: '/things/1' })).statusCode, 405);
    const nowhere = await app.inject({ ...wrong, url: '/nothing?x=1' });
    assert.deepEqual([nowhere.statusCode, nowhere.headers.allow], [404, undefined]);
    assert.equal(nowhere.json<{ error: string }>().error, 'there is no POST /nothing');
  });

  it('is not HEAD, where there is GET', async () => {
    const answer = await app.inject({ method: 'HEAD', url: '/things/1' });
    assert.deepEqual([answer.statusCode, answer.body], [200, '']);
  });
});

describe('a body', () => {
  const post = async (payload: string | Buffer, headers: Record<string, string> = JSON_TYPE) =>
    await app.inject({ method: 'POST', url: '/things', payload, headers });

  it('is taken as JSON in UTF-8, however that is written', async () => {
    for (const type of [
      'application/json',
      'application/json; charset=utf-8',
      'Application/JSON;charset="UTF-8"',
    ]) {
      const answer = await post('{"name":"José 🎟"}', { 'content-type': type });
      assert.deepEqual([answer.statusCode, answer.json()], [200, { name: 'José 🎟' }], type);
    }
    assert.equal(
      (await post('{}', { ...JSON_TYPE, 'content-encoding': 'identity' })).statusCode,
      200,
    );
  });

  it('is refused in any other type, encoding or compression', async () => {
    for (const headers of [
      {},
      { 'content-type': 'text/plain' },
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'content-type': 'application/json; charset=iso-8859-1' },
      { 'content-type': 'application/json; charset=utf-16' },
      { 'content-type': 'application/jsonp' },
      { ...JSON_TYPE, 'content-encoding': 'gzip' },
    ] as Record<string, string>[]) {
      const answer = await post('{}', headers);
      assert.equal(answer.statusCode, 415, JSON.stringify(headers));
      assert.equal(answer.json<{ code: string }>().code, 'UNSUPPORTED_MEDIA_TYPE');
    }
  });

  it('is refused when its bytes are not UTF-8, instead of stored as something else', async () => {
    const bytes = [
      Buffer.from('{"name":"Jos\xe9"}', 'latin1'),
      Buffer.from([...Buffer.from('{"name":"'), 0xf0, 0x9f, 0x8e, ...Buffer.from('"}')]),
    ];
    for (const payload of bytes) {
      const answer = await post(payload);
      assert.equal(answer.statusCode, 400);
      assert.match(answer.json<{ error: string }>().error, /UTF-8/);
    }
  });

  it('is refused when it would change the prototype of an object', async () => {
    for (const name of ['__proto__', '\\u005f_proto__', 'constructor":{"prototype":{}},"x']) {
      const answer = await post(`{"a":{"${name}":{}}}`);
      assert.equal(answer.json<{ code: string }>().code, 'INVALID_JSON', name);
    }
  });

  it('may be left out where a route has none, but never its type', async () => {
    const all = async (headers: Record<string, string>) =>
      (await app.inject({ method: 'POST', url: '/things/all', headers })).statusCode;
    assert.equal(await all({}), 415);
    assert.equal(await all(JSON_TYPE), 200);
    assert.equal((await post('')).json<{ code: string }>().code, 'INVALID_JSON');
  });

  // Other than in-process requests, those of curl -X POST have no content-length either.
  it('may be left out without saying that it is empty', { timeout: 10_000 }, async () => {
    const head =
      'HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n';
    assert.equal((await send(`POST /things/all ${head}`)).status, 200);
    const refused = await send(`POST /things ${head}`);
    assert.equal(refused.status, 400);
    assertWhole(refused, 'INVALID_JSON');
  });

  it('is not waited for where none is wanted', { timeout: 10_000 }, async () => {
    const head =
      'HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n';
    assert.equal((await send(`DELETE /empty/1 ${head}`)).status, 200);
    assert.equal((await send(`POST /forms ${head}`)).status, 200);
    assert.equal((await send(`DELETE /nowhere ${head}`)).status, 404);
    assert.equal((await send(`POST /nowhere ${head}`)).status, 404);
  });
});

it('a draining server asks its clients to go elsewhere', async () => {
  const connection = async () => (await app.inject('/things/1')).headers.connection;
  assert.notEqual(await connection(), 'close');
  draining = true;
  assert.equal(await connection(), 'close');
  draining = false;
});
