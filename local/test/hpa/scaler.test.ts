import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Scaler } from '../../src/hpa/scaler.ts';
import {
  atTempo,
  DEFAULT_SCALE_DOWN,
  DEFAULT_SCALE_UP,
  type HpaSettings,
} from '../../src/hpa/settings.ts';

const settings: HpaSettings = {
  minReplicas: 1,
  maxReplicas: 20,
  metrics: [
    { type: 'Utilization', resource: 'cpu', percent: 60 },
    { type: 'AverageValue', name: 'waiting', perReplica: 100 },
  ],
  scaleUp: DEFAULT_SCALE_UP,
  scaleDown: DEFAULT_SCALE_DOWN,
};

/** Decides every 15 seconds and does what was decided, with the same figures for each replica. */
class Simulation {
  readonly #scaler: Scaler;
  #nowMs = 0;
  count: number;

  constructor(options: Partial<HpaSettings>, count: number) {
    this.#scaler = new Scaler({ ...settings, ...options });
    this.count = count;
  }

  step(figures: { cpu?: number; waiting?: number }, seconds = 15) {
    const { cpu } = figures;
    this.#nowMs += seconds * 1000;
    const decision = this.#scaler.decide({
      nowMs: this.#nowMs,
      replicas: Array.from({ length: this.count }, () =>
        cpu === undefined ? ({ state: 'unready' } as const) : ({ state: 'measured', cpu } as const),
      ),
      requestCores: 0.5,
      totals: new Map([['waiting', figures.waiting]]),
    });
    const change = decision.desired - this.count;
    if (change !== 0) this.#scaler.changed({ atMs: this.#nowMs, change });
    this.count = decision.desired;
    return decision;
  }
}

test('takes the largest of what the metrics ask for, and tells which', () => {
  const decision = new Simulation({}, 2).step({ cpu: 0.1, waiting: 390 });
  assert.equal(decision.desired, 4);
  assert.deepEqual(decision.reason, { metric: settings.metrics[1], measured: 195 });
});

test('goes up, but not down, when a metric cannot be read', () => {
  assert.equal(new Simulation({}, 2).step({ cpu: 0.6 }).desired, 4);
  const fleet = new Simulation({ scaleDown: { ...DEFAULT_SCALE_DOWN, stabilizationMs: 0 } }, 4);
  assert.equal(fleet.step({ cpu: 0.05 }).desired, 4);
  assert.equal(fleet.step({ cpu: 0.05, waiting: 0 }).desired, 1);
});

test('changes nothing when no metric can be read', () => {
  assert.deepEqual(new Simulation({}, 3).step({}), { desired: 3, recommended: 3 });
});

test('goes at once into its limits, in any state', () => {
  assert.equal(new Simulation({}, 25).step({}).desired, 20);
  assert.equal(new Simulation({ minReplicas: 2 }, 1).step({}).desired, 2);
});

test('never leaves its limits, and tells what is wanted beyond', () => {
  const decision = new Simulation({ maxReplicas: 2 }, 1).step({ cpu: 1.5, waiting: 0 });
  assert.deepEqual([decision.desired, decision.recommended], [2, 5]);
  const fleet = new Simulation(
    { minReplicas: 2, scaleDown: { ...DEFAULT_SCALE_DOWN, stabilizationMs: 0 } },
    3,
  );
  assert.equal(fleet.step({ cpu: 0, waiting: 0 }).desired, 2);
});

test('goes up by the larger of 4 and 100 % in 15 seconds, by default', () => {
  const fleet = new Simulation({}, 1);
  const counts = Array.from({ length: 4 }, () => fleet.step({ cpu: 5, waiting: 0 }).desired);
  assert.deepEqual(counts, [5, 10, 20, 20]);
});

test('goes down only when it was quiet for five minutes, by default', () => {
  const fleet = new Simulation({}, 1);
  fleet.step({ cpu: 1.2, waiting: 0 });
  assert.equal(fleet.count, 4);
  const counts: number[] = [];
  for (let i = 0; i < 21; i++) counts.push(fleet.step({ cpu: 0, waiting: 0 }).desired);
  // The recommendation of 4 leaves the window after 300 seconds.
  assert.deepEqual(counts, [...Array<number>(19).fill(4), 1, 1]);
});

test('goes down by a quarter a minute, as the manifests of this project say', () => {
  const scaleDown = {
    ...DEFAULT_SCALE_DOWN,
    stabilizationMs: 0,
    policies: [{ type: 'Percent', value: 25, periodMs: 60_000 } as const],
  };
  const fleet = new Simulation({ scaleDown }, 8);
  const counts = Array.from({ length: 9 }, () => fleet.step({ cpu: 0, waiting: 0 }).desired);
  assert.deepEqual(counts, [6, 6, 6, 6, 4, 4, 4, 4, 3]);
});

test('is faster by its tempo in all its times', () => {
  const faster = atTempo(settings, 10);
  assert.equal(faster.scaleDown.stabilizationMs, 30_000);
  assert.deepEqual(
    faster.scaleUp.policies.map(({ periodMs }) => periodMs),
    [1500, 1500],
  );
});
