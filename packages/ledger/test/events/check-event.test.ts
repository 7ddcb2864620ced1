import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type EventDocument,
  eventsKey,
  manualHoldMsOf,
  stockKey,
  writeEvent,
} from '../../src/index.ts';
import { startLedgerRedis } from '../test-ledger.ts';
import { documentOf, refused, ticketOf } from './test-event.ts';

const { server, freshLedger } = await startLedgerRedis();

const pool = { id: 'hall', capacity: 5 };
const choice = {
  ...({ id: 'size', text: 'Size', required: true, for: 'ticket' } as const),
  type: 'choice' as const,
};
/** What is wrong, and where. */
const wrong: [change: Partial<EventDocument>, path: string, problem: RegExp][] = [
  [{ id: 'a:b' }, 'id', /must be 1 to 64 characters of a-z, 0-9 and -/],
  [{ currency: 'EURO' }, 'currency', /"EURO" is not an ISO 4217 currency code/],
  [{ startsAt: '2087-06-18T16:00:00' }, 'startsAt', /must be a time since 1971 with a UTC offset/],
  [{ endsAt: '2087-02-30T16:00:00Z' }, 'endsAt', /must be a time since 1971 with a UTC offset/],
  // Would be the same as no end at all.
  [{ salesTo: '1970-01-01T00:00:00Z' }, 'salesTo', /must be a time since 1971 with a UTC offset/],
  [{ endsAt: '2087-06-18T16:00:00Z' }, 'endsAt', /must be after startsAt/],
  [{ endsAt: '2087-06-18T17:00:00+02:00' }, 'endsAt', /must be after startsAt/],
  [{ doorsAt: '2087-06-18T16:00:01Z' }, 'doorsAt', /must not be after startsAt/],
  [{ namesUntil: '2087-06-19T04:00:01Z' }, 'namesUntil', /must not be after the end of the event/],
  [{ namesUntil: 'noon' }, 'namesUntil', /must be a time since 1971 with a UTC offset/],
  [
    { salesFrom: '2087-02-01T00:00:00Z', salesTo: '2087-01-01T00:00:00Z' },
    'salesTo',
    /must be after salesFrom/,
  ],
  [
    { salesFrom: '2087-02-01T00:00:00Z', salesTo: '2087-02-01T01:00:00+01:00' },
    'salesTo',
    /must be after salesFrom/,
  ],
  [{ salesFrom: '2087-06-19T04:00:00Z' }, 'salesFrom', /nothing could be sold/],
  [{ timeZone: 'Europe/Nowhere' }, 'timeZone', /"Europe\/Nowhere" is not an IANA time zone/],
  [{ timeZone: '+01:00' }, 'timeZone', /is not an IANA time zone/],
  [{ timeZone: 'europe/berlin' }, 'timeZone', /is not an IANA time zone/],
  [{ picture: 'http://example.org/a.jpg' }, 'picture', /must be a path .* or an https URL/],
  [{ picture: '//example.org/a.jpg' }, 'picture', /must be a path/],
  [{ picture: 'javascript:alert(1)' }, 'picture', /must be a path/],
  [{ minPerOrder: 5, maxPerOrder: 4 }, 'minPerOrder', /must not be above maxPerOrder, which is 4/],
  [{ maxPerOrder: -1 }, 'maxPerOrder', /must be a whole number from 1 to 1000, not -1/],
  [{ maxPerCustomer: 0 }, 'maxPerCustomer', /must be a whole number from 1/],
  [{ minPerOrder: 4, maxPerCustomer: 3 }, 'maxPerCustomer', /must not be below minPerOrder/],
  [{ maxHoldsPerCustomer: -2 }, 'maxHoldsPerCustomer', /must be a whole number/],
  [{ maxHoldsPerClient: 1.5 }, 'maxHoldsPerClient', /must be a whole number/],
  [{ holdMinutes: 0 }, 'holdMinutes', /must be a number from 0.05 to 10080, not 0/],
  [{ manualHoldDays: 61 }, 'manualHoldDays', /must be a whole number from 1 to 60, not 61/],
  [
    { paymentMethods: ['online'], tickets: [ticketOf('adult', { priceMinor: 49 })] },
    'tickets[0].price',
    /must be 0 or at least 0.50 USD, the least that can be paid online/,
  ],
  [
    {
      paymentMethods: ['online'],
      tickets: [ticketOf('adult', { priceMinor: 5125, currency: 'KWD' })],
    },
    'tickets[0].price',
    /must be a multiple of 0.010 KWD/,
  ],
  [
    {
      paymentMethods: ['cash', 'online'],
      tickets: [ticketOf('adult', { priceMinor: 150, currency: 'MGA' })],
    },
    'tickets[0].price',
    /must be a multiple of 1.00 MGA/,
  ],
  [{ waitingRoom: { opens: 'from', from: 'noon' } }, 'waitingRoom.from', /must be a time since/],
  [
    { waitingRoom: { opens: 'always', from: '2087-01-01T10:00:00Z' } },
    'waitingRoom.from',
    /only for a waiting room that opens from a moment on/,
  ],
  [
    { waitingRoom: { opens: 'from', from: '2099-01-01T10:00:00Z' } },
    'waitingRoom.from',
    /must be before the end of the sale/,
  ],
  [
    { waitingRoom: { opens: 'always', lobbyFrom: '2086-01-01T10:00:00Z' } },
    'waitingRoom.lobbyFrom',
    /needs a moment at which the line opens/,
  ],
  [
    {
      waitingRoom: {
        ...{ opens: 'from', from: '2086-01-01T10:00:00Z', lobbyFrom: '2086-01-01T10:00:00Z' },
      },
    },
    'waitingRoom.lobbyFrom',
    /must be before the line opens/,
  ],
  [{ taxRate: -1 }, 'taxRate', /must be a percentage from 0 to 100/],
  [{ taxRate: 8.1234 }, 'taxRate', /at most 3 digits/],
  [{ feeMinor: 1001 }, 'tickets[0].price', /is a fee above the price/],
  [{ terms: 'No refunds.' }, 'terms', /needs a termsVersion/],
  [{ paymentMethods: ['online', ' '] }, 'paymentMethods[1]', /must be 1 to 64 visible characters/],
  [{ questions: [choice] }, 'questions[0]', /lacks choices/],
  [
    { questions: [{ ...choice, type: 'text', choices: ['S'] }] },
    'questions[0].choices',
    /are only for a question of type choice/,
  ],
  [
    { questions: [1, 2].map(() => ({ ...choice, choices: ['S', 'M'] })) },
    'questions[1].id',
    /size is used twice; question ids must be unique/,
  ],
  [
    { maxPerOrder: 4, tickets: [ticketOf('adult', { minPerOrder: 5 })] },
    'tickets[0].minPerOrder',
    /must not be above maxPerOrder of the event/,
  ],
  [
    { maxPerCustomer: 4, tickets: [ticketOf('adult', { minPerOrder: 5 })] },
    'tickets[0].minPerOrder',
    /must not be above maxPerCustomer of the event/,
  ],
  [{ pools: [pool] }, 'pools[0]', /is a pool that no ticket type draws on/],
  [
    { pools: [{ ...pool, capacity: -1 }], tickets: [ticketOf('adult', { pool: 'hall' })] },
    'pools[0].capacity',
    /must be a whole number from 0 to 1000000000, not -1/,
  ],
  [
    { pools: [pool, pool], tickets: [ticketOf('adult', { pool: 'hall' })] },
    'pools[1].id',
    /hall is used twice; pool ids must be unique/,
  ],
  [
    { tickets: [ticketOf('adult', { pool: 'hall' })] },
    'tickets[0].pool',
    /"hall" is not a pool of this event/,
  ],
  [{ tickets: [ticketOf('adult', { capacity: -1 })] }, 'tickets[0].capacity', /from 0 to/],
  [{ tickets: [ticketOf('a'), ticketOf('a')] }, 'tickets[1].id', /a is used twice/],
  [{ tickets: [ticketOf('adult', { type: 'A B' })] }, 'tickets[0].type', /must be 1 to 64/],
  [{ tickets: [ticketOf('adult', { currency: 'yen' })] }, 'tickets[0].currency', /ISO 4217/],
  [{ tickets: [ticketOf('adult', { feeMinor: 1001 })] }, 'tickets[0].fee', /is a fee above/],
  [
    { tickets: [ticketOf('adult', { minPerOrder: 3, maxPerOrder: 2 })] },
    'tickets[0].minPerOrder',
    /must not be above maxPerOrder/,
  ],
  [
    {
      tickets: [
        ticketOf('adult', { salesFrom: '2087-02-01T00:00:00Z', salesTo: '2087-01-01T00:00:00Z' }),
      ],
    },
    'tickets[0].salesTo',
    /must be after salesFrom/,
  ],
  [
    {
      salesTo: '2087-03-01T00:00:00Z',
      tickets: [ticketOf('adult', { salesFrom: '2087-03-01T00:00:00Z' })],
    },
    'tickets[0].salesFrom',
    /lies outside of the sales window of the event/,
  ],
];

for (const [change, path, problem] of wrong) {
  const name = JSON.stringify(change).slice(0, 90);
  test(`${name} is refused at ${path}, and nothing is written`, async () => {
    const ledger = await freshLedger();
    const result = await writeEvent(ledger, documentOf(change), { revision: 0 });
    const { details } = refused(result, 'INVALID_EVENT');
    assert.deepEqual(
      details.map((detail) => detail.path),
      [path],
      JSON.stringify(details),
    );
    assert.match(String(details[0]?.message), problem);
    assert.equal(await server.command('EXISTS', eventsKey(0), stockKey(0)), 0);
  });
}

test('every problem is named, not only the first', async () => {
  const ledger = await freshLedger();
  const document = documentOf({ timeZone: 'Moon/Base', maxPerOrder: -1, picture: 'a.jpg' });
  const { details } = refused(await writeEvent(ledger, document, { revision: 0 }), 'INVALID_EVENT');
  assert.deepEqual(
    details.map(({ path }) => path),
    ['timeZone', 'picture', 'maxPerOrder'],
  );
});

test('a price that cannot be paid online is none of our business where nothing is', async () => {
  const ledger = await freshLedger();
  const tiny = ticketOf('adult', { priceMinor: 1 });
  const free = ticketOf('adult', { priceMinor: 0, eventId: 'gift', id: 'gift' });
  const events = [
    documentOf({ tickets: [tiny], paymentMethods: ['manual'] }),
    documentOf({ id: 'gift', tickets: [free], paymentMethods: ['online'] }),
  ];
  for (const document of events) {
    const result = await writeEvent(ledger, document, { revision: 0 });
    assert.equal(result.outcome, 'written', JSON.stringify(result));
  }
});

test('a hold of days never goes beyond the start of the event', () => {
  const event = documentOf({ startsAt: '2087-06-18T16:00:00Z', manualHoldDays: 3 });
  const before = (ms: number) => manualHoldMsOf(event, Date.parse(event.startsAt) - ms);
  const dayMs = 86_400_000;
  assert.deepEqual([5 * dayMs, 2 * dayMs, 0, -1].map(before), [3 * dayMs, 2 * dayMs, 0, 0]);
  const { manualHoldDays: _days, ...usual } = event;
  assert.equal(manualHoldMsOf(usual, 0), 7 * dayMs);
});

test('an event that uses every field is accepted', async () => {
  const ledger = await freshLedger();
  const document = documentOf({
    ...{ city: 'Basel', category: 'concert', timeZone: 'Europe/Zurich', picture: '/a.jpg' },
    ...{ doorsAt: '2087-06-18T16:00:00Z', endsAt: '2087-06-18T20:00:00Z' },
    ...{ salesFrom: '2026-01-01T00:00:00Z', salesTo: '2087-06-18T18:00:00Z' },
    ...{ minPerOrder: 1, maxPerOrder: 8, maxPerCustomer: 8, maxHoldsPerCustomer: 1 },
    ...{ maxHoldsPerClient: 20, holdMinutes: 10, manualHoldDays: 14 },
    paymentMethods: ['online', 'manual', 'cash box'],
    ...{ taxRate: 8.1, feeMinor: 150, termsVersion: '2087-1', terms: 'No refunds.' },
    questions: [{ ...choice, choices: ['S', 'M'] }],
    pools: [pool],
    tickets: [ticketOf('adult', { pool: 'hall', feeMinor: 0, maxPerOrder: 4 })],
  });
  const result = await writeEvent(ledger, document, { revision: 0 });
  assert.equal(result.outcome, 'written', JSON.stringify(result));
});
