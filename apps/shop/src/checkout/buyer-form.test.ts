import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CreateOrderRequest, ORDER_LIMITS } from '@onsale/contracts';
import type { EventQuestion, Ticket } from '@onsale/api-client';
import {
  ANSWER_LENGTH,
  answerField,
  type BuyerForm,
  checkForm,
  initialForm,
  NAME_LENGTH,
  problemsOfDetails,
  toRequest,
} from './buyer-form.ts';
import { EMAIL_LENGTH, EMAIL_PATTERN } from './email-address.ts';
import { slotsOf } from './questions.ts';

const form: BuyerForm = {
  ...{ name: 'Ada Okoro', email: 'ada@example.com', paymentMethod: 'online' },
  ...{ answers: {}, terms: undefined },
};
const nothing = { slots: [], termsVersion: undefined };
const lines = [{ ticket: { id: 'seat', name: 'Seat' } as Ticket, qty: 2 }];
const badge: EventQuestion = {
  ...{ id: 'badge', text: 'Name on the badge', type: 'text', required: true, for: 'ticket' },
};

const check = (change: Partial<BuyerForm>) => checkForm({ ...form, ...change }, nothing);

test('the limits and the pattern are those of the API', () => {
  const { nameLength, emailLength, answerLength } = ORDER_LIMITS;
  assert.deepEqual(
    [NAME_LENGTH, EMAIL_LENGTH, ANSWER_LENGTH],
    [nameLength, emailLength, answerLength],
  );
  const { pattern } = CreateOrderRequest.properties.customer.properties.email as {
    pattern?: string;
  };
  const theirs = new RegExp(String(pattern), 'u');
  const emails = [
    ...['a@b.cd', 'a@b', '@b.cd', 'a b@c.de', 'a@b..de', 'a@b.c.de', 'a(x)@b.de', 'a@b.de.'],
    ...['"a"@b.de', 'a@[1.2.3.4]', 'ä@ö.de', 'a\u0007@b.de', 'a,b@c.de', 'a@b@c.de'],
  ];
  for (const email of emails) assert.equal(EMAIL_PATTERN.test(email), theirs.test(email), email);
});

test('a complete form has no problem', () => {
  assert.deepEqual(check({}), {});
  assert.deepEqual(check({ name: 'علی‌رضا', email: ' ada@example.com ' }), {});
});

test('each field says what is wrong with it', () => {
  assert.deepEqual(check({ name: '  ', email: '' }), { name: 'missing', email: 'missing' });
  assert.deepEqual(check({ name: 'x'.repeat(201) }), { name: 'too-long' });
  assert.deepEqual(check({ email: `${'x'.repeat(250)}@b.de` }), { email: 'too-long' });
  assert.deepEqual(check({ email: 'ada(at)home@example.com' }), { email: 'not-an-address' });
  assert.deepEqual(check({ email: 'ada@example' }), { email: 'not-an-address' });
});

test('characters that turn a text around, or can not be seen, are found', () => {
  for (const name of [
    '\u202eevil',
    'A\u0007da',
    'A\u200bda',
    'Ada\u2066',
    'A\u2028da',
    'A\ufeffda',
  ]) {
    assert.deepEqual(check({ name }), { name: 'hidden' }, JSON.stringify(name));
  }
});

test('required answers and terms are asked for, with the version that applies now', () => {
  const slots = slotsOf([badge], lines);
  const asked = { slots, termsVersion: '2' };
  const [first = '', second = ''] = slots.map(({ id }) => id);
  const found = checkForm({ ...form, answers: { [first]: '\u202ex' }, terms: '1' }, asked);
  assert.deepEqual(found, {
    [answerField(first)]: 'hidden',
    [answerField(second)]: 'missing',
    terms: 'missing',
  });
});

test('the request has what was shown, and comes back into the form', () => {
  const slots = slotsOf([badge], lines);
  const answers = Object.fromEntries(slots.map(({ id }, i) => [id, `Name ${i}`]));
  const filled = { ...form, name: ' Ada Okoro ', answers, terms: '2' };
  const shown = { lines, shownTotal: 40, slots, termsVersion: '2', language: 'de' };
  const request = toRequest(filled, shown);
  assert.deepEqual(request, {
    customer: { name: 'Ada Okoro', email: 'ada@example.com' },
    items: [{ ticketId: 'seat', qty: 2 }],
    paymentMethod: 'online',
    expectedTotal: 40,
    answers: [
      { questionId: 'badge', answer: 'Name 0', ticketId: 'seat', number: 1 },
      { questionId: 'badge', answer: 'Name 1', ticketId: 'seat', number: 2 },
    ],
    terms: '2',
    language: 'de',
  });
  assert.deepEqual(initialForm(request), { ...filled, name: 'Ada Okoro' });
  const bare = toRequest(form, { ...shown, slots: [], termsVersion: undefined });
  const always = ['customer', 'items', 'paymentMethod', 'expectedTotal', 'language'];
  assert.deepEqual(Object.keys(bare), always);
});

test('what the server objects to stands at its field', () => {
  const slots = slotsOf([badge], lines);
  const answers = Object.fromEntries(slots.map(({ id }) => [id, 'Ada']));
  const order = { lines, shownTotal: 40, slots, termsVersion: '2', language: 'en' };
  const sent = toRequest({ ...form, name: 'x'.repeat(300), answers }, order);
  const details = ['customer.name', 'customer.email', 'answers[1].answer', 'terms', 'items[0].qty'];
  const found = problemsOfDetails(
    details.map((path) => ({ path, message: 'must NOT have more than 200 characters' })),
    sent,
  );
  assert.deepEqual(found, {
    name: 'too-long',
    email: 'not-an-address',
    [answerField(slots[1]?.id ?? '')]: 'refused',
    terms: 'missing',
  });
});
