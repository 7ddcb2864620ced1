import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TEST_SEED } from '@onsale/testing';
import fc from 'fast-check';
import { BadAnswer } from '../src/answer-head.ts';
import { AnswerParser } from '../src/answer-parser.ts';

interface Answer {
  status: number;
  body: string;
  isReusable: boolean;
}

const PLAIN = 'HTTP/1.1 201 Created\r\ncontent-type: text/plain\r\ncontent-length: 5\r\n\r\nhello';
const CHUNKED =
  'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n' +
  '5\r\nhello\r\nA;name=value\r\n, 0123456\r\r\n0\r\nx-trailer: 1\r\n\r\n';

// What the parser makes of the pieces; undefined when the answer is not complete.
function parse(pieces: readonly string[], parser = new AnswerParser()): Answer | undefined {
  parser.start();
  const isComplete = pieces.map((piece) => parser.feed(piece)).at(-1);
  if (isComplete !== true) return undefined;
  const { status, isReusable } = parser.head;
  return { status, body: Buffer.from(parser.body(), 'latin1').toString(), isReusable };
}

it('reads an answer that is cut at any byte', () => {
  const expected = new Map([
    [PLAIN, { status: 201, body: 'hello', isReusable: true }],
    [CHUNKED, { status: 200, body: 'hello, 0123456\r', isReusable: true }],
    ['HTTP/1.1 204 No Content\r\n\r\n', { status: 204, body: '', isReusable: true }],
    ['HTTP/1.1 304 Not Modified\r\n\r\n', { status: 304, body: '', isReusable: true }],
    ['HTTP/1.1 400\r\nContent-Length: 0\r\n\r\n', { status: 400, body: '', isReusable: true }],
    [`HTTP/1.1 100 Continue\r\n\r\n${PLAIN}`, { status: 201, body: 'hello', isReusable: true }],
  ]);
  for (const [text, answer] of expected) {
    for (let cut = 1; cut < text.length; cut++) {
      assert.deepEqual(parse([text.slice(0, cut), text.slice(cut)]), answer, `cut at ${cut}`);
    }
    assert.deepEqual(parse(text.split('')), answer, 'byte by byte');
  }
});

const answers: fc.Arbitrary<Sent> = fc.record({
  status: fc.integer({ min: 200, max: 599 }).filter((status) => status !== 204 && status !== 304),
  body: fc.string({ unit: 'grapheme', maxLength: 60 }),
  isChunked: fc.boolean(),
  isReusable: fc.boolean(),
  headers: fc.array(
    fc.tuple(fc.stringMatching(/^x-[a-z]{1,20}$/), fc.stringMatching(/^[!-~]{0,20}$/)),
    { maxLength: 4 },
  ),
});

it('reads any answers of one connection, in whatever pieces they come', () => {
  const lengths = fc.oneof(fc.constant([]), fc.array(fc.integer({ min: 1, max: 40 })));
  fc.assert(
    fc.property(fc.array(answers, { minLength: 1, maxLength: 5 }), lengths, (sent, cuts) => {
      const parser = new AnswerParser();
      // Each answer comes again, at once and later: a head that repeats is read in another way.
      for (const answer of [...sent.flatMap((one) => [one, one]), ...sent.toReversed()]) {
        const { status, body, isReusable } = answer;
        const pieces = piecesOf(write(answer), cuts);
        assert.deepEqual(parse(pieces, parser), { status, body, isReusable });
      }
    }),
    { seed: TEST_SEED },
  );
});

interface Sent extends Answer {
  isChunked: boolean;
  headers: [string, string][];
}

function write(answer: Sent): string {
  const bytes = Buffer.from(answer.body).toString('latin1');
  const half = Math.floor(bytes.length / 2);
  const chunks = [bytes.slice(0, half), bytes.slice(half)].filter((chunk) => chunk !== '');
  const head = [
    `HTTP/1.1 ${answer.status} Text of the target`,
    ...answer.headers.map(([name, value]) => `${name}: ${value}`),
    ...(answer.isReusable ? [] : ['Connection: close']),
    answer.isChunked ? 'transfer-encoding: chunked' : `content-length:${bytes.length}`,
  ].join('\r\n');
  if (!answer.isChunked) return `${head}\r\n\r\n${bytes}`;
  const sizes = chunks.map((chunk) => `${chunk.length.toString(16)}\r\n${chunk}\r\n`);
  return `${head}\r\n\r\n${sizes.join('')}0\r\n\r\n`;
}

function piecesOf(text: string, cuts: readonly number[]): string[] {
  const pieces: string[] = [];
  let at = 0;
  for (const length of cuts) {
    if (at + length >= text.length) break;
    pieces.push(text.slice(at, at + length));
    at += length;
  }
  return [...pieces, text.slice(at)];
}

it('whatever comes, it ends in an answer, a wait for more or BadAnswer', () => {
  const noise = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('HTTP/1.1 200 OK\r\n', '\r\n', 'content-length: 3\r\n', '3\r\n', 'abc'),
    fc.constantFrom('transfer-encoding: chunked\r\n', '0\r\n', ': x\r\n', 'HTTP/1.1 ', '\n'),
  );
  fc.assert(
    fc.property(fc.array(noise, { minLength: 1, maxLength: 12 }), (pieces) => {
      try {
        parse(pieces);
      } catch (error) {
        assert.ok(error instanceof BadAnswer, String(error));
      }
    }),
    { seed: TEST_SEED },
  );
});

it('keeps a connection only where the target will and nothing follows the answer', () => {
  const reusable = (text: string) => parse([text])?.isReusable;
  assert.equal(reusable(PLAIN), true);
  assert.equal(reusable(`${PLAIN}H`), false, 'what follows is no answer to anything');
  assert.equal(reusable(PLAIN.replace('content-type', 'Connection: Close\r\nx')), false);
  assert.equal(reusable(PLAIN.replace('/1.1', '/1.0')), false);
  const kept = PLAIN.replace('/1.1', '/1.0').replace('content-type', 'connection: keep-alive\r\nx');
  assert.equal(reusable(kept), true);
});

it('an answer without a length ends with its connection', () => {
  const parser = new AnswerParser();
  parser.start();
  assert.equal(parser.close(), false, 'nothing has come');
  assert.equal(parser.feed('HTTP/1.1 200 OK\r\n\r\nhel'), false);
  assert.equal(parser.feed('lo'), false);
  assert.equal(parser.close(), true);
  assert.equal(parser.body(), 'hello');
  assert.equal(parser.head.isReusable, false);
  parser.start();
  parser.feed(PLAIN.slice(0, -1));
  assert.equal(parser.close(), false, 'a byte is missing');
});

it('tells how long the target keeps an idle connection', () => {
  const parser = new AnswerParser();
  parse([PLAIN.replace('content-type', 'Keep-Alive: timeout=5\r\nx')], parser);
  assert.equal(parser.head.keepAliveS, 5);
  parse([PLAIN], parser);
  assert.equal(parser.head.keepAliveS, Infinity);
});

it('keeps no more of a body than its start', () => {
  const long = 'x'.repeat(1e6);
  const pieces = [`HTTP/1.1 500 Error\r\ncontent-length: ${long.length}\r\n\r\n`, long];
  assert.equal(parse(pieces)?.body, 'x'.repeat(4096));
});

it('refuses what is not HTTP as soon as that is certain', () => {
  const bad = {
    'another protocol': '220 mail.example ESMTP\r\n',
    'another protocol without a line': 'SSH',
    'a newer version': 'HTTP/2 200\r\n',
    'a status of four digits': 'HTTP/1.1 2000 OK\r\n',
    'a line without a carriage return': 'HTTP/1.1 200 OK\n',
    'a header without a colon': 'HTTP/1.1 200 OK\r\nheader\r\n',
    'a folded header': 'HTTP/1.1 200 OK\r\na: b\r\n : c\r\n',
    'a length that is not a number': 'HTTP/1.1 200 OK\r\ncontent-length: -1\r\n',
    'two lengths': 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n',
    'a length and chunks':
      'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n',
    'an encoding that nobody asked for': 'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip\r\n',
    'an unexpected switch of protocols': 'HTTP/1.1 101 Switching Protocols\r\n\r\n',
    'a chunk without a size': `${CHUNKED.slice(0, CHUNKED.indexOf('5\r\n'))}x\r\n`,
    'a chunk that is longer than it says': CHUNKED.replace('hello', 'hello!'),
    'a head without end': `HTTP/1.1 200 OK\r\n${`x-header: ${'x'.repeat(1000)}\r\n`.repeat(20)}`,
    'a header without end': `HTTP/1.1 200 OK\r\nx-header: ${'x'.repeat(20_000)}`,
    'a size without end': `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5;${'x'.repeat(2000)}`,
  };
  for (const [name, text] of Object.entries(bad)) {
    assert.throws(() => parse([text]), BadAnswer, name);
    assert.throws(() => parse(text.split('')), BadAnswer, `${name}, byte by byte`);
  }
});
