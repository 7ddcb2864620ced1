import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { startMailServer } from '@onsale/testing';
import { judgeAnswer } from '../../src/mail/judge-answer.ts';
import { openMailTransport } from '../../src/mail/mail-transport.ts';

const MESSAGE = { from: 'box@hall.test', to: 'ada@example.com', subject: 'Hello', text: 'Hello' };

async function send(url: string) {
  const transport = openMailTransport({ SMTP_URL: url, DKIM_SELECTOR: 'onsale' });
  try {
    return await transport.send(MESSAGE, 'mail_1');
  } finally {
    transport.close();
  }
}

/** What is judged of a server that did not take the mail. */
async function refused(url: string) {
  const error: unknown = await send(url).then(
    () => assert.fail('the mail was taken'),
    (reason: unknown) => reason,
  );
  return judgeAnswer(error);
}

test('a server that offers TLS is talked to by TLS, and must be the one that it says it is', async (t) => {
  const server = await startMailServer({ disabledCommands: [] });
  t.after(() => server.stop());
  const { is, answer } = await refused(server.url);
  assert.deepEqual([is, answer], ['unusable', 'the certificate of the server is not trusted']);
  const trusting = await send(`${server.url}?requireTLS=true&tls.rejectUnauthorized=false`);
  assert.equal(trusting.isEncrypted, true);
});

test('where TLS is wanted, no mail leaves without', async (t) => {
  const server = await startMailServer();
  t.after(() => server.stop());
  assert.equal((await refused(`${server.url}?requireTLS=true`)).is, 'unusable');
  assert.deepEqual(server.mails, []);
});

test('what a server says of itself is kept', async (t) => {
  const server = await startMailServer({ size: 2000 });
  t.after(() => server.stop());
  assert.deepEqual(await send(server.url), { answer: '250 OK: message queued', maxBytes: 2000 });
});

test('a server that is not there, and a name that nobody has, cannot be used', async () => {
  const server = await startMailServer();
  await server.stop();
  assert.deepEqual(await refused(server.url), {
    ...{ is: 'unusable', answer: 'nobody answers there', isTooFast: false },
  });
  assert.equal((await refused('smtp://mail.invalid:587')).is, 'unusable');
});

test('an address that cannot be read is not told, and nothing is written beside the log', async (t) => {
  for (const url of ['smtp://shop:very/secret@mail.test', 'smtp://shop:very#secret@mail.test']) {
    assert.throws(
      () => openMailTransport({ SMTP_URL: url, DKIM_SELECTOR: 'onsale' }),
      (error: Error) => error.message.includes('%2F') && !inspect(error).includes('secret'),
    );
  }
  const server = await startMailServer();
  t.after(() => server.stop());
  const written = t.mock.method(console, 'log', () => undefined);
  const taken = await send(`${server.url}?logger=true&debug=true&transactionLog=true`);
  assert.deepEqual([taken.answer, written.mock.callCount()], ['250 OK: message queued', 0]);
});
