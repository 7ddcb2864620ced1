import {
  type LoadConfig,
  type LoadEndpoint,
  type LoadGoods,
  type LoadOutcome,
  type LoadReport,
  type LoadStats,
  NEVER_SETTLED_MS,
  type Percentiles,
  type Verdict,
} from '@onsale/contracts';

/** Kinds of failures in the table; the report has all. */
const SHOWN_FAILURES = 10;

/** One line of a run that is under way. */
export function liveLine(stats: LoadStats): string {
  const { second } = stats.latency;
  return [
    `${stats.elapsedS.toFixed(0)}/${stats.plannedS.toFixed(0)} s`,
    stats.state === 'running'
      ? `${stats.achievedRps.toFixed(0)} of ${stats.targetRps.toFixed(0)}/s`
      : `waiting: ${stats.inFlight} answers, ${stats.orders.pending} orders`,
    `p50 ${ms(second.p50)}`,
    `p99 ${ms(second.p99)}`,
    `failed ${stats.failure}`,
    `in flight ${stats.inFlight}`,
    ...(stats.orders.soldOut > 0 ? [`sold out ${stats.orders.soldOut}`] : []),
    ...(stats.dropped > 0 ? [`DROPPED ${stats.dropped}`] : []),
    ...(stats.search === undefined ? [] : [`${stats.search.phase}: ${stats.search.sentence}`]),
  ].join('  ');
}

/** What a run orders, in words. */
export function describeGoods({ sells, config }: { sells: LoadGoods; config: LoadConfig }): string {
  switch (sells) {
    case 'event':
      return `all tickets of the event ${config.event}`;
    case 'everything':
      return `REAL TICKETS, everything on sale: the target has no event ${config.event}`;
    case 'mix':
      return 'the tickets of the mix';
    default:
      return 'nothing, until the target tells what it sells';
  }
}

/** The result of a run as a table for a terminal. */
export function resultTable(report: LoadReport): string {
  const { orders } = report;
  const rows = [
    ['sold', describeGoods(report)],
    ['rate', `${report.averageRps.toFixed(1)}/s of ${report.targetRps.toFixed(1)}/s`],
    ['sent', `${report.sent} in ${report.elapsedS.toFixed(1)} s, dropped ${report.dropped}`],
    ['success', `${report.success}, ${orders.soldOut} of them sold out`],
    ['failure', String(report.failure)],
    ['answers', list(report.statusCodes)],
    ['errors', list(report.errors)],
    ...report.endpoints.filter(({ sent }) => sent > 0).map(endpointRow),
    ...report.failures
      .slice(0, SHOWN_FAILURES)
      .map(({ endpoint, kind, count }) => [`failed ${count}`, `${endpoint}: ${kind}`]),
    ['latency', times(report.latency.run)],
    ['service time', times(report.serviceTime.run)],
    ['scheduler lag', times(report.schedulerLag.run)],
    ['orders', `${orders.accepted} accepted, ${orders.soldOut} sold out`],
    [
      'followed',
      `${orders.followed} (${percent(orders.followedShare)}): ${orders.confirmed} confirmed, ` +
        `${orders.rejected} rejected, ${orders.pending} never settled, ${orders.lost} lost`,
    ],
    ['click to settled', times(orders.clickToSettled)],
    ['second clicks', `${orders.duplicatesChecked} checked, ${orders.duplicated} bought twice`],
    ...(report.steps ?? []).map((step) => [
      `step ${step.rps.toFixed(0)}/s`,
      `${step.passed ? 'held' : 'BROKE'}: p99 ${ms(step.p99Ms)}, failed ${percent(step.failureShare)}`,
    ]),
    ...(report.lastGoodRps === undefined
      ? []
      : [['last good rate', report.lastGoodRps === null ? 'none' : `${report.lastGoodRps}/s`]]),
    ...report.lastErrors
      .slice(-3)
      .map((error) => [`last ${error.status}`, error.body === '' ? '(no body kept)' : error.body]),
    ...(report.search?.decisions ?? []).map(({ atS, sentence }) => [
      `after ${atS.toFixed(0)} s`,
      sentence,
    ]),
    ...report.verdict.checks.map((check) => [
      check.threshold,
      `${check.actual === null ? 'not measured' : Number(check.actual.toPrecision(4))} ` +
        `(${check.bound} ${check.limit})${check.passed === false ? ' FAILED' : ''}`,
    ]),
    ['verdict', describeVerdict(report.verdict)],
  ];
  return `${rows.map(([name = '', value = '']) => `${name.padEnd(20)} ${value}`).join('\n')}\n`;
}

function endpointRow({ endpoint, sent, soldOut, failure, ...times }: LoadEndpoint): string[] {
  const counts = `${sent} sent, ${soldOut} sold out, ${failure} failed`;
  return [endpoint, `${counts}; p50 ${ms(times.p50)}  p99 ${ms(times.p99)}  max ${ms(times.max)}`];
}

const OUTCOMES: Record<LoadOutcome, string> = {
  passed: 'Passed',
  failed: 'Failed',
  'nothing-sold': 'Nothing was sold',
  unmeasured: 'Nothing was measured',
};

/** The outcome in the words of the laboratory, and what of it is not known. */
function describeVerdict({ outcome, checks }: Verdict): string {
  const open = checks.filter(({ actual }) => actual === null).map(({ threshold }) => threshold);
  if (open.length === 0 || outcome === 'unmeasured') return OUTCOMES[outcome];
  return `${OUTCOMES[outcome]} (not measured: ${open.join(', ')})`;
}

function times(times: Percentiles): string {
  if (times.count === 0) return 'none';
  const { p50, p90, p95, p99, p999, max } = times;
  return (
    `p50 ${ms(p50)}  p90 ${ms(p90)}  p95 ${ms(p95)}  p99 ${ms(p99)}  p99.9 ${ms(p999)}  ` +
    `max ${ms(max)}`
  );
}

function ms(value: number | null): string {
  if (value === null) return '-';
  if (value >= NEVER_SETTLED_MS) return 'never';
  return value < 10 ? `${value.toFixed(2)} ms` : `${value.toFixed(0)} ms`;
}

function percent(share: number | null): string {
  return share === null ? '-' : `${Number((share * 100).toFixed(2))} %`;
}

function list(counts: Record<string, number>): string {
  const entries = Object.entries(counts).map(([name, count]) => `${name}: ${count}`);
  return entries.length === 0 ? 'none' : entries.join(', ');
}
