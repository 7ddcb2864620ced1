import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Discount, discountMinorOf } from '../src/discount.ts';

const ANY = { leastMinor: 0, stepMinor: 1 };
const ONLINE = { leastMinor: 50, stepMinor: 1 };
const lines = [
  { ticketId: 'adult', qty: 2, unitMinor: 2550 },
  { ticketId: 'child', qty: 1, unitMinor: 999 },
];

function discount(of: Partial<Discount>, payable = ANY): number {
  return discountMinorOf({ unit: 'order', ...of }, lines, payable);
}

describe('the discount of an order', () => {
  it('is a percentage of what is discounted, rounded down once', () => {
    assert.equal(discount({ percent: 10 }), 609);
    assert.equal(discount({ percent: 10, discounted: ['child'] }), 99);
    assert.equal(discount({ percent: 33.333, discounted: ['adult', 'child'] }), 2032);
    assert.equal(discount({ percent: 0.001 }), 0);
  });

  it('is an amount for each use, the order or every discounted ticket', () => {
    assert.equal(discount({ amountMinor: 500 }), 500);
    assert.equal(discount({ unit: 'ticket', amountMinor: 500 }), 1500);
    assert.equal(discount({ unit: 'ticket', amountMinor: 500, discounted: ['adult'] }), 1000);
  });

  it('is never more than the price of what is discounted', () => {
    assert.equal(discount({ amountMinor: 5000, discounted: ['child'] }), 999);
    assert.equal(discount({ percent: 100 }), 6099);
    assert.equal(discount({ percent: 250 }), 6099);
  });

  it('is none when nothing is discounted', () => {
    assert.equal(discount({}), 0);
    assert.equal(discount({ percent: 50, discounted: ['other'] }), 0);
    assert.equal(discountMinorOf({ unit: 'order', percent: 50 }, [], ONLINE), 0);
  });

  it('leaves nothing, or what can be paid', () => {
    assert.equal(discount({ amountMinor: 6098 }, ONLINE), 6049);
    assert.equal(discount({ amountMinor: 6049 }, ONLINE), 6049);
    assert.equal(discount({ amountMinor: 6099 }, ONLINE), 6099);
    const coarse = { leastMinor: 10, stepMinor: 10 };
    const dinars = [{ ticketId: 'adult', qty: 1, unitMinor: 10_010 }];
    assert.equal(discountMinorOf({ unit: 'order', percent: 15 }, dinars, coarse), 1500);
  });

  it('is exact for the largest amounts', () => {
    const dear = [{ ticketId: 'adult', qty: 1, unitMinor: Number.MAX_SAFE_INTEGER }];
    const half = discountMinorOf({ unit: 'order', percent: 50 }, dear, ANY);
    assert.equal(half, 4_503_599_627_370_495);
  });

  it('leaves a total that can be paid whatever the code says', () => {
    const anyDiscount = fc.record(
      {
        unit: fc.constantFrom('order' as const, 'ticket' as const),
        percent: fc.integer({ min: 0, max: 100_000 }).map((thousandths) => thousandths / 1000),
        amountMinor: fc.nat(20_000),
        discounted: fc.subarray(['a', 'b', 'c']),
      },
      { requiredKeys: ['unit'] },
    );
    const anyLines = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }).chain((ids) =>
      fc.tuple(
        ...ids.map((ticketId) =>
          fc.record({
            ticketId: fc.constant(ticketId),
            qty: fc.integer({ min: 1, max: 20 }),
            unitMinor: fc
              .oneof(fc.constant(0), fc.integer({ min: 5, max: 900 }))
              .map((n) => n * 10),
          }),
        ),
      ),
    );
    fc.assert(
      fc.property(anyDiscount, anyLines, (of, ordered) => {
        const payable = { leastMinor: 50, stepMinor: 10 };
        const grossMinor = ordered.reduce((sum, { qty, unitMinor }) => sum + qty * unitMinor, 0);
        const totalMinor = grossMinor - discountMinorOf(of, ordered, payable);
        assert.ok(totalMinor >= 0 && totalMinor <= grossMinor);
        assert.ok(totalMinor === 0 || totalMinor >= 50, String(totalMinor));
        assert.equal(totalMinor % 10, 0);
      }),
    );
  });
});
