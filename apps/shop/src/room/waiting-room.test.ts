import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ticket } from '@onsale/api-client';
import { choosable, hasLine, linePath } from './waiting-room.ts';

const OPENS = '2087-05-01T10:00:00Z';
const ticket = (more: Partial<Ticket> = {}): Ticket => ({
  ...{ id: 'seat', eventId: 'noon', name: 'Seat', type: 'adult', price: 20, currency: 'EUR' },
  ...{ capacity: 10, remaining: 10, onSale: false, soldOut: false, description: '' },
  ...more,
});
const event = {
  ...{
    startsAt: '2087-06-01T20:00:00Z',
    status: 'on_sale' as const,
    soldOut: false,
    remaining: 10,
  },
  waitingRoom: { opens: 'from' as const, opensAt: OPENS, isNeeded: false },
};
const areOnSale = (of: Parameters<typeof choosable>[0], ...tickets: Ticket[]) =>
  choosable(of, tickets).map(({ onSale }) => onSale);

test('what is on sale when the line opens can be chosen before, and nothing else', () => {
  const window = (salesFrom: string, salesTo?: string) =>
    ticket({ salesFrom, ...(salesTo === undefined ? {} : { salesTo }) });
  assert.deepEqual(
    areOnSale(
      event,
      window(OPENS),
      window('2087-05-02T10:00:00Z'),
      window('2087-04-01T10:00:00Z', '2087-04-30T10:00:00Z'),
    ),
    [true, false, false],
  );
  assert.deepEqual(areOnSale({ ...event, status: 'paused' }, window(OPENS)), [false]);
  const { waitingRoom: _, ...plain } = event;
  assert.deepEqual(areOnSale(plain, window(OPENS)), [false]);
});

test('an event has a line when one is needed or will be', () => {
  assert.ok(hasLine(event));
  assert.ok(hasLine({ waitingRoom: { opens: 'always', isNeeded: true } }));
  assert.ok(!hasLine({ waitingRoom: { opens: 'automatic', isNeeded: false } }));
  assert.ok(!hasLine({}));
  assert.equal(linePath('noon', 'basket=a%3A1'), '/line/noon?basket=a%3A1');
  assert.equal(linePath('noon', ''), '/line/noon');
});
