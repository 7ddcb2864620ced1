import type { Fleet, LoadReport, LoadSearch } from '@onsale/contracts';

/** What the fleet said at one moment of the run. */
export interface FleetSample {
  /** Since the start of the run. */
  atS: number;
  services: Pick<Fleet['services'][number], 'service' | 'living' | 'target'>[];
}

export interface PhaseRow {
  phase: LoadSearch['phase'];
  lastedS: number;
  /** Requests a second: the mean over the phase. */
  meanRps: number;
  /** The most processes of each service that is scaled. */
  processes: Record<string, number>;
  /** The median and the worst of the p99 of its seconds; null where nothing was answered. */
  medianP99Ms: number | null;
  worstP99Ms: number | null;
  failures: number;
}

/** What happened in each phase of a run that searched, in order. */
export function phaseRows(report: LoadReport, samples: readonly FleetSample[]): PhaseRow[] {
  return spansOf(report.search?.decisions ?? [], report.elapsedS).map(({ phase, fromS, toS }) => {
    const seconds = report.seconds.filter((each) => each.fromS >= fromS && each.fromS < toS);
    const p99s = seconds.flatMap(({ p99 }) => p99 ?? []).toSorted((a, b) => a - b);
    const sent = seconds.reduce((sum, { sentRps, spanS }) => sum + sentRps * spanS, 0);
    return {
      phase,
      lastedS: toS - fromS,
      meanRps: toS > fromS ? sent / (toS - fromS) : 0,
      processes: mostProcesses(samples.filter(({ atS }) => atS >= fromS && atS < toS)),
      medianP99Ms: p99s[Math.floor(p99s.length / 2)] ?? null,
      worstP99Ms: p99s.at(-1) ?? null,
      failures: seconds.reduce((sum, { failure }) => sum + failure, 0),
    };
  });
}

/** The rows as a table for docs/laboratory.md, with the verdict below. */
export function phaseTable(report: LoadReport, rows: readonly PhaseRow[]): string {
  const cells = rows.map((row) => [
    row.phase,
    `${Math.round(row.lastedS)} s`,
    whole(row.meanRps),
    Object.entries(row.processes)
      .map(([service, count]) => `${service} ${count}`)
      .join(', '),
    ms(row.medianP99Ms),
    ms(row.worstP99Ms),
    whole(row.failures),
  ]);
  const head = [
    'phase',
    'lasted',
    'requests/s',
    'processes',
    'p99, median',
    'p99, worst',
    'failures',
  ];
  const lines = [head, head.map(() => '---'), ...cells].map((line) => `| ${line.join(' | ')} |`);
  const { orders, verdict, latency } = report;
  return [
    ...lines,
    '',
    `Verdict: ${verdict.outcome}. ${whole(orders.accepted)} orders accepted, ${whole(orders.soldOut)} sold out, ` +
      `${whole(orders.lost)} lost, ${whole(orders.duplicated)} duplicated; p99 of the whole run ${ms(latency.run.p99)}.`,
    '',
  ].join('\n');
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

function mostProcesses(samples: readonly FleetSample[]): Record<string, number> {
  const most: Record<string, number> = {};
  for (const { services } of samples) {
    for (const { service, living, target } of services) {
      if (target !== null) most[service] = Math.max(most[service] ?? 0, living);
    }
  }
  return most;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function ms(value: number | null): string {
  return value === null ? '–' : `${whole(value)} ms`;
}
