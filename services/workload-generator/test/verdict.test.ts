import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { LoadOutcome, LoadState, LoadThresholds } from '@onsale/contracts';
import { defaultLoad } from '../src/load-config.ts';
import { idleStats } from '../src/idle-stats.ts';
import { judge } from '../src/verdict.ts';

const CONFIG = defaultLoad({ TARGET_RPS: 100, MAX_DURATION_S: 60 });
const IDLE = idleStats(CONFIG);
const TIMES = { count: 100, p50: 5, p90: 6, p95: 7, p99: 8, p999: 9, max: 9 };

// A run of 100 requests, of which so many were orders, with so many answers of each kind.
function run(counts: {
  orders?: number;
  accepted?: number;
  soldOut?: number;
  failed?: number;
  followed?: number;
  confirmed?: number;
  rejected?: number;
  state?: LoadState;
  settledMs?: number;
}) {
  const { orders = 100, accepted = 0, soldOut = 0, failed = 0, followed = 0, settledMs } = counts;
  const { state = 'finished', rejected = 0, confirmed = followed } = counts;
  const [first, ...others] = IDLE.endpoints;
  const settled =
    settledMs === undefined ? IDLE.orders.clickToSettled : { ...TIMES, p99: settledMs };
  return {
    ...IDLE,
    state,
    due: 100,
    sent: 100,
    success: 100 - failed,
    failure: failed,
    latency: { run: TIMES, second: TIMES },
    endpoints: [
      { ...first!, sent: orders, success: accepted + soldOut, soldOut, failure: failed },
      ...others,
    ],
    orders: {
      ...{ ...IDLE.orders, accepted, soldOut, followed, confirmed, rejected },
      clickToSettled: settled,
    },
  };
}

const CASES: [string, ReturnType<typeof run> | typeof IDLE, LoadThresholds, LoadOutcome][] = [
  ['nothing was sent', IDLE, CONFIG.thresholds, 'unmeasured'],
  [
    'everything was sold',
    run({ accepted: 100, followed: 9, settledMs: 40 }),
    CONFIG.thresholds,
    'passed',
  ],
  ['nothing but sold out', run({ soldOut: 100 }), CONFIG.thresholds, 'nothing-sold'],
  ['sold out, and no threshold for it', run({ soldOut: 100 }), { p99Ms: 500 }, 'nothing-sold'],
  ['nothing but failures', run({ failed: 100 }), CONFIG.thresholds, 'nothing-sold'],
  ['most of it was sold out', run({ accepted: 40, soldOut: 60 }), CONFIG.thresholds, 'failed'],
  [
    'most may be sold out',
    run({ accepted: 1, soldOut: 99 }),
    { minAcceptedShare: 0, p99Ms: 9 },
    'passed',
  ],
  [
    'everything was accepted, and rejected afterwards',
    run({ accepted: 100, followed: 9, confirmed: 0, rejected: 9, settledMs: 40 }),
    CONFIG.thresholds,
    'nothing-sold',
  ],
  [
    'most was accepted, and rejected afterwards',
    run({ accepted: 100, followed: 9, confirmed: 2, rejected: 7, settledMs: 40 }),
    CONFIG.thresholds,
    'failed',
  ],
  [
    'nothing settled, and no threshold for that',
    run({ accepted: 100, followed: 9, confirmed: 0 }),
    { p99Ms: 500 },
    'nothing-sold',
  ],
  [
    'nothing settled yet',
    run({ accepted: 100, followed: 9, confirmed: 0, state: 'running' }),
    { p99Ms: 500 },
    'passed',
  ],
  ['some failed', run({ accepted: 98, failed: 2 }), CONFIG.thresholds, 'failed'],
  ['it was slow', run({ accepted: 100 }), { p99Ms: 7.9 }, 'failed'],
  ['the limit itself holds', run({ accepted: 100 }), { p99Ms: 8 }, 'passed'],
  [
    'what has a threshold was not measured',
    run({ accepted: 100 }),
    { duplicated: 0, lost: 0 },
    'unmeasured',
  ],
  ['no thresholds', run({ accepted: 100 }), {}, 'unmeasured'],
  ['readers alone, who buy nothing', run({ orders: 0 }), CONFIG.thresholds, 'passed'],
  [
    'orders that settle late',
    run({ accepted: 100, followed: 9, settledMs: 5001 }),
    CONFIG.thresholds,
    'failed',
  ],
];

for (const [name, stats, thresholds, outcome] of CASES) {
  it(`${name}: ${outcome}`, () => {
    const verdict = judge(stats, thresholds);
    assert.equal(verdict.outcome, outcome);
    assert.equal(
      verdict.passed,
      outcome === 'passed' ? true : outcome === 'unmeasured' ? null : false,
    );
    assert.equal(verdict.checks.length, Object.keys(thresholds).length);
  });
}
