import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chartPoints } from './chart-points.ts';
import { lastDays, readReportsSearch } from './reports-search.ts';

const sold = (day: string, net: number) => ({
  ...{ day, currency: 'EUR', orders: 1, tickets: 2, refundedTickets: 0 },
  ...{ gross: net, refunded: 0, net, fee: 0, tax: 0, discount: 0 },
});

test('a day without sales has a bar, too', () => {
  const points = chartPoints([sold('2027-03-01', 5), sold('2027-02-27', 3)]);
  assert.deepEqual(
    points.map(({ when, net }) => [when, net]),
    [
      ['2027-02-27', 3],
      ['2027-02-28', 0],
      ['2027-03-01', 5],
    ],
  );
  assert.deepEqual(chartPoints([]), []);
});

test('many days are added up by month', () => {
  const points = chartPoints([sold('2026-12-31', 1), sold('2027-03-01', 2), sold('2027-03-31', 4)]);
  assert.deepEqual(
    points.map(({ when, net, tickets }) => [when, net, tickets]),
    [
      ['2026-12', 1, 2],
      ['2027-01', 0, 0],
      ['2027-02', 0, 0],
      ['2027-03', 6, 4],
    ],
  );
});

test('an address with other days than there are has no period', () => {
  const search = readReportsSearch({ from: '2027-02-31', to: '2027-02-28' });
  assert.deepEqual(search, { to: '2027-02-28' });
  const march = new Date(2027, 2, 1, 12).getTime();
  assert.deepEqual(lastDays(7, march), { from: '2027-02-23' });
});
