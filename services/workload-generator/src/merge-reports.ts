import type { LoadReport, LoadStats, Percentiles } from '@onsale/contracts';
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
  const histogram = (name: keyof LoadReport['histograms']) => {
    const merged = new TimeHistogram();
    for (const report of reports) merged.addExported(report.histograms[name]);
    return merged;
  };
  const histograms = {
    latency: histogram('latency'),
    serviceTime: histogram('serviceTime'),
    schedulerLag: histogram('schedulerLag'),
    clickToSettled: histogram('clickToSettled'),
  };
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
    latency: whole(histograms.latency.percentiles()),
    serviceTime: whole(histograms.serviceTime.percentiles()),
    schedulerLag: whole(histograms.schedulerLag.percentiles()),
    orders: {
      accepted,
      soldOut: orders('soldOut'),
      followed,
      followedShare: accepted === 0 ? null : followed / accepted,
      confirmed: orders('confirmed'),
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
    config: first.config,
    seconds: [],
    histograms: {
      latency: histograms.latency.export(),
      serviceTime: histograms.serviceTime.export(),
      schedulerLag: histograms.schedulerLag.export(),
      clickToSettled: histograms.clickToSettled.export(),
    },
  };
}

type NumericOrderField = Exclude<keyof LoadStats['orders'], 'followedShare' | 'clickToSettled'>;

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
