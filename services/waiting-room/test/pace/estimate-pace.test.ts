import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PaceEstimate } from '../../src/pace/estimate-pace.ts';

/** An estimate of a line that admits as many as given in each second. */
class Watched {
  readonly estimate = new PaceEstimate();
  #atMs = 0;
  #admitted = 0;

  constructor() {
    this.estimate.add({ atMs: 0, admitted: 0, hasWaiting: true });
  }

  watch(seconds: number, perSecond: number, hasWaiting = true): this {
    for (let i = 0; i < seconds; i += 1) {
      this.#atMs += 1000;
      this.#admitted += perSecond;
      this.estimate.add({ atMs: this.#atMs, admitted: this.#admitted, hasWaiting });
    }
    return this;
  }

  get perMinute() {
    return this.estimate.perMinute;
  }
}

test('nothing is told before enough was seen', () => {
  assert.equal(new Watched().watch(2, 5).perMinute, undefined);
  assert.deepEqual(new Watched().watch(3, 5).perMinute, { slow: 300, usual: 300, fast: 300 });
});

test('a steady pace is told as it is', () => {
  assert.deepEqual(new Watched().watch(60, 2).perMinute, { slow: 120, usual: 120, fast: 120 });
});

test('of an uneven pace the slow, the usual and the fast tenths are told', () => {
  const watched = new Watched();
  watched.watch(30, 1).watch(100, 2).watch(30, 6);
  const { slow = 0, usual, fast = 0 } = watched.perMinute ?? {};
  assert.deepEqual([slow, usual, fast], [60, 120, 360]);
});

test('times in which nobody waited say nothing of the pace', () => {
  const watched = new Watched().watch(30, 2).watch(60, 0, false).watch(30, 2);
  assert.deepEqual(watched.perMinute, { slow: 120, usual: 120, fast: 120 });
});

test('a halt in which people wait counts', () => {
  const watched = new Watched().watch(60, 2).watch(30, 0);
  assert.equal(watched.perMinute?.slow, 0);
});

test('what was longer ago than three minutes is forgotten', () => {
  const watched = new Watched().watch(100, 50).watch(190, 1);
  assert.deepEqual(watched.perMinute, { slow: 60, usual: 60, fast: 60 });
});

test('a slow pace is told with a digit more', () => {
  const estimate = new PaceEstimate();
  estimate.add({ atMs: 0, admitted: 0, hasWaiting: true });
  estimate.add({ atMs: 11_000, admitted: 1, hasWaiting: true });
  assert.equal(estimate.perMinute?.usual, 5.5);
});
