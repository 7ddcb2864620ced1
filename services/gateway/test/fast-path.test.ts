import assert from 'node:assert/strict';
import { once } from 'node:events';
import { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { comparable, injectRequest, sendRequest, type TestRequest } from '@onsale/testing';
import { openGateway, order, type TestGateway } from './open-gateway.ts';

// What comes by a socket may go past Fastify, what is injected never does: so each request is sent
// both ways, and must be answered alike.

const ORDER_ID = /[0-9a-z]{28}/g;
const json = { 'content-type': 'application/json' };
const post = (body: unknown, headers: Record<string, string> = {}): TestRequest => ({
  method: 'POST',
  url: '/v1/orders',
  headers: { ...json, ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** Whether it is answered without Fastify. */
const cases: [name: string, sent: TestRequest, isFast: boolean][] = [
  ['an order', post(order()), true],
  ['an order without /v1', { ...post(order()), url: '/orders' }, true],
  ['a charset', post(order(), { 'content-type': 'application/json; charset=utf-8' }), true],
  [
    'a name of several bytes',
    post({ ...order(), customer: { name: 'Ångström 字', email: 'a@b.example' } }),
    true,
  ],
  ['a request id', post(order(), { 'x-request-id': 'mine-1' }), true],
  ['a request id that is no id', post(order(), { 'x-request-id': 'a b\tc' }), true],
  ['an unknown ticket', post(order([{ ticketId: 'moon', qty: 1 }])), true],
  [
    'tickets of two events',
    post(
      order([
        { ticketId: 'fair-adult', qty: 1 },
        { ticketId: 'club-adult', qty: 1 },
      ]),
    ),
    true,
  ],
  ['more than there are', post(order([{ ticketId: 'fair-vip', qty: 3 }])), true],
  ['no number of tickets', post(order([{ ticketId: 'fair-adult', qty: 0.5 }])), false],
  ['a field that nobody knows', post({ ...order(), vip: true }), true],
  ['no object', post('[1]'), false],
  ['broken JSON', post('{"customer":'), false],
  ['a byte order mark', post(`\uFEFF${JSON.stringify(order())}`), false],
  ['a poisoned name', post(`{"__proto__":1,${JSON.stringify(order()).slice(1)}`), false],
  ['an escaped character', post(JSON.stringify(order()).replace('Ada', '\\u0041da')), false],
  ['an empty body', post(''), false],
  ['too large a body', post({ ...order(), note: 'x'.repeat(64 * 1024) }), false],
  ['a text', post(JSON.stringify(order()), { 'content-type': 'text/plain' }), false],
  ['a key that is too long', post(order(), { 'idempotency-key': 'k'.repeat(256) }), false],
  ['all tickets', { method: 'GET', url: '/v1/tickets' }, true],
  ['all tickets without /v1', { method: 'GET', url: '/tickets' }, true],
  ['some tickets', { method: 'GET', url: '/v1/tickets?event=club' }, false],
  [
    'a page that may be known',
    { method: 'GET', url: '/v1/tickets', headers: { 'if-none-match': '"x"' } },
    false,
  ],
];

describe('the way past Fastify', () => {
  let gateway: TestGateway;
  let url: string;
  let ordinary = 0;
  before(async () => {
    gateway = await openGateway();
    gateway.app.addHook('onSend', (_request, _reply, _payload, done) => {
      ordinary += 1;
      done();
    });
    url = await gateway.app.listen({ host: '127.0.0.1', port: 0 });
  });
  after(() => gateway.close());

  for (const [name, sent, isFast] of cases) {
    it(`answers as Fastify does: ${name}`, async () => {
      const [expected, before] = [await injectRequest(gateway.app, sent), ordinary];
      const answer = await sendRequest(url, sent);
      assert.deepEqual(comparable(answer, ORDER_ID), comparable(expected, ORDER_ID));
      assert.equal(ordinary - before, isFast ? 0 : 1, 'the way that it went');
    });
  }

  for (const key of ['click-1', 'key of the ordinary way, with a space']) {
    it(`returns the first order when a key is used again, and refuses another: ${key}`, async () => {
      const headers = { 'idempotency-key': key };
      const first = await sendRequest(url, post(order(), headers));
      const again = await sendRequest(url, post(order(), headers));
      assert.equal(first.status, 201);
      assert.equal(again.body, first.body);
      assert.equal(again.headers['idempotent-replayed'], 'true');
      assert.equal(again.headers['location'], first.headers['location']);
      const other = await sendRequest(
        url,
        post(order([{ ticketId: 'fair-child', qty: 1 }]), headers),
      );
      assert.equal(other.status, 422);
      assert.match(other.body, /IDEMPOTENCY_KEY_REUSED/);
    });
  }

  it('writes an answer as one text, with the word of the ordinary way on the connection', async (t) => {
    const writeHead = t.mock.method(ServerResponse.prototype, 'writeHead');
    const fast = await sendRequest(url, post(order()));
    assert.equal(writeHead.mock.callCount(), 0);
    const ordinary = await sendRequest(url, { method: 'GET', url: '/v1/tickets?event=club' });
    assert.equal(writeHead.mock.callCount(), 1);
    assert.equal(ordinary.headers['keep-alive'], 'timeout=65, max=1000');
    for (const name of ['connection', 'keep-alive']) {
      assert.equal(fast.headers[name], ordinary.headers[name]);
    }
    assert.ok(Math.abs(Date.parse(String(fast.headers['date'])) - Date.now()) < 5000);
  });

  it('stores what it has answered', async () => {
    const { body, headers } = await sendRequest(
      url,
      post(order([{ ticketId: 'fair-child', qty: 2 }])),
    );
    const { orderId } = JSON.parse(body) as { orderId: string };
    assert.equal(headers['location'], `/v1/orders/${orderId}`);
    const stored = await gateway.app.inject(`/v1/orders/${orderId}`);
    assert.equal(stored.json<{ status: string }>().status, 'pending');
    assert.equal(stored.json<{ grandTotal: number }>().grandTotal, 19.8);
  });

  it('reads a body that comes in pieces, and several requests of one piece', async () => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.setNoDelay(true);
    await once(socket, 'connect');
    const body = JSON.stringify({ ...order(), customer: { name: 'Zoë', email: 'z@example.com' } });
    const head = (more = '') =>
      'POST /v1/orders HTTP/1.1\r\nhost: shop\r\ncontent-type: application/json\r\n' +
      `${more}content-length: ${Buffer.byteLength(body)}\r\n\r\n`;
    const bytes = Buffer.from(head() + body);
    // In the middle of the ë.
    const cut = bytes.indexOf('ë') + 1;
    const before = await gateway.written();
    socket.write(bytes.subarray(0, cut));
    // The first part is on its way by itself once another request was answered.
    await sendRequest(url, { method: 'GET', url: '/v1/tickets' });
    socket.write(bytes.subarray(cut));
    socket.write(head() + body + head('connection: close\r\n') + body);
    let text = '';
    for await (const chunk of socket.setEncoding('utf8')) text += String(chunk);
    assert.equal(text.match(/HTTP\/1\.1 201 Created/g)?.length, 3, text);
    assert.equal((await gateway.written()).waiting - before.waiting, 3);
    const [id = ''] = /[0-9a-z]{28}/.exec(text) ?? [];
    const stored = await gateway.app.inject(`/v1/orders/${id}`);
    assert.equal(stored.json<{ customer: { name: string } }>().customer.name, 'Zoë');
  });

  it('counts its answers with those of the ordinary way', async () => {
    const before = await counted('200');
    await sendRequest(url, { method: 'GET', url: '/v1/tickets' });
    await gateway.app.inject('/v1/tickets');
    assert.equal((await counted('200')) - before, 2);
  });

  it('asks clients to go elsewhere while the process drains', async () => {
    gateway.setDraining(true);
    const { headers } = await sendRequest(url, post(order()));
    gateway.setDraining(false);
    assert.equal(headers['connection'], 'close');
  });

  it('stores the order of a client that has gone, and serves the others', async () => {
    const before = await gateway.written();
    process.kill(gateway.redis.pid, 'SIGSTOP');
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const arrived = once(gateway.app.server, 'request');
    const body = JSON.stringify(order());
    socket.write(
      'POST /v1/orders HTTP/1.1\r\nhost: shop\r\ncontent-type: application/json\r\n' +
        `content-length: ${body.length}\r\n\r\n${body}`,
    );
    const [, response] = (await arrived) as [unknown, ServerResponse];
    const gone = once(response, 'close');
    socket.resetAndDestroy();
    await gone;
    process.kill(gateway.redis.pid, 'SIGCONT');
    assert.equal((await sendRequest(url, post(order()))).status, 201);
    assert.equal((await gateway.written()).waiting - before.waiting, 2);
  });

  it('answers 503 with Retry-After when Redis is away, and goes on when it is back', async () => {
    await gateway.redis.kill('SIGKILL');
    const refused = await sendRequest(url, post(order()));
    assert.equal(refused.status, 503);
    assert.equal(refused.headers['retry-after'], '1');
    assert.match(refused.body, /REDIS_UNAVAILABLE/);
    await gateway.redis.restart();
  });

  async function counted(status: string): Promise<number> {
    const { body } = await gateway.app.inject('/metrics');
    const labels = `method="GET",route="/tickets",status="${status}"`;
    const line = body
      .split('\n')
      .find(
        (each) => each.startsWith('http_request_duration_seconds_count') && each.includes(labels),
      );
    return Number(line?.split(' ').at(-1) ?? 0);
  }
});
