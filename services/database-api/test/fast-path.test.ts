import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { comparable, injectRequest, sendRequest, type TestRequest } from '@onsale/testing';
import { entryKey } from '../src/keys.ts';
import { startTestService, type TestService } from './harness.ts';

const API_TOKEN = 'a-token-that-is-as-long-as-a-real-one';
const authorization = `Bearer ${API_TOKEN}`;

const get = (key: string, headers: Record<string, string> = {}): TestRequest => ({
  method: 'GET',
  url: `/v1/redis/${key}`,
  headers: { authorization, ...headers },
});

/** With the status of its answer, and whether it is given without Fastify. */
const cases: [name: string, sent: TestRequest, status: number, isFast: boolean][] = [
  ['a key', get('plain'), 200, true],
  ['a key without /v1', { ...get('plain'), url: '/redis/plain' }, 200, true],
  ['a key with a colon', get('user:1001'), 200, true],
  ['a key with an escaped colon', get('user%3A1001'), 200, true],
  ['a key with an escaped slash', get('a%2Fb'), 200, true],
  ['a request id', get('plain', { 'x-request-id': 'mine-1' }), 200, true],
  [
    'a token in another spelling',
    get('plain', { authorization: `bearer  ${API_TOKEN} ` }),
    200,
    true,
  ],
  ['a key that is missing', get('none'), 404, true],
  ['a key of another type', get('list'), 409, true],
  ['a value that is no object', get('text'), 409, true],
  ['a key with other characters', get('%C3%BC'), 404, false],
  ['a key that is escaped twice', get('user%253A1001'), 404, false],
  ['a key that is too long', get('k'.repeat(513)), 400, false],
  ['no key', get(''), 400, false],
  ['two parts', get('a/b'), 404, false],
  ['a query', get('plain?x=1'), 200, false],
  ['a wrong token', get('plain', { authorization: 'Bearer wrong' }), 401, false],
  ['a value that may be known', get('plain', { 'if-none-match': '"x"' }), 200, false],
  ['the list of keys', { ...get(''), url: '/v1/redis' }, 200, false],
];

describe('the way past Fastify', () => {
  let service: TestService;
  let url: string;
  let ordinary = 0;
  before(async () => {
    service = await startTestService({ API_TOKEN });
    const { redis } = service;
    for (const name of ['plain', 'user:1001', 'a/b']) {
      await redis.command('SET', entryKey(name), `{"name":"${name} ö","big":12345678901234567890}`);
    }
    await redis.command('RPUSH', entryKey('list'), 'x');
    await redis.command('SET', entryKey('text'), '"text"');
    service.app.addHook('onSend', (_request, _reply, _payload, done) => {
      ordinary += 1;
      done();
    });
    url = await service.app.listen({ host: '127.0.0.1', port: 0 });
  });
  after(() => service.stop());

  for (const [name, sent, status, isFast] of cases) {
    it(`answers as Fastify does: ${name}`, async () => {
      const [expected, before] = [await injectRequest(service.app, sent), ordinary];
      const answer = await sendRequest(url, sent);
      assert.deepEqual(comparable(answer), comparable(expected));
      assert.equal(answer.status, status);
      assert.equal(ordinary - before, isFast ? 0 : 1, 'the way that it went');
    });
  }

  it('leaves a service without a token to the ordinary way', async (t) => {
    const open = await startTestService();
    t.after(() => open.stop());
    const address = await open.app.listen({ host: '127.0.0.1', port: 0 });
    const rebound = { host: 'evil.example' };
    assert.equal((await sendRequest(address, get('none', rebound))).status, 403);
    assert.equal((await sendRequest(address, get('none'))).status, 404);
  });
});
