import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventInput } from '@onsale/contracts';
import { newEventForm } from '../form/event-form.ts';
import { eventOfForm } from '../form/event-of-form.ts';
import { detailsOfDraft } from './details-of-draft.ts';

const NOW = Date.parse('2087-01-01T00:00:00Z');
const seller = { name: 'Ada', revision: 1, terms: { version: '7', text: 'Be kind' } };
const DRAFT: EventInput = {
  ...{ id: 'gala', name: 'Gala', venue: 'Hall', startsAt: '2087-10-26T20:00:00+01:00' },
  ...{ currency: 'EUR', fee: 2, holdMinutes: 20, maxHoldsPerClient: 2 },
  pools: [{ id: 'floor', capacity: 30 }],
  tickets: [
    { id: 'gala-seat', name: 'Seat', type: 'adult', price: '25.50', capacity: 40, pool: 'floor' },
    { id: 'gala-free', name: 'Free', type: 'child', price: 0, capacity: 5 },
  ],
};

test('a draft is shown as it would be on sale', () => {
  const shown = detailsOfDraft(DRAFT, { seller, left: new Map([['gala-free', 0]]), nowMs: NOW });
  assert.equal(shown.status, 'on_sale');
  assert.equal(shown.onSale, true);
  assert.equal(shown.fromPrice, 0);
  assert.equal(shown.termsOf, 'seller');
  assert.deepEqual(
    shown.tickets.map(({ price, fee, remaining, soldOut }) => ({ price, fee, remaining, soldOut })),
    [
      { price: 25.5, fee: 2, remaining: 30, soldOut: false },
      { price: 0, fee: undefined, remaining: 0, soldOut: true },
    ],
  );
  assert.equal('maxHoldsPerClient' in shown || 'pools' in shown, false);
});

test('a sale that has not begun is closed', () => {
  const draft = { ...DRAFT, salesFrom: '2087-02-01T00:00:00Z', termsVersion: '1' };
  const shown = detailsOfDraft(draft, { seller, left: new Map(), nowMs: NOW });
  assert.deepEqual(
    [shown.onSale, shown.tickets[0]?.onSale, shown.termsOf],
    [false, false, 'event'],
  );
});

test('a ticket type that needs a code is not shown, and the event has codes', () => {
  const [seat, free] = DRAFT.tickets;
  assert.ok(seat && free);
  const show = (tickets: EventInput['tickets']) =>
    detailsOfDraft({ ...DRAFT, tickets }, { seller, left: new Map(), nowMs: NOW });
  const some = show([seat, { ...free, hidden: true }]);
  assert.deepEqual([some.ticketIds, some.hasCodes, some.soldOut], [['gala-seat'], true, false]);
  const none = show([{ ...free, hidden: true }]);
  assert.deepEqual([none.tickets, none.hasCodes, none.soldOut], [[], true, false]);
  assert.equal(show([seat, free]).hasCodes, false);
});

test('nobody waits in a preview', () => {
  const draft: EventInput = { ...DRAFT, waitingRoom: { opens: 'always' } };
  const shown = detailsOfDraft(draft, { seller, left: new Map(), nowMs: NOW });
  assert.equal('waitingRoom' in shown, false);
});

test('a draft of which nothing is said yet can be shown', () => {
  const draft = eventOfForm(newEventForm());
  const shown = detailsOfDraft(draft, { seller, left: new Map(), nowMs: NOW });
  assert.deepEqual([shown.id, shown.tickets[0]?.price, shown.remaining], ['draft', 0, 0]);
});
