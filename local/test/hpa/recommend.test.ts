import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recommendByTotal, recommendByUtilization, type Replica } from '../../src/hpa/recommend.ts';

// Every case asks for 60 % of 500m of CPU: 300m a replica. What Kubernetes documents of it stands
// under "Algorithm details" of its page on the HorizontalPodAutoscaler.

const measured = (...cores: number[]): Replica[] =>
  cores.map((cpu) => ({ state: 'measured', cpu }));
const unready: Replica = { state: 'unready' };
const missing: Replica = { state: 'missing' };

const CASES: { name: string; replicas: Replica[]; wanted: number | undefined; percent?: number }[] =
  [
    { name: 'doubles at twice the target', replicas: measured(0.6), wanted: 2, percent: 120 },
    { name: 'halves at half of it', replicas: measured(0.15, 0.15), wanted: 1, percent: 30 },
    { name: 'rounds up', replicas: measured(0.4), wanted: 2, percent: 80 },
    { name: 'takes the mean of all', replicas: measured(0.6, 0.1, 0.1), wanted: 3, percent: 53 },
    { name: 'never rounds a whole number up', replicas: measured(0.4, 0.4, 0.4), wanted: 4 },
    { name: 'asks for none when nothing is used', replicas: measured(0, 0), wanted: 0 },
    // Tolerance: 54 % to 66 %.
    { name: 'stays at the upper end of the tolerance', replicas: measured(0.33, 0.33), wanted: 2 },
    { name: 'goes up just above it', replicas: measured(0.335, 0.335), wanted: 3, percent: 67 },
    {
      name: 'stays at the lower end',
      replicas: measured(...Array<number>(20).fill(0.27)),
      wanted: 20,
    },
    {
      name: 'goes down just below it',
      replicas: measured(...Array<number>(20).fill(0.265)),
      wanted: 18,
    },
    // Replicas that are not ready.
    {
      name: 'counts the unready as idle when going up',
      replicas: [...measured(0.6), unready],
      wanted: 2,
    },
    { name: 'goes up less with an unready one', replicas: [...measured(1.2), unready], wanted: 4 },
    { name: 'goes up as far when all are ready', replicas: measured(1.2), wanted: 4 },
    {
      name: 'does not turn around for the unready',
      replicas: [...measured(0.4), unready],
      wanted: 2,
    },
    {
      name: 'ignores the unready when going down',
      replicas: [...measured(0.1, 0.1), unready],
      wanted: 1,
    },
    // Replicas whose figure is missing.
    {
      name: 'counts the missing as idle when going up',
      replicas: [...measured(0.9), missing],
      wanted: 3,
    },
    {
      name: 'does not go up when the missing may be idle',
      replicas: [...measured(0.45), missing],
      wanted: 2,
    },
    {
      name: 'counts the missing as full when going down',
      replicas: [...measured(0.05, 0.05, 0.05), missing],
      wanted: 3,
    },
    {
      name: 'does not turn around for the missing',
      replicas: [...measured(0.25), missing],
      wanted: 2,
    },
    {
      name: 'counts the unready and the missing as idle going up',
      replicas: [...measured(1.2), unready, missing],
      wanted: 4,
    },
    {
      name: 'asks nothing when none has a figure',
      replicas: [unready, missing],
      wanted: undefined,
    },
  ];

for (const { name, replicas, wanted, percent } of CASES) {
  test(`by CPU: ${name}`, () => {
    const result = recommendByUtilization({
      replicas,
      requestCores: 0.5,
      targetPercent: 60,
      tolerance: { up: 0.1, down: 0.1 },
    });
    assert.equal(result?.replicas, wanted);
    if (percent !== undefined) assert.equal(result?.measured, percent);
  });
}

test('by CPU: what was measured is told without the guesses', () => {
  const result = recommendByUtilization({
    replicas: [...measured(1.2), unready],
    requestCores: 0.5,
    targetPercent: 60,
    tolerance: { up: 0.1, down: 0.1 },
  });
  assert.deepEqual(result, { replicas: 4, measured: 240 });
});

test('by CPU: each direction has its own tolerance', () => {
  const at = (cpu: number) =>
    recommendByUtilization({
      replicas: measured(cpu, cpu),
      requestCores: 0.5,
      targetPercent: 60,
      tolerance: { up: 0, down: 0.5 },
    })?.replicas;
  assert.deepEqual([at(0.305), at(0.16), at(0.14)], [3, 2, 1]);
});

test('by an amount: as many replicas as it takes, within the tolerance the current number', () => {
  const at = (total: number) =>
    recommendByTotal({ current: 2, total, perReplica: 100, tolerance: { up: 0.1, down: 0.1 } });
  assert.deepEqual(
    [0, 90, 180, 200, 220, 221, 500].map((total) => at(total).replicas),
    [0, 1, 2, 2, 2, 3, 5],
  );
  assert.equal(at(500).measured, 250);
});
