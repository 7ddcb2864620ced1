import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventQuestion, Ticket } from '@onsale/api-client';
import type { PickedLine } from '../event/basket.ts';
import { answersOf, slotIdOfAnswer, slotsOf, unanswered, valuesOf } from './questions.ts';

const badge: EventQuestion = {
  ...{ id: 'badge', text: 'Name on the badge', type: 'text', required: true, for: 'ticket' },
};
const lunch: EventQuestion = {
  ...{ id: 'lunch', text: 'Lunch', type: 'choice', choices: ['Soup', 'Salad'], required: false },
  for: 'order',
};

function line(id: string, qty: number): PickedLine {
  return { ticket: { id, name: id.toUpperCase() } as Ticket, qty };
}

test('a question is asked once, or for each ticket with its number', () => {
  const slots = slotsOf([badge, lunch], [line('seat', 2), line('box', 1)]);
  assert.deepEqual(
    slots.map(({ question, ticket }) => [question.id, ticket?.name, ticket?.number]),
    [
      ['lunch', undefined, undefined],
      ['badge', 'SEAT', 1],
      ['badge', 'SEAT', 2],
      ['badge', 'BOX', 1],
    ],
  );
  assert.equal(new Set(slots.map(({ id }) => id)).size, 4);
});

test('an event without questions asks nothing', () => {
  assert.deepEqual(slotsOf([], [line('seat', 3)]), []);
  assert.equal(answersOf([], {}), undefined);
});

test('only what is required and empty is missing', () => {
  const slots = slotsOf([badge, lunch], [line('seat', 2)]);
  const [, first, second] = slots;
  assert.deepEqual(unanswered(slots, { [first?.id ?? '']: ' ' }), [first, second]);
  assert.deepEqual(unanswered(slots, { [first?.id ?? '']: 'Ada' }), [second]);
});

test('answers go out with the ticket that they are for, and come back into the same slots', () => {
  const slots = slotsOf([badge, lunch], [line('seat', 2)]);
  const values = { [slots[0]?.id ?? '']: 'Soup', [slots[2]?.id ?? '']: ' Grace ' };
  const answers = answersOf(slots, values);
  assert.deepEqual(answers, [
    { questionId: 'lunch', answer: 'Soup' },
    { questionId: 'badge', answer: 'Grace', ticketId: 'seat', number: 2 },
  ]);
  assert.deepEqual(valuesOf(answers), { ...values, [slots[2]?.id ?? '']: 'Grace' });
  assert.equal(slotIdOfAnswer(answers, 1), slots[2]?.id);
  assert.equal(slotIdOfAnswer(answers, 9), undefined);
  assert.deepEqual(valuesOf(undefined), {});
});

test('a choice that is not offered any more is not sent', () => {
  const slots = slotsOf([{ ...lunch, choices: ['Salad'] }], [line('seat', 1)]);
  assert.equal(answersOf(slots, { lunch: 'Soup' }), undefined);
  const required = slotsOf([{ ...lunch, choices: ['Salad'], required: true }], [line('seat', 1)]);
  assert.equal(unanswered(required, { lunch: 'Soup' }).length, 1);
});

test('a ticket fewer takes its answers along, and the others keep theirs', () => {
  const two = slotsOf([badge], [line('seat', 2)]);
  const values = { [two[0]?.id ?? '']: 'Ada', [two[1]?.id ?? '']: 'Grace' };
  const one = slotsOf([badge], [line('seat', 1)]);
  assert.deepEqual(answersOf(one, values), [
    { questionId: 'badge', answer: 'Ada', ticketId: 'seat', number: 1 },
  ]);
});
