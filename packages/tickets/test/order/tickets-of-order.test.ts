import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Order } from '@onsale/ledger';
import { ticketsOfOrder } from '../../src/index.ts';

const line = { ticketId: 'adult', type: 'adult', qty: 2, unitMinor: 1000 };
const refund = { id: 'r', atMs: 0, amountMinor: 1000, restocked: true };

function statesOf(order: Partial<Order>): string[] {
  const whole = { id: 's0-x', status: 'confirmed', lines: [line], ...order } as const;
  return ticketsOfOrder(whole).map(
    ({ line: at, number, version, state }) => `${at}/${number}/${version} ${state}`,
  );
}

const cases: [what: string, order: Partial<Order>, states: string[]][] = [
  ['a confirmed order', {}, ['0/1/1 valid', '0/2/1 valid']],
  [
    'one with a name and a ticket that was issued again twice',
    {
      extras: {
        holders: [
          [0, 1, 'Ada', 2],
          [0, 2, '', 3],
        ],
      },
    },
    ['0/1/1 replaced', '0/1/2 valid', '0/2/1 replaced', '0/2/2 replaced', '0/2/3 valid'],
  ],
  [
    'one with a refunded ticket, which had a name',
    { extras: { holders: [[0, 2, 'Ada', 2]], refunds: [{ ...refund, tickets: [[0, 2]] }] } },
    ['0/1/1 valid', '0/2/1 replaced', '0/2/2 refunded'],
  ],
  ['a refunded order', { status: 'refunded' }, ['0/1/1 refunded', '0/2/1 refunded']],
  ['a cancelled order', { status: 'cancelled' }, ['0/1/1 cancelled', '0/2/1 cancelled']],
  ...(['pending', 'held', 'rejected', 'expired', 'unknown'] as const).map(
    (status): [string, Partial<Order>, string[]] => [`an order that is ${status}`, { status }, []],
  ),
];

for (const [what, order, states] of cases) {
  test(`the list for the entrance has of ${what} what admits and what does not`, () => {
    assert.deepEqual(statesOf(order), states);
  });
}

test('no two tickets of two orders have the same id', () => {
  const of = (id: string) =>
    ticketsOfOrder({ id, status: 'confirmed', lines: [{ ...line, qty: 500 }, line] });
  const all = [...of('s0-x'), ...of('s0-y')].map(({ ticket }) => ticket);
  assert.equal(new Set(all).size, 1004);
});
