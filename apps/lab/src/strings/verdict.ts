import type { LoadOutcome } from '@onsale/api-client';

/** How a run has ended. */
export const OUTCOMES = {
  passed: 'Passed',
  failed: 'Failed',
  'nothing-sold': 'Nothing was sold',
  unmeasured: 'Nothing measured',
} as const satisfies Record<LoadOutcome, string>;

/** What a run is judged by. */
export const verdictText = {
  verdict: {
    title: 'Verdict',
    none: 'A run is judged by its thresholds while it goes on.',
    outcomes: OUTCOMES,
    soFar: 'so far',
    unmeasuredWhy: 'No threshold could be judged: nothing that they ask for was measured.',
    allSoldOut: (count: string) =>
      `All ${count} orders were answered “sold out”. Reset the rehearsals, and run again.`,
    noneAccepted:
      'Orders were answered, but none was accepted. See the failures below the endpoints.',
    allRejected: 'Orders were accepted, but all that were followed were rejected afterwards.',
    noneSettled:
      'Orders were accepted, but none that was followed has settled. Is an order worker running?',
    never: 'never',
    threshold: 'threshold',
    limit: 'limit',
    actual: 'measured',
    result: 'result',
    holds: 'holds',
    broken: 'broken',
    notMeasured: 'not measured',
    names: {
      p99Ms: 'p99 latency, ms',
      clickToSettledP99Ms: 'click to settled, p99, ms',
      failureShare: 'failures',
      minAcceptedShare: 'orders accepted',
      droppedShare: 'not sent by the generator',
      lost: 'lost orders',
      duplicated: 'duplicate orders',
    } as Record<string, string>,
    steps: 'Steps',
    stepRate: 'rate / s',
    stepP99: 'p99 ms',
    stepFailure: 'failures',
    stepAnswered: 'answered',
    lastGood: (rate: string) => `The highest rate that held: ${rate} requests a second.`,
    noneGood: 'No step held.',
  },

  endpoints: {
    title: 'Endpoints',
    note: 'latency in ms, counted from when each request was due',
    endpoint: 'endpoint',
    sent: 'sent',
    success: 'success',
    soldOut: 'sold out',
    failure: 'failures',
    samples: 'samples',
    percentiles: {
      p50: 'p50',
      p90: 'p90',
      p95: 'p95',
      p99: 'p99',
      p999: 'p99.9',
      max: 'max',
    },
    failures: 'Failures',
    noFailures: 'None in this run.',
    kind: 'kind',
    count: 'count',
    last: 'last at',
    sample: 'sample answer',
    noSample: 'no answer',
  },
} as const;
