import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ShopState } from '../../src/pace/judge-shop.ts';
import { type LineReading, Pace } from '../../src/pace/pace.ts';
import { shareCalls } from '../../src/pace/share-calls.ts';

const CALLS_PER_S = 40;
const STEP_MS = 500;
const WELL: ShopState = { is: 'well' };

test('lines get an even share of the calls, and what others leave', () => {
  assert.equal(shareCalls(40, []), 40);
  assert.equal(shareCalls(40, [0, 0]), 40);
  assert.equal(shareCalls(40, [40, 1000]), 40 / 3);
  assert.equal(shareCalls(40, [4, 100]), 18);
  assert.equal(shareCalls(40, [100, 4, 6]), 15);
});

test('lines that keep to their share never use more than all calls, and none gets less than an even share', () => {
  const wants = fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1 });
  fc.assert(
    fc.property(wants, (all) => {
      const shares = all.map((_, i) => shareCalls(CALLS_PER_S, all.toSpliced(i, 1)));
      const used = all.map((want, i) => Math.min(want, shares[i] ?? 0)).reduce((a, b) => a + b);
      const wanted = all.reduce((a, b) => a + b);
      // But for rounding.
      assert.ok(Math.abs(used - Math.min(CALLS_PER_S, wanted)) < 1e-6, `${used} of ${wanted}`);
      for (const share of shares) assert.ok(share > CALLS_PER_S / all.length - 1e-6);
    }),
  );
});

/** A line with very many tickets, to which some come at once and others each second. */
class Line {
  readonly pace = new Pace();
  readonly #comePerS: number;
  #reading: LineReading;

  constructor({ waiting = 0, comePerS = 0 }) {
    this.#comePerS = comePerS;
    this.#reading = { atMs: 0, admitted: 0, served: 0, waiting, turns: 0 };
  }

  /** The people admitted in half a second. */
  step(others: readonly Line[]): number {
    const reading = this.#reading;
    const { perSecond } = this.pace.next(reading, {
      ...{ shop: WELL, left: 100_000, mostPerMinute: undefined, setPerMinute: undefined },
      callsPerS: shareCalls(
        CALLS_PER_S,
        others.map(({ pace }) => pace.wantedPerS),
      ),
      isPaused: false,
    });
    const come = (this.#comePerS * STEP_MS) / 1000;
    const admitted = Math.min(reading.waiting + come, (perSecond * STEP_MS) / 1000);
    this.#reading = {
      ...{ atMs: reading.atMs + STEP_MS, admitted: reading.admitted + admitted },
      waiting: reading.waiting + come - admitted,
      // Whoever is admitted orders at once.
      ...{ served: reading.served + admitted, turns: 0 },
    };
    return admitted;
  }
}

/** People a second whom each line admits once all have found their pace. */
function paces(lines: readonly Line[]): number[] {
  const step = () => lines.map((line) => line.step(lines.filter((other) => other !== line)));
  for (let i = 0; i < 40; i += 1) step();
  const [first, second] = [step(), step()];
  return first.map((admitted, i) => Math.round(admitted + (second[i] ?? 0)));
}

test('two lines at once admit together what payments take, where each alone would take it all', () => {
  assert.deepEqual(paces([new Line({ waiting: 10_000 })]), [40]);
  assert.deepEqual(paces([new Line({ waiting: 10_000 }), new Line({ waiting: 9000 })]), [20, 20]);
});

test('a line to which few come admits them at once, and leaves the rest to the other', () => {
  assert.deepEqual(paces([new Line({ waiting: 10_000 }), new Line({ comePerS: 4 })]), [36, 4]);
  const nobody = [new Line({ waiting: 10_000 }), new Line({})];
  assert.deepEqual(paces(nobody), [40, 0]);
});
