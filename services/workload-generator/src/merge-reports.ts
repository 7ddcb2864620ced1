import {
  LOAD_ENDPOINTS,
  type LoadEndpoint,
  type LoadEndpointName,
  type LoadFailure,
  type LoadReport,
  type LoadStats,
  type Percentiles,
} from '@onsale/contracts';
import { NOTHING_RECORDED, TimeHistogram } from './histogram.ts';
import { judge } from './verdict.ts';

/**
 * Merges the reports of generators that shared a load: counts are added, histograms are added bucket
 * by bucket (percentiles are never averaged), and the verdict is reached anew with the thresholds of
 * the first. The seconds stay those of the parts: clocks of several machines are not one clock.
 * Throws when there is nothing to merge, or something that isn't a report.
 */
export function mergeReports(reports: readonly LoadReport[]): LoadReport {
  const [first] = reports;
  if (first === undefined) throw new TypeError('there is no report to merge');
  const histogram = (name: Exclude<keyof LoadReport['histograms'], 'endpoints'>) =>
    mergeHistograms(reports.map((report) => report.histograms[name]));
  const histograms = {
    latency: histogram('latency'),
    serviceTime: histogram('serviceTime'),
    schedulerLag: histogram('schedulerLag'),
    clickToSettled: histogram('clickToSettled'),
  };
  const endpoints = LOAD_ENDPOINTS.map((_, i) =>
    mergeHistograms(reports.flatMap((report) => report.histograms.endpoints[i] ?? [])),
  );
  const total = (of: (report: LoadReport) => number) =>
    reports.reduce((sum, report) => sum + of(report), 0);
  const orders = (field: NumericOrderField) => total((report) => report.orders[field]);
  const accepted = orders('accepted');
  const followed = orders('followed');

  const stats: Omit<LoadStats, 'verdict'> = {
    state: 'finished',
    runId: reports.map((report) => report.runId).join('+'),
    target: first.target,
    sells: first.sells,
    config: first.config,
    ...(first.startedAt === undefined ? {} : { startedAt: first.startedAt }),
    elapsedS: Math.max(...reports.map((report) => report.elapsedS)),
    plannedS: Math.max(...reports.map((report) => report.plannedS)),
    targetRps: total((report) => report.targetRps),
    achievedRps: total((report) => report.achievedRps),
    averageRps: total((report) => report.averageRps),
    due: total((report) => report.due),
    sent: total((report) => report.sent),
    success: total((report) => report.success),
    failure: total((report) => report.failure),
    inFlight: total((report) => report.inFlight),
    dropped: total((report) => report.dropped),
    requests: addUp(reports.map((report) => report.requests)) as LoadStats['requests'],
    statusCodes: addUp(reports.map((report) => report.statusCodes)),
    errors: addUp(reports.map((report) => report.errors)),
    lastErrors: reports.flatMap((report) => report.lastErrors).slice(-10),
    endpoints: LOAD_ENDPOINTS.map((endpoint, i) =>
      addEndpoints(
        endpoint,
        reports.flatMap((report) => report.endpoints[i] ?? []),
        endpoints[i]?.percentiles() ?? NOTHING_RECORDED,
      ),
    ),
    failures: addFailures(reports.flatMap((report) => report.failures)),
    latency: whole(histograms.latency.percentiles()),
    serviceTime: whole(histograms.serviceTime.percentiles()),
    schedulerLag: whole(histograms.schedulerLag.percentiles()),
    orders: {
      accepted,
      soldOut: orders('soldOut'),
      followed,
      followedShare: accepted === 0 ? null : followed / accepted,
      confirmed: orders('confirmed'),
      held: orders('held'),
      rejected: orders('rejected'),
      pending: orders('pending'),
      lost: orders('lost'),
      duplicatesChecked: orders('duplicatesChecked'),
      duplicated: orders('duplicated'),
      clickToSettled: histograms.clickToSettled.percentiles(),
    },
  };
  return {
    ...stats,
    verdict: judge(stats, first.config.thresholds),
    seconds: [],
    histograms: {
      latency: histograms.latency.export(),
      serviceTime: histograms.serviceTime.export(),
      schedulerLag: histograms.schedulerLag.export(),
      clickToSettled: histograms.clickToSettled.export(),
      endpoints: endpoints.map((merged) => merged.export()),
    },
  };
}

type NumericOrderField = Exclude<keyof LoadStats['orders'], 'followedShare' | 'clickToSettled'>;

function mergeHistograms(exported: readonly string[]): TimeHistogram {
  const merged = new TimeHistogram();
  for (const text of exported) merged.addExported(text);
  return merged;
}

function addEndpoints(
  endpoint: LoadEndpointName,
  parts: readonly LoadEndpoint[],
  { count: samples, ...percentiles }: Percentiles,
): LoadEndpoint {
  const total = (field: 'sent' | 'success' | 'soldOut' | 'failure') =>
    parts.reduce((sum, part) => sum + part[field], 0);
  return {
    endpoint,
    sent: total('sent'),
    success: total('success'),
    soldOut: total('soldOut'),
    failure: total('failure'),
    ...percentiles,
    samples,
  };
}

// By endpoint and kind, each with its latest sample.
function addFailures(failures: readonly LoadFailure[]): LoadFailure[] {
  const groups = Map.groupBy(failures, ({ endpoint, kind }) => `${endpoint} ${kind}`);
  return [...groups.values()]
    .flatMap((group) => {
      const latest = group.toSorted((a, b) => (a.at < b.at ? 1 : -1))[0];
      const count = group.reduce((sum, failure) => sum + failure.count, 0);
      return latest === undefined ? [] : [{ ...latest, count }];
    })
    .toSorted((a, b) => b.count - a.count);
}

function whole(run: Percentiles) {
  return { run, second: NOTHING_RECORDED };
}

function addUp(counts: readonly Record<string, number>[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const [name, count] of counts.flatMap((record) => Object.entries(record))) {
    sum[name] = (sum[name] ?? 0) + count;
  }
  return sum;
}
