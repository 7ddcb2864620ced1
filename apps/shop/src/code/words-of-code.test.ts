import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { CodeOffer, Ticket } from '@onsale/api-client';
import { loadTexts, loadTextsOf } from '../app/texts.ts';
import { m } from '../paraglide/messages.js';
import { wordsOfOffer, wordsOfRefusal } from './words-of-code.ts';

before(async () => {
  await loadTexts('en');
  await loadTextsOf('code');
});

const offerOf = (change: Partial<CodeOffer>): CodeOffer => {
  return { code: 'SUMMER', tickets: [], unit: 'order', ...change };
};
const ticketOf = (id: string, name: string): Ticket => ({
  ...{ id, name, type: 'adult', description: '', eventId: 'show' },
  ...{ price: 10, currency: 'EUR', capacity: 100, remaining: 40, onSale: true, soldOut: false },
});
const TICKETS = [ticketOf('seat', 'Seat'), ticketOf('crew', 'Crew')];

test('a discount is told with what it is for', () => {
  const only = { discounted: ['crew', 'gone'] };
  assert.deepEqual(wordsOfOffer(offerOf({ percent: 12.5, ...only }), 'EUR', TICKETS), [
    ...[m.code_percent({ percent: '12.5' }), m.code_only({ names: 'Crew' })],
  ]);
  const [order, each] = (['order', 'ticket'] as const).map((unit) =>
    wordsOfOffer(offerOf({ amount: 5, unit }), 'EUR', TICKETS),
  );
  assert.deepEqual(order, [m.code_amount({ amount: '€5.00' })]);
  assert.deepEqual(each, [m.code_amount_each({ amount: '€5.00' })]);
});

test('what a code opens is named, and its uses are told where each ticket is one', () => {
  const opens = { tickets: TICKETS, usesLeft: 3 };
  const opened = m.code_opens({ names: 'Seat, Crew' });
  assert.deepEqual(wordsOfOffer(offerOf(opens), 'EUR', TICKETS), [opened]);
  assert.deepEqual(wordsOfOffer(offerOf({ ...opens, unit: 'ticket' }), 'EUR', TICKETS), [
    ...[opened, m.code_uses_left({ count: 3, text: '3' })],
  ]);
});

test('why a code can’t be used is said, and nothing while nobody knows', () => {
  const from = '2087-01-01T10:00:00Z';
  const found = offerOf({ validFrom: from, validTo: '2087-01-02T10:00:00Z' });
  assert.equal(wordsOfRefusal(undefined, undefined, 0), undefined);
  assert.match(wordsOfRefusal(undefined, found, Date.parse(from) - 1) ?? '', /only valid from/);
  assert.equal(wordsOfRefusal(undefined, found, Date.parse('2087-01-03T10:00:00Z')), m.code_over());
  assert.equal(wordsOfRefusal('CODE_USED_UP', undefined, 0), m.code_used_up());
  assert.equal(wordsOfRefusal('RATE_LIMITED', undefined, 0), m.code_limited());
  assert.equal(wordsOfRefusal('CODE_NOT_FOUND', undefined, 0), m.code_unknown());
});
