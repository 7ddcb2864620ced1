import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeAnswer } from '../../src/mail/judge-answer.ts';
import { pauseMs, retryAt } from '../../src/mail/retry-at.ts';

/** What nodemailer throws, and how it is judged. */
const CASES: [of: string, error: object, is: string, isTooFast?: boolean][] = [
  ['an unknown recipient', { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550 }, 'refused'],
  ['a full mailbox', { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 452 }, 'later'],
  ['greylisting', { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 450 }, 'later'],
  [
    'a text that it takes for spam',
    { code: 'EMESSAGE', command: 'DATA', responseCode: 554 },
    'refused',
  ],
  ['a text for now', { code: 'EMESSAGE', command: 'DATA', responseCode: 451 }, 'later'],
  [
    'a mail that is too large',
    { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 552 },
    'refused',
  ],
  ['one larger than it says it takes', { code: 'EMESSAGE', command: 'MAIL FROM' }, 'refused'],
  ['an address that cannot be written', { code: 'EENVELOPE', command: 'API' }, 'refused'],
  ['the sender', { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550 }, 'unusable'],
  [
    'too many mails',
    { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 451 },
    'unusable',
    true,
  ],
  [
    '421 to a recipient',
    { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 421 },
    'unusable',
    true,
  ],
  ['421 as it greets', { code: 'EPROTOCOL', command: 'CONN', responseCode: 421 }, 'unusable', true],
  ['the password', { code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 }, 'unusable'],
  ['no service', { code: 'EPROTOCOL', command: 'CONN', responseCode: 554 }, 'unusable'],
  ['nobody there', { code: 'ESOCKET', command: 'CONN', originalCode: 'ECONNREFUSED' }, 'unusable'],
  ['no such name', { code: 'EDNS', command: 'CONN' }, 'unusable'],
  ['no TLS', { code: 'ETLS', command: 'STARTTLS' }, 'unusable'],
  ['no greeting', { code: 'ETIMEDOUT', timeoutType: 'GREETING_TIMEOUT' }, 'unusable'],
  ['connections that end at once', { code: 'ECONNECTION' }, 'unusable'],
  ['a connection that ends', { code: 'ECONNECTION', command: 'CONN' }, 'unknown'],
  ['a reset', { code: 'ESOCKET', command: 'CONN', originalCode: 'ECONNRESET' }, 'unknown'],
  ['silence', { code: 'ETIMEDOUT', timeoutType: 'SOCKET_TIMEOUT' }, 'unknown'],
  ['a minute', { code: 'EABORT' }, 'unknown'],
];

for (const [of, error, is, isTooFast = false] of CASES) {
  test(`${of}: ${is}`, () => {
    const judged = judgeAnswer(Object.assign(new Error('ada@example.com'), error));
    assert.equal(judged.is, is);
    assert.equal(judged.isTooFast, isTooFast);
  });
}

test('a mail is tried for two days, sooner where a person waits', () => {
  const waitsS = (isUrgent: boolean) =>
    Array.from({ length: 5 }, (_, index) => {
      const dueAt = retryAt({ attempts: index + 1, isUrgent }, 0);
      return (dueAt?.getTime() ?? 0) / 1000;
    });
  const near = (seconds: number[], wanted: number[]) =>
    seconds.every((each, index) => {
      const least = wanted[index] ?? 0;
      return each >= least && each <= least * 1.2;
    });
  assert.ok(near(waitsS(false), [60, 240, 960, 3600, 3600]));
  assert.ok(near(waitsS(true), [10, 40, 160, 640, 2560]));
  assert.notEqual(retryAt({ attempts: 49, isUrgent: false }), undefined);
  assert.equal(retryAt({ attempts: 50, isUrgent: false }), undefined);
  assert.deepEqual([0, 1, 2, 9].map(pauseMs), [250, 1000, 4000, 300_000]);
});
