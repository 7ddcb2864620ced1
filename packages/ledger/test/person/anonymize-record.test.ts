import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  anonymizeCause,
  anonymizeOrder,
  anonymizePayment,
  hasWord,
  packPayment,
  type Payment,
  unpackPayment,
  wordsOf,
  wordsOfOrder,
} from '../../src/index.ts';

const ID = '01m842xp8x00gt07zqfyj26crn2k';
const EXTRAS = {
  ...{ fee: 100, answers: [['shirt', 'XL']], paid: 'manual:transfer-of-ada' },
  refunds: [
    { id: 'okoro-complaint', atMs: 2, amountMinor: 5, tickets: [[0, 1]], restocked: true },
    { id: 'refund-17', atMs: 3, amountMinor: 5, tickets: [], restocked: true },
  ],
  holders: [[0, 1, 'Zoë Łukasik', 2]],
};
const RECORD = JSON.stringify([
  ...['r1780833652281=okoro-complaint@cccccccccccccccccccccc', 'adult:2:1250:adult', 2500, 'EUR'],
  ...['show', 'Ada Okoro', 'A.Okoro@example.org', 'credit_card', EXTRAS, 'of a newer version'],
]);

test('nothing of an anonymized order says who bought it, and what it cost stays', () => {
  const words = wordsOfOrder(RECORD);
  const after = anonymizeOrder(ID, RECORD, words);
  assert.doesNotMatch(after, /ada|okoro|example\.org|credit|XL|Zoë|Łukasik/i);
  const [head, lines, total, currency, event, name, email, method, extras, newer] = JSON.parse(
    after,
  ) as [string, ...unknown[]] & { 8: typeof EXTRAS };
  assert.match(head, /^r1780833652281=removed-[0-9a-f]{8}@c{22}$/);
  assert.deepEqual([lines, total, currency, event], ['adult:2:1250:adult', 2500, 'EUR', 'show']);
  assert.deepEqual([name, email, method], Array(3).fill('(removed)'));
  assert.equal(newer, 'of a newer version');
  assert.deepEqual(extras.holders, [[0, 1, '(removed)', 2]]);
  // The cause and the refund that it names are still the same.
  assert.equal(`r1780833652281=${extras.refunds[0]?.id}@${'c'.repeat(22)}`, head);
  assert.equal(extras.refunds[1]?.id, 'refund-17');
  assert.deepEqual(Object.keys(extras).sort(), ['fee', 'holders', 'paid', 'refunds']);
  assert.equal(anonymizeOrder(ID, after, words), after);
  assert.equal(anonymizeOrder(ID, after, wordsOfOrder(after)), after);
});

const payment: Payment = {
  ...{ revision: 7, provider: 'bank', amountMinor: 2500, currency: 'EUR', disputes: [] },
  attempts: [
    {
      ...{ number: 1, state: 'paid', startedAtMs: 1, expiresAtMs: 2 },
      ...{ paymentId: 'okoro_1', use: 'tickets' },
    },
  ],
  refunds: [
    {
      ...{ id: 'okoro-complaint', paymentId: 'okoro_1', amountMinor: 5, state: 'done' },
      ...{ reason: 'seller', askedAtMs: 3, problem: 'the card of A. Okoro is closed' },
    },
  ],
  markedPaid: { reference: 'transfer-of-ada', atMs: 3 },
};

test('a payment loses references and texts that name the person, and gets a new revision', () => {
  const words = wordsOfOrder(RECORD);
  const before = packPayment(payment);
  const record = anonymizePayment(ID, before, words);
  const after = unpackPayment(record);
  assert.equal(after.revision, 8);
  // What the provider knows it by stays, whatever it looks like.
  assert.equal(after.attempts[0]?.paymentId, 'okoro_1');
  assert.deepEqual(
    [after.refunds[0]?.id, after.refunds[0]?.problem],
    [anonymizeCause(ID, 'okoro-complaint', words), '(removed)'],
  );
  assert.match(after.markedPaid?.reference ?? '', /^removed-[0-9a-f]{8}$/);
  assert.equal(anonymizePayment(ID, record, words), record);
  assert.equal(anonymizePayment(ID, before, wordsOf(['Somebody Else'])), before);
});

test('a cause keeps what is not of the person, and different ones stay different', () => {
  const words = wordsOf(['Ada Li', 'li@example.org']);
  const cause = (text: string) => anonymizeCause(ID, text, words);
  assert.match(cause('manual:ada-1'), /^manual:removed-[0-9a-f]{8}$/);
  assert.notEqual(cause('ada-1'), cause('ada-2'));
  assert.notEqual(cause('ada-1'), anonymizeCause(`${ID.slice(0, -1)}0`, 'ada-1', words));
  for (const text of ['refund-17', 'linz', 'pi_3adamant', 'canada'])
    assert.equal(cause(text), text);
  const sale = wordsOf(['Sale Payment']);
  for (const text of ['sale', 'payment:paid']) assert.equal(anonymizeCause(ID, text, sale), text);
});

test('a person is found by each word of the name and of the address', () => {
  const words = wordsOf(['Jürgen de la Motte', 'j.motte+fair@example.org']);
  for (const text of ['to JÜRGEN', 'ju\u0308rgen-1', 'demotte17', 'fair', 'de']) {
    assert.ok(hasWord(text, words), text);
  }
  for (const text of ['j', 'example', 'org', 'affair', 'motion', '']) {
    assert.ok(!hasWord(text, words), text);
  }
});
