import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError } from '@onsale/contracts';
import type { MailsRow } from '@onsale/records';
import { createLogger } from '@onsale/service';
import { type AttemptParts, attemptMail } from '../../src/mail/attempt-mail.ts';
import { openMailTransport } from '../../src/mail/mail-transport.ts';

/** What comes of a mail that cannot be written. */
async function attemptAfter(error: Error) {
  const counted: string[] = [];
  const parts: AttemptParts = {
    transport: openMailTransport({ DKIM_SELECTOR: 'onsale' }),
    metrics: {
      attempted: (_kind, outcome) => void counted.push(outcome),
      took: () => undefined,
      paused: () => undefined,
      sentTotal: () => 0,
    },
    logger: createLogger({ service: 'test', instance: 'test', level: 'silent' }),
    compose: async () => {
      throw error;
    },
    sender: async () => ({ address: 'box@hall.test' }),
  };
  const mail = { mail_id: 'mail_1', kind: 'confirmed', attempts: 0, urgency: 50 } as MailsRow;
  const attempt = await attemptMail(parts, mail);
  return { ...attempt, counted };
}

test('while Redis or the key of tickets is away, that is no attempt at a mail', async () => {
  for (const code of ['REDIS_UNAVAILABLE', 'NOT_READY', 'OVERLOADED'] as const) {
    const { outcome, isOutage, counted } = await attemptAfter(new ApiError(code, 'away'));
    assert.deepEqual([outcome.state, outcome.isAttempt, isOutage], ['waiting', false, true], code);
    assert.deepEqual(counted, ['not_composed']);
  }
});

test('a mail that cannot be written is tried later, and says why it waits', async () => {
  const { outcome, isOutage } = await attemptAfter(new TypeError('a fault of ours'));
  assert.deepEqual([outcome.state, outcome.isAttempt, isOutage], ['waiting', true, undefined]);
  assert.equal(outcome.answer, 'it could not be written');
});
