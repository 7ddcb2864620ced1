import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findLimits, type WatchedSecond } from '../src/index.ts';

const CORES = 4;

test('names the part whose processes were full, from when to when, and what to change', () => {
  const seconds = secondsOf(30, (atS) =>
    atS >= 3 && atS <= 21 ? { cpu: { gateway: 4.9 }, processes: { gateway: 5 } } : {},
  );
  const [limit, ...others] = findLimits(seconds, 16);
  assert.deepEqual(others, []);
  assert.equal(limit?.part, 'gateway');
  assert.deepEqual([limit?.fromS, limit?.toS], [3, 21]);
  assert.equal(limit?.change, 'raise minReplicas of gateway from 5 to 6');
});

test('takes a limit that comes back soon for the same one, and forgets a hiccup', () => {
  const full = { cpu: { redis: 0.97 } };
  const seconds = secondsOf(40, (atS) => {
    if ((atS >= 5 && atS <= 7) || (atS >= 20 && atS <= 22)) return full;
    if (atS >= 38) return full;
    return atS === 30 ? { cpu: { payments: 0.95 } } : {};
  });
  const limits = findLimits(seconds, CORES);
  assert.deepEqual(
    limits.map(({ part, fromS, toS }) => [part, fromS, toS]),
    [
      ['redis', 5, 22],
      ['redis', 38, 40],
    ],
  );
});

test('says of a machine that is full what has used it', () => {
  const seconds = secondsOf(10, () => ({ cpu: { gateway: 0.8, simulator: 0.7, nginx: 0.4 } }));
  const [limit] = findLimits(seconds, 2);
  assert.equal(limit?.part, 'machine');
  assert.match(limit?.why ?? '', /all 2 cores .* gateway 40 % and simulator 35 %/);
});

test('says when it was the simulator, and not the shop', () => {
  const limits = findLimits(
    secondsOf(10, () => ({ lagMs: 400 })),
    CORES,
  );
  assert.deepEqual(
    limits.map(({ part }) => part),
    ['simulator'],
  );
});

test('says when the door refused a crowd that comes from one address', () => {
  const [limit] = findLimits(
    secondsOf(10, () => ({ slowedDown: 50, cpu: { nginx: 1 } })),
    CORES,
  );
  assert.equal(limit?.part, 'door');
  assert.match(limit?.change ?? '', /RATE_LIMIT_REQUESTS/);
});

test('names workers by their backlog, gateways by their refusals, and payments by those who can’t pay', () => {
  const seconds = [
    ...secondsOf(10, () => ({ backlog: 9000 })),
    ...secondsOf(10, () => ({ refused: 7 })).map((each) => ({ ...each, atS: each.atS + 20 })),
    ...secondsOf(10, () => ({ refused: 7, unpaid: 7 })).map((each) => ({
      ...each,
      atS: each.atS + 40,
    })),
  ];
  assert.deepEqual(
    findLimits(seconds, CORES).map(({ part, change }) => [part, change]),
    [
      ['order-worker', 'raise minReplicas of the order worker by one'],
      ['gateway', 'raise minReplicas of the gateway by one'],
      [
        'payments',
        'raise PAYMENT_CALLS_PER_S of payments as far as the provider allows it, or run one more of them',
      ],
    ],
  );
});

test('says that the line held everybody back when nothing was at its end', () => {
  const [limit] = findLimits(
    secondsOf(10, () => ({ waiting: 900, remaining: 50, perMinute: 600 })),
    CORES,
  );
  assert.equal(limit?.part, 'waiting-room');
  assert.match(limit?.why ?? '', /about 600 people a minute/);
});

test('finds nothing where nobody had to wait', () => {
  assert.deepEqual(
    findLimits(
      secondsOf(10, () => ({})),
      CORES,
    ),
    [],
  );
});

test('does not blame a part for what it does once the last order is confirmed', () => {
  const mailing = { cpu: { delivery: 1 } };
  const over = { admitted: 0, ordered: 0, confirmed: 0 };
  const seconds = secondsOf(60, (atS) => (atS < 20 ? {} : { ...mailing, ...over }));
  assert.deepEqual(findLimits(seconds, CORES), []);
  // While tickets are left, people may be waiting for it.
  const selling = secondsOf(60, (atS) => (atS < 20 ? {} : { ...mailing, ...over, remaining: 5 }));
  assert.deepEqual(
    findLimits(selling, CORES).map(({ part }) => part),
    ['delivery'],
  );
});

function secondsOf(
  count: number,
  differences: (atS: number) => Partial<WatchedSecond>,
): WatchedSecond[] {
  return Array.from({ length: count }, (_, i) => ({
    ...{ atS: i + 1, waiting: 0, admitted: 1, ordered: 1, confirmed: 1, refused: 0, slowMs: 5 },
    ...{
      lagMs: 1,
      slowedDown: 0,
      unpaid: 0,
      cpu: {},
      processes: {},
      remaining: 0,
      perMinute: undefined,
    },
    ...differences(i + 1),
  }));
}
