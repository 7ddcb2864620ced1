import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ticket } from '@onsale/api-client';
import { nextTurnMs, type SaleFacts, saleOf, salesWindowOf, ticketsAt } from './sale.ts';

const HOUR = 3_600_000;
const OPENS = '2087-04-01T10:00:00+02:00';
const ENDS = '2087-04-30T10:00:00+02:00';
const opensMs = Date.parse(OPENS);
const endsMs = Date.parse(ENDS);

const event: SaleFacts = {
  status: 'on_sale',
  startsAt: '2087-05-01T20:00:00+02:00',
  soldOut: false,
  remaining: 40,
};
const limited: SaleFacts = { ...event, salesFrom: OPENS, salesTo: ENDS };
const ticket: Ticket = {
  ...{ id: 'seat', name: 'Seat', type: 'adult', description: '', eventId: 'show' },
  ...{ price: 10, currency: 'EUR', capacity: 100, remaining: 40, onSale: true, soldOut: false },
};

test('an event is on sale, sold out, or taken by buyers who have yet to pay', () => {
  assert.equal(saleOf(event, opensMs), 'open');
  assert.equal(saleOf({ ...event, soldOut: true, remaining: 0 }, opensMs), 'soldOut');
  assert.equal(saleOf({ ...event, remaining: 0 }, opensMs), 'taken');
});

test('its sale begins and ends to the millisecond', () => {
  assert.equal(saleOf(limited, opensMs - 1), 'before');
  assert.equal(saleOf(limited, opensMs), 'open');
  assert.equal(saleOf(limited, endsMs - 1), 'open');
  assert.equal(saleOf(limited, endsMs), 'ended');
});

test('a status says more than stock and sales window', () => {
  assert.equal(saleOf({ ...limited, status: 'paused' }, opensMs - 1), 'paused');
  assert.equal(saleOf({ ...event, status: 'closed', soldOut: true }, opensMs), 'closed');
  assert.equal(saleOf({ ...event, status: 'cancelled' }, Date.parse('2089-01-01')), 'cancelled');
});

test('an event is over at its end, or half a day after its start when no end is known', () => {
  const startsMs = Date.parse(event.startsAt);
  const endsAt = '2087-05-04T00:00:00+02:00';
  assert.equal(saleOf({ ...event, endsAt }, Date.parse(endsAt) - 1), 'open');
  assert.equal(saleOf({ ...event, endsAt }, Date.parse(endsAt)), 'over');
  assert.equal(saleOf(event, startsMs + 12 * HOUR - 1), 'open');
  assert.equal(saleOf(event, startsMs + 12 * HOUR), 'over');
  assert.equal(saleOf({ ...event, rehearsal: true }, startsMs + 1000 * HOUR), 'open');
});

test('the window of a ticket type lies within that of its event', () => {
  const later = '2087-04-10T10:00:00+02:00';
  assert.deepEqual(salesWindowOf(limited, { ...ticket, salesFrom: later }), {
    fromMs: Date.parse(later),
    toMs: endsMs,
  });
  assert.deepEqual(salesWindowOf(event, ticket), {
    fromMs: 0,
    toMs: Date.parse(event.startsAt) + 12 * HOUR,
  });
});

test('a sale opens on a page that has asked before', () => {
  const closed = { ...ticket, onSale: false };
  const at = (askedMs: number, nowMs: number, facts = limited) =>
    ticketsAt(facts, [closed], { askedMs, nowMs })[0]?.onSale;
  assert.equal(at(opensMs - 5000, opensMs - 1), false);
  assert.equal(at(opensMs - 5000, opensMs), true);
  assert.equal(at(opensMs + 1000, opensMs + 1100), true, 'the answer may have been a cached one');
  assert.equal(at(opensMs + 9000, opensMs + 9100), false, 'the server knows better by now');
  assert.equal(at(opensMs - 5000, opensMs, { ...limited, status: 'paused' }), false);
});

test('a sale ends on a page that has asked before', () => {
  const at = (nowMs: number) => ticketsAt(limited, [ticket], { askedMs: endsMs - 1000, nowMs });
  assert.deepEqual(at(endsMs - 1), [ticket]);
  assert.equal(at(endsMs)[0]?.onSale, false);
});

test('knows when the page changes by itself', () => {
  const endMs = Date.parse(event.startsAt) + 12 * HOUR;
  assert.equal(nextTurnMs(limited, [ticket], opensMs - 1), opensMs);
  assert.equal(nextTurnMs(limited, [ticket], opensMs), endsMs);
  assert.equal(nextTurnMs(limited, [ticket], endsMs), endMs);
  assert.equal(nextTurnMs(limited, [ticket], endMs), Infinity);
});
