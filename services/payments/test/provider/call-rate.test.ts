import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CallRate } from '../../src/provider/call-rate.ts';

const STEP_MS = 10;

interface Provider {
  /** Calls that it takes in a second. */
  takesPerS: number;
  /** Whether it refuses all others; else they wait for their answer. */
  refuses: boolean;
}

/** Somebody who always wants more calls than may be made, and what the provider answers. */
class Shop {
  readonly rate: CallRate;
  nowMs = 0;
  answered = 0;
  underWay = 0;
  #allowed = 0;
  #taken = 0;

  constructor(callsPerS: number) {
    this.rate = new CallRate(callsPerS);
  }

  get perS(): number {
    return this.rate.perS(this.nowMs);
  }

  ask({ takesPerS, refuses }: Provider, seconds: number): void {
    for (const endMs = this.nowMs + seconds * 1000; this.nowMs < endMs; this.nowMs += STEP_MS) {
      this.#allowed += (this.perS * STEP_MS) / 1000;
      this.#taken = Math.min(this.underWay + 1, this.#taken + (takesPerS * STEP_MS) / 1000);
      for (; this.#allowed >= 1; this.#allowed -= 1) this.underWay += 1;
      for (; this.#taken >= 1 && this.underWay > 0; this.#taken -= 1) this.#answer();
      if (!refuses || this.underWay === 0) continue;
      this.underWay = 0;
      this.rate.refused(this.nowMs);
    }
  }

  #answer(): void {
    this.underWay -= 1;
    this.answered += 1;
    this.rate.answered(this.nowMs, this.underWay);
  }
}

test('it is what the operator has set while the provider takes it', () => {
  const shop = new Shop(100);
  shop.ask({ takesPerS: 200, refuses: true }, 60);
  assert.equal(shop.perS, 100);
  assert.ok(shop.answered > 5900);
});

for (const refuses of [true, false]) {
  const how = refuses ? 'refuses the others' : 'lets the others wait';
  test(`it finds what a provider takes that ${how}, and more when that takes more`, () => {
    const shop = new Shop(100);
    shop.ask({ takesPerS: 20, refuses }, 60);
    const before = shop.answered;
    for (let second = 0; second < 120; second += 1) {
      shop.ask({ takesPerS: 20, refuses }, 1);
      assert.ok(shop.perS > 13 && shop.perS < 35, `${shop.perS} instead of about 20`);
    }
    // The provider is used, and what has piled up there gets less.
    assert.ok(shop.answered - before > 0.8 * 20 * 120, `${shop.answered - before} calls`);
    const piledUp = shop.underWay;
    assert.ok(piledUp < 300, `${piledUp} calls are under way`);
    shop.ask({ takesPerS: 500, refuses }, 120);
    assert.equal(shop.perS, 100);
  });
}

test('it stays while the provider is silent, because then nothing is known of it', () => {
  const shop = new Shop(100);
  shop.ask({ takesPerS: 200, refuses: false }, 10);
  shop.ask({ takesPerS: 0, refuses: false }, 60);
  assert.equal(shop.perS, 100);
});

test('trouble is forgotten after ten minutes without any, also when nobody asks', () => {
  const shop = new Shop(100);
  shop.ask({ takesPerS: 0, refuses: true }, 30);
  assert.equal(shop.perS, 1);
  shop.nowMs += 590_000;
  assert.equal(shop.perS, 1);
  shop.nowMs += 11_000;
  assert.equal(shop.perS, 100);
});
