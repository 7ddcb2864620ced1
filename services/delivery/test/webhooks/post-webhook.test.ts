import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { after, test } from 'node:test';
import { answers, startWebhookReceiver, verifyWebhook } from '@onsale/testing';
import { allowAddresses } from '../../src/webhooks/allowed-addresses.ts';
import { postWebhook, type ResolveHost } from '../../src/webhooks/post-webhook.ts';

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const receiver = await startWebhookReceiver();
after(() => receiver.stop());

const here: ResolveHost = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);
const localhost = allowAddresses(['127.0.0.0/8']);
const webhookTo = (url: string) => ({
  ...{ webhookId: 'evt_1', body: '{"type":"webhook.test"}', endpointId: 'whe_1', url },
  secrets: [SECRET],
});

async function post(url = receiver.url, way: Partial<Parameters<typeof postWebhook>[0]> = {}) {
  return await postWebhook(
    { allowed: localhost, resolve: here, timeoutMs: 10_000, ...way },
    webhookTo(url),
  );
}

test('a webhook is signed as receivers check it, and any 2xx takes it', async () => {
  receiver.answer(answers(202));
  const result = await post();
  assert.deepEqual(
    [result.outcome, result.status, result.answer, result.address],
    ['delivered', 202, 'answer 202', '127.0.0.1'],
  );
  const webhook = receiver.received.at(-1);
  assert.ok(webhook);
  assert.deepEqual(verifyWebhook(SECRET, webhook), { type: 'webhook.test' });
  assert.equal(webhook.path, '/hooks?shop=7');
  assert.equal(webhook.headers['webhook-id'], 'evt_1');
  assert.throws(() => verifyWebhook(SECRET, { ...webhook, body: '{"type":"webhook.tesT"}' }));
});

test('a redirect is not followed', async () => {
  receiver.answer(answers(307, { location: `http://127.0.0.1:${receiver.port}/elsewhere` }));
  const result = await post();
  assert.equal(result.outcome, 'failed');
  assert.match(result.problem ?? '', /Redirects are not followed/);
  assert.ok(receiver.received.every(({ path }) => path !== '/elsewhere'));
});

test('410 says that nothing is wanted any more, and Retry-After when to come back', async () => {
  receiver.answer(answers(410));
  assert.equal((await post()).outcome, 'gone');
  receiver.answer(answers(429, { 'retry-after': '120' }));
  assert.equal((await post()).retryAfterMs, 120_000);
  receiver.answer(answers(503, { 'retry-after': '99999999' }));
  assert.equal((await post()).retryAfterMs, 3_600_000);
  receiver.answer(answers(503, { 'retry-after': 'soon' }));
  assert.equal((await post()).retryAfterMs, undefined);
});

test('a name is resolved once, and the connection goes where it led', async () => {
  const given = [{ address: '127.0.0.1', family: 4 }];
  let lookups = 0;
  const resolve: ResolveHost = () => {
    lookups++;
    // The second answer of somebody who lets a name lead elsewhere.
    return Promise.resolve(lookups === 1 ? given : [{ address: '127.0.0.2', family: 4 }]);
  };
  receiver.answer(answers(200));
  const result = await post(`http://rebinding.example:${receiver.port}/`, { resolve });
  assert.deepEqual([result.outcome, result.address, lookups], ['delivered', '127.0.0.1', 1]);
  assert.equal(receiver.received.at(-1)?.headers.host, `rebinding.example:${receiver.port}`);
});

test('what leads to a private address is not sent, whatever it is called', async () => {
  const before = receiver.received.length;
  const { port } = receiver;
  const hosts = [
    ...[
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f.1',
      '017700000001',
      '[::1]',
      '[::ffff:127.0.0.1]',
    ],
    ...['[::ffff:7f00:1]', '0.0.0.0', '169.254.169.254', '[fd00:ec2::254]', 'localhost'],
    ...['rebinding.example', '①②⑦.0.0.1'],
  ];
  for (const host of hosts) {
    const result = await post(`http://${host}:${port}/`, { allowed: allowAddresses([]) });
    assert.equal(result.outcome, 'failed', host);
    assert.match(result.problem ?? '', /not a public one/, host);
  }
  const mixed: ResolveHost = () =>
    Promise.resolve([
      { address: '93.184.216.34', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ]);
  const both = await post('https://mixed.example/', { resolve: mixed });
  assert.match(both.problem ?? '', /not a public one/);
  assert.equal(receiver.received.length, before);
});

test('nothing is sent to a public address without TLS', async () => {
  const resolve: ResolveHost = () => Promise.resolve([{ address: '93.184.216.34', family: 4 }]);
  const result = await post('http://shop.example/', { resolve });
  assert.match(result.problem ?? '', /https/);
});

test('TLS is spoken by the name of the host, and its certificate must be right', async () => {
  const result = await post(`https://shop.example:${receiver.port}/`);
  assert.equal(result.outcome, 'failed');
  assert.ok(result.problem);
});

test('an endless answer is cut off, and its status counts', async () => {
  receiver.answer((_request, response) => {
    response.writeHead(200);
    const write = () => {
      while (response.write('x'.repeat(16_384)));
      response.once('drain', write);
    };
    write();
  });
  const result = await post();
  assert.deepEqual([result.outcome, result.answer?.length], ['delivered', 1000]);
});

test('control characters of an answer are kept from the log', async () => {
  receiver.answer((_request, response) => {
    response.writeHead(500).end(Buffer.from([0x61, 0, 0x1b, 0x5b, 0xff, 0x62]));
  });
  const { answer = '' } = await post();
  assert.doesNotMatch(answer, /[^\P{Cc}\t\n]/u);
  assert.match(answer, /^a.*b$/u);
});

/** A server of bytes that are no HTTP. */
async function withServer(serve: (socket: Socket) => void, run: (url: string) => Promise<void>) {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    serve(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  await run(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  server.close();
  await once(server, 'close');
}

test('a receiver that breaks off, talks nonsense or says nothing has not taken it', async () => {
  const servers: [(socket: Socket) => void, RegExp][] = [
    [(socket) => socket.destroy(), /broke off/],
    [(socket) => socket.once('data', () => socket.resetAndDestroy()), /broke off/],
    [(socket) => socket.once('data', () => socket.end('220 mail.example ESMTP\r\n')), /HTTP/],
    [
      (socket) =>
        socket.once('data', () => socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(40_000)}`)),
      /headers of its answer are too long/,
    ],
  ];
  for (const [serve, problem] of servers) {
    await withServer(serve, async (url) => {
      const result = await post(url);
      assert.equal(result.outcome, 'failed');
      assert.match(result.problem ?? '', problem);
    });
  }
  await withServer(
    (socket) => socket.resume(),
    async (url) => {
      const result = await post(url, { timeoutMs: 300 });
      assert.match(result.problem ?? '', /no answer within 0.3 seconds/);
    },
  );
  const never: ResolveHost = () => Promise.withResolvers<never>().promise;
  const unresolved = await post('http://slow.example/', { resolve: never, timeoutMs: 300 });
  assert.match(unresolved.problem ?? '', /no answer within/);
});
