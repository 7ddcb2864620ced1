import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server, ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { after, before, beforeEach, describe, it, mock } from 'node:test';
import { COMMON_HEADERS, WholeAnswers } from '../src/whole-answer.ts';

// One server answers `/node/…` as Node does and `/whole/…` as one text where that is possible. What
// comes back must be the same, byte for byte, but for the order of the headers.

const KEEP_ALIVE_MS = 65_000;
const MAX_REQUESTS = 4;
const HOST = 'host: shop\r\n';
const CLOSE = 'connection: close\r\n';

describe('an answer as one text', () => {
  let server: Server;
  let own: readonly string[] = [];
  let body = '';
  /** Requests in the order of their arrival, which are answered when they are called. */
  let waiting: ((() => boolean) | undefined)[] = [];
  const writeHead = mock.method(ServerResponse.prototype, 'writeHead');

  before(async () => {
    server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
    server.maxRequestsPerSocket = MAX_REQUESTS;
    const answers = new WholeAnswers(server);
    server.on('request', (request, response) => {
      const answer = () => {
        const headers = ['content-length', String(body.length), ...own];
        if (request.url?.startsWith('/whole') === true) {
          if (answers.send(response, 201, headers, body)) return true;
        }
        response.writeHead(201, [...headers, ...Object.entries(COMMON_HEADERS).flat()]).end(body);
        return false;
      };
      if (request.url?.endsWith('/later') === true) waiting.push(answer);
      else answer();
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });
  beforeEach(() => {
    own = ['location', '/v1/orders/1'];
    body = '{"ok":true}';
    waiting = [];
    writeHead.mock.resetCalls();
  });
  after(async () => {
    writeHead.mock.restore();
    server.close();
    // Every connection is known to be idle or gone: none is left that the server waits for.
    server.closeIdleConnections();
    await once(server, 'close');
  });

  const cases: [name: string, request: string, isWhole: boolean][] = [
    ['on a connection that stays', `GET /way HTTP/1.1\r\n${HOST}\r\n`, true],
    ['on one that the client closes', `GET /way HTTP/1.1\r\n${HOST}${CLOSE}\r\n`, false],
    ['in HTTP/1.0', 'GET /way HTTP/1.0\r\n\r\n', false],
    ['in HTTP/1.0, kept alive', 'GET /way HTTP/1.0\r\nconnection: keep-alive\r\n\r\n', true],
    [
      'to who asks whether to go on',
      `POST /way HTTP/1.1\r\n${HOST}expect: 100-continue\r\ncontent-length: 2\r\n\r\n{}`,
      true,
    ],
  ];
  for (const [name, request, isWhole] of cases) {
    it(`is that of Node: ${name}`, async () => {
      const [expected, answer] = [await talk(request, 'node'), await talk(request, 'whole')];
      assert.deepEqual(parts(answer), parts(expected));
      assert.match(answer, /^date: /im);
      assert.equal(writeHead.mock.callCount(), isWhole ? 1 : 2, 'heads that Node has written');
    });
  }

  it('ends the connection with the last request that it may have', async () => {
    const request = `GET /way HTTP/1.1\r\n${HOST}\r\n`.repeat(MAX_REQUESTS);
    const [expected, answer] = [await talk(request, 'node'), await talk(request, 'whole')];
    assert.deepEqual(parts(answer), parts(expected));
    assert.equal(answer.match(/^connection: close/gim)?.length, 1);
    assert.equal(writeHead.mock.callCount(), MAX_REQUESTS + 1);
  });

  it('waits for its turn when several requests came together', async () => {
    const { socket, text } = open();
    socket.write(`GET /whole/later HTTP/1.1\r\n${HOST}\r\n`.repeat(3));
    while (waiting.length < 3) await once(server, 'request');
    const [first, second, third] = waiting;
    body = '{"number":2}';
    assert.equal(second?.(), false);
    body = '{"number":1}';
    assert.equal(first?.(), true);
    body = '{"number":3}';
    third?.();
    const answered = await text(3);
    assert.deepEqual(answered.match(/"number":\d/g), ['"number":1', '"number":2', '"number":3']);
    socket.destroy();
  });

  it('keeps its order behind an answer that a slow client has not read yet', async () => {
    const { socket, text } = open();
    socket.pause();
    body = 'x'.repeat(8 * 1024 * 1024);
    const large = once(server, 'request');
    socket.write(`GET /whole HTTP/1.1\r\n${HOST}\r\n`);
    await large;
    body = '{"number":2}';
    const small = once(server, 'request');
    socket.write(`GET /whole HTTP/1.1\r\n${HOST}\r\n`);
    socket.resume();
    await small;
    assert.match((await text(2)).slice(-body.length), /"number":2/);
    assert.equal(writeHead.mock.callCount(), 0);
    socket.destroy();
  });

  it('leaves a client that has gone to Node', async () => {
    const { socket } = open();
    const arrived = once(server, 'request') as Promise<[unknown, ServerResponse]>;
    socket.write(`GET /whole/later HTTP/1.1\r\n${HOST}\r\n`);
    const [, response] = await arrived;
    const gone = once(response, 'close');
    socket.resetAndDestroy();
    await gone;
    assert.equal(waiting[0]?.(), false);
  });

  it('finishes its response, so that nothing is left of it', async () => {
    const { socket, text } = open();
    const arrived = once(server, 'request') as Promise<[unknown, ServerResponse]>;
    socket.write(`GET /whole/later HTTP/1.1\r\n${HOST}\r\n`);
    const [, response] = await arrived;
    const events: string[] = [];
    const closed = once(response, 'close');
    response.on('finish', () => events.push('finish'));
    assert.equal(waiting[0]?.(), true);
    await closed;
    assert.deepEqual(events, ['finish']);
    assert.equal(response.headersSent && response.writableEnded, true);
    assert.equal(response.statusCode, 201);
    assert.equal(response.socket, null);
    assert.throws(() => response.setHeader('x', 'y'), { code: 'ERR_HTTP_HEADERS_SENT' });
    await text(1);
    socket.destroy();
  });

  it('has no room for another header in the value of one', async () => {
    own = ['location', '/\r\nset-cookie: a=b'];
    const { socket } = open();
    socket.write(`GET /whole/later HTTP/1.1\r\n${HOST}\r\n`);
    await once(server, 'request');
    assert.throws(() => waiting[0]?.(), { code: 'ERR_INVALID_CHAR' });
    socket.destroy();
  });

  function open(): { socket: Socket; text: (answers: number) => Promise<string> } {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    let received = '';
    socket.setEncoding('latin1').on('data', (chunk: string) => (received += chunk));
    const text = async (answers: number) => {
      const isWhole = () => bodies(received).length === answers && received.endsWith(body);
      while (!isWhole()) await once(socket, 'data');
      return received;
    };
    return { socket, text };
  }

  /** What comes back until the connection ends; this side ends it when all is answered. */
  async function talk(requests: string, way: string): Promise<string> {
    const { socket, text } = open();
    socket.write(requests.replaceAll('/way', `/${way}`));
    const received = await text(requests.split('HTTP/1.').length - 1);
    socket.destroy();
    return received;
  }
});

function bodies(text: string): string[] {
  return text.split(/HTTP\/1\.1 201 /).slice(1);
}

/** Answers with their headers in the order of the alphabet, and without the time. */
function parts(text: string): string[][] {
  return text
    .replaceAll(/^date: .*$/gim, 'date: …')
    .split('\r\n\r\n')
    .map((part) => part.split('\r\n').toSorted());
}
