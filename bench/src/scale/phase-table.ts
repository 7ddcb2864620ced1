import type { LoadReport, LoadSearch, LoadSecond, LoadThresholds } from '@onsale/contracts';

export interface PhaseRow {
  phase: LoadSearch['phase'];
  lastedS: number;
  /** Requests a second: the mean over the phase, and in its highest second. */
  meanRps: number;
  highestRps: number;
  /** The most processes of each service that is scaled. */
  processes: Record<string, number>;
  /** The median and the worst of the p99 of its seconds; null where nothing was answered. */
  medianP99Ms: number | null;
  worstP99Ms: number | null;
  failures: number;
  /** What of it was worse than the thresholds of the run allow. */
  broken: readonly string[];
}

/** What happened in each phase of a run that searched, in order. */
export function phaseRows(report: LoadReport): PhaseRow[] {
  const { search, elapsedS, seconds, fleet } = report;
  return spansOf(search?.decisions ?? [], elapsedS).map(({ phase, fromS, toS }) => {
    const own = seconds.filter((each) => each.fromS >= fromS && each.fromS < toS);
    const p99s = own.flatMap(({ p99 }) => p99 ?? []).toSorted((a, b) => a - b);
    const spanS = sum(own, (second) => second.spanS);
    return {
      phase,
      lastedS: toS - fromS,
      meanRps: spanS > 0 ? sum(own, (second) => second.sentRps * second.spanS) / spanS : 0,
      highestRps: Math.max(0, ...own.map(({ sentRps }) => sentRps)),
      processes: mostProcesses(
        (fleet?.moments ?? []).filter(({ atS }) => atS >= fromS && atS < toS),
      ),
      medianP99Ms: p99s[Math.floor(p99s.length / 2)] ?? null,
      worstP99Ms: p99s.at(-1) ?? null,
      failures: sum(own, ({ failure }) => failure),
      broken: brokenIn(own, report.config.thresholds),
    };
  });
}

/** The rows as a table for docs/laboratory.md, with the verdict below. */
export function phaseTable(report: LoadReport, rows: readonly PhaseRow[]): string {
  const cells = rows.map((row) => [
    row.phase,
    `${Math.round(row.lastedS)} s`,
    whole(row.meanRps),
    whole(row.highestRps),
    Object.entries(row.processes)
      .map(([service, count]) => `${service} ${count}`)
      .join(', '),
    ms(row.medianP99Ms),
    ms(row.worstP99Ms),
    whole(row.failures),
    row.broken.length === 0 ? 'holds' : row.broken.join(', '),
  ]);
  const head = [
    'phase',
    'lasted',
    'requests/s, mean',
    'highest',
    'processes',
    'p99, median',
    'p99, worst',
    'failures',
    'thresholds',
  ];
  const lines = [head, head.map(() => '---'), ...cells].map((line) => `| ${line.join(' | ')} |`);
  const { orders, verdict, latency } = report;
  return [
    ...lines,
    '',
    `Verdict of the whole run: ${describeVerdict(verdict)}. ${whole(orders.accepted)} orders accepted, ${whole(orders.soldOut)} sold out, ` +
      `${whole(orders.lost)} lost, ${whole(orders.duplicated)} duplicated; p99 of the whole run ${ms(latency.run.p99)}.`,
    '',
  ].join('\n');
}

// The outcome, and what it was broken by.
function describeVerdict({ outcome, checks }: LoadReport['verdict']): string {
  const broken = checks
    .filter(({ passed }) => passed === false)
    .map(({ threshold, actual, bound, limit }) => `${threshold} ${actual}, ${bound} ${limit}`);
  return broken.length === 0 ? outcome : `${outcome} (${broken.join('; ')})`;
}

function spansOf(decisions: LoadSearch['decisions'], endS: number) {
  const spans: { phase: LoadSearch['phase']; fromS: number; toS: number }[] = [];
  for (const { phase, atS } of decisions) {
    const last = spans.at(-1);
    if (last?.phase === phase) continue;
    if (last !== undefined) last.toS = atS;
    spans.push({ phase, fromS: atS, toS: endS });
  }
  return spans;
}

// By the thresholds that can be judged second by second.
function brokenIn(
  seconds: readonly LoadSecond[],
  { p99Ms = Infinity, failureShare = 1, droppedShare = 1 }: LoadThresholds,
): string[] {
  const [failed, dropped] = [
    sum(seconds, ({ failure }) => failure),
    sum(seconds, (second) => second.dropped),
  ];
  const late = seconds.filter(({ p99 }) => (p99 ?? 0) > p99Ms).length;
  const answered = failed + sum(seconds, ({ success }) => success);
  return [
    ...(late > 0 ? [`p99 above ${ms(p99Ms)} in ${late} of ${seconds.length} s`] : []),
    ...(failed > failureShare * answered ? ['too many failures'] : []),
    ...(dropped > droppedShare * (answered + dropped) ? ['too many not sent'] : []),
    ...(answered === 0 ? ['nothing answered'] : []),
  ];
}

function mostProcesses(
  moments: NonNullable<LoadReport['fleet']>['moments'],
): Record<string, number> {
  const most: Record<string, number> = {};
  for (const { services } of moments) {
    for (const { service, living, target } of services) {
      if (target !== null) most[service] = Math.max(most[service] ?? 0, living);
    }
  }
  return most;
}

function sum(seconds: readonly LoadSecond[], of: (second: LoadSecond) => number): number {
  return seconds.reduce((total, second) => total + of(second), 0);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function ms(value: number | null): string {
  return value === null ? '–' : `${whole(value)} ms`;
}
