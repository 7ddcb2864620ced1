import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ShopState } from '../../src/pace/judge-shop.ts';
import {
  type LineReading,
  MOST_PER_S,
  OPENING_PER_S,
  Pace,
  type PaceBounds,
} from '../../src/pace/pace.ts';

const WELL: ShopState = { is: 'well' };
const DOWN: ShopState = { is: 'down', why: 'no gateway is alive' };
const STRAINED: ShopState = { is: 'strained', why: 'more orders come than are settled' };

/** A line with very many people and tickets, of which a pace gets a reading each half second. */
class Sale {
  readonly pace = new Pace();
  line: LineReading = { atMs: 0, admitted: 0, served: 0, waiting: 50_000, turns: 0 };
  bounds: PaceBounds = {
    ...{ shop: WELL, left: 20_000, isPaused: false, callsPerS: undefined },
    ...{ mostPerMinute: undefined, setPerMinute: undefined },
  };

  /** The next reading, after half a second in which as many were admitted as the pace allows. */
  next(changes: Partial<PaceBounds> & Partial<Pick<LineReading, 'served' | 'waiting' | 'turns'>>) {
    const { served, waiting, turns, ...bounds } = changes;
    const { line } = this;
    this.bounds = { ...this.bounds, ...bounds };
    this.line = {
      ...{ atMs: line.atMs + 500, admitted: line.admitted },
      ...{ served: served ?? line.served, waiting: waiting ?? line.waiting },
      turns: turns ?? line.turns,
    };
    const limits = this.pace.next(this.line, this.bounds);
    this.line.admitted += limits.perSecond / 2;
    return limits;
  }

  /** The pace after so many seconds of the same. */
  after(seconds: number, changes: Partial<PaceBounds> = {}): number {
    let perSecond = 0;
    for (let i = 0; i < seconds * 2; i += 1) ({ perSecond } = this.next(changes));
    return perSecond;
  }
}

/** Equal but for rounding. */
function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) < expected / 1e6, `${actual} instead of ${expected}`);
}

describe('the pace', () => {
  it('opens gently and gets half as fast again each second while all is well', () => {
    const sale = new Sale();
    assert.equal(sale.next({}).perSecond, OPENING_PER_S);
    near(sale.after(1), 15);
    near(sale.after(2), 33.75);
    assert.equal(sale.after(60), MOST_PER_S);
  });

  it('stays while nobody waits or no tickets are free, because more is untried', () => {
    const sale = new Sale();
    sale.next({});
    assert.equal(sale.next({ waiting: 0 }).perSecond, OPENING_PER_S);
    assert.equal(sale.next({}).perSecond, OPENING_PER_S);
    sale.next({ waiting: 100, turns: 20, left: 20 });
    assert.equal(sale.after(10), OPENING_PER_S);
  });

  it('gets slower while the shop is strained, but never stops, and recovers', () => {
    const sale = new Sale();
    const fast = sale.after(8.5);
    near(sale.after(1, { shop: STRAINED }), fast / 2);
    near(sale.after(2), fast / 8);
    assert.equal(sale.after(60), 1);
    near(sale.after(1, { shop: WELL }), 1.5);
  });

  it('halts while the shop is down, and goes on by itself as gently as it opened', () => {
    const sale = new Sale();
    sale.after(20);
    assert.equal(sale.next({ shop: DOWN }).perSecond, 0);
    assert.equal(sale.after(30), 0);
    assert.ok(sale.next({ shop: WELL }).perSecond < OPENING_PER_S * 1.5);
  });

  it('is never more than the event allows', () => {
    const sale = new Sale();
    assert.equal(sale.after(20, { mostPerMinute: 1200 }), 20);
    assert.equal(sale.next({ mostPerMinute: 30 }).perSecond, 0.5);
  });

  it('is never more than payments may ask the provider, and slower at once when that is too much', () => {
    const sale = new Sale();
    assert.equal(sale.after(20, { callsPerS: 20 }), 20);
    near(sale.after(1, { shop: STRAINED }), 10);
    near(sale.after(1, { shop: WELL, callsPerS: undefined }), 15);
  });

  it('is what the seller says, until the shop is down or the seller pauses', () => {
    const sale = new Sale();
    assert.equal(sale.next({ setPerMinute: 6000, mostPerMinute: 60 }).perSecond, 100);
    assert.equal(sale.next({ shop: STRAINED }).perSecond, 100);
    assert.equal(sale.next({ shop: DOWN }).perSecond, 0);
    assert.equal(sale.next({ shop: WELL, isPaused: true }).perSecond, 0);
    assert.equal(sale.next({ isPaused: false, setPerMinute: 0 }).perSecond, 0);
  });

  it('goes on after a pause at the pace it had', () => {
    const sale = new Sale();
    const before = sale.after(5);
    assert.equal(sale.after(5, { isPaused: true }), 0);
    assert.ok(sale.next({ isPaused: false }).perSecond >= before);
  });

  it('goes on at the pace that others have reached when a process starts in mid-sale', () => {
    const pace = new Pace();
    const { bounds } = new Sale();
    const line = { atMs: 0, admitted: 9000, served: 8000, waiting: 1000, turns: 10 };
    pace.next(line, bounds);
    near(pace.next({ ...line, atMs: 1000, admitted: 9400 }, bounds).perSecond, 600);
  });
});

describe('the turns under way', () => {
  it('are never more than the tickets that are left', () => {
    const sale = new Sale();
    assert.equal(sale.next({ left: 7 }).maxTurns, 7);
    assert.equal(sale.next({ left: 0 }).maxTurns, 0);
  });

  it('leave out tickets of orders that may not be settled yet', () => {
    const sale = new Sale();
    sale.next({ left: 20 });
    assert.equal(sale.next({ served: 5 }).maxTurns, 15);
    // Those of more than a second ago are counted in what is left.
    sale.next({ left: 15 });
    assert.equal(sale.next({}).maxTurns, 15);
    assert.equal(sale.next({ served: 25 }).maxTurns, 0);
  });

  it('tell a step how many had ordered when that was known', () => {
    assert.equal(new Sale().next({ served: 42 }).served, 42);
  });
});
