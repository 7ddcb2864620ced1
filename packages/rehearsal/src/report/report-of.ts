import { availableParallelism } from 'node:os';
import type { Finding, RehearsalReport } from '@onsale/contracts';
import type { PreparedEvent } from '../event/prepare-event.ts';
import type { Evidence } from '../evidence.ts';
import type { Installation } from '../installation.ts';
import { judgeTimes, type Measured } from '../judge-times.ts';
import { findLimits } from '../limits/find-limits.ts';
import type { Sale } from '../play/play-sale.ts';
import { judgePromises } from '../promises/judge-promises.ts';
import type { Played, RehearsalOptions } from '../rehearse.ts';
import { summaryOf, verdictOf } from '../verdict.ts';

/** The report of a rehearsal: what was promised and whether it held, how fast it was, and what was the limit. */
export function reportOf(
  installation: Installation,
  parts: {
    event: PreparedEvent;
    played: Played;
    evidence: Evidence;
    options: RehearsalOptions;
    startedAt: Date;
  },
): RehearsalReport {
  const { event, played, evidence, options, startedAt } = parts;
  const { sale, watch, kills } = played;
  const measured: Measured = {
    ...{ people: sale.people, times: sale.tally.times, paidMs: sale.paidMs },
    ...{ scanMs: played.scanMs, soldOutAtMs: played.soldOutAtMs, lags: sale.tally.lags },
  };
  const cores = availableParallelism();
  const { times, findings: timeFindings } = judgeTimes(measured);
  const judged = kills.length > 0 ? timeFindings.map(unlessDisturbed) : timeFindings;
  const findings = [...judgePromises(evidence), ...judged];
  const limits = findLimits(watch.seconds, cores);
  const counts = countsOf(evidence, sale);
  const verdict = verdictOf(findings);
  const { kind, url, version } = installation;
  return {
    ...{ verdict, summary: summaryOf({ findings, counts, limits, plan: options.plan }) },
    ...{ plan: options.plan, installation: { kind, url, version, cores } },
    ...{ eventName: event.name, startedAt: startedAt.toISOString() },
    opensAt: new Date(event.opensAtMs).toISOString(),
    tookS: Math.round((played.endedAtMs - sale.opensAtMs) / 100) / 10,
    ...{ counts, findings, times, limits, kills },
    seconds: watch.seconds.map(
      ({ slowedDown: _1, unpaid: _2, processes: _3, remaining: _4, perMinute: _5, ...second }) =>
        second,
    ),
    answers: Object.fromEntries([...sale.tally.statuses].toSorted()),
  };
}

// Somebody had to wait for a part that was killed.
function unlessDisturbed(finding: Finding): Finding {
  return finding.is === 'broken' ? { ...finding, is: 'unsure' } : finding;
}

function countsOf(evidence: Evidence, { people, opensAtMs }: Sale): RehearsalReport['counts'] {
  const { shop, tickets, mails, entrance, bank, books } = evidence;
  const status = (is: string) => [...shop.values()].filter((order) => order.status === is).length;
  const sum = (values: Iterable<number> | undefined) =>
    [...(values ?? [])].reduce((all, each) => all + each, 0);
  const scans = entrance?.scans ?? [];
  return {
    people: people.length,
    'came before the opening': people.filter(({ arrivesAtMs }) => arrivesAtMs < opensAtMs).length,
    'had a turn': people.filter(({ turnAtMs }) => turnAtMs !== undefined).length,
    'left by themselves': people.filter(({ hasLeft }) => hasLeft === true).length,
    'told that nothing is left': people.filter(({ toldAtMs }) => toldAtMs !== undefined).length,
    bots: people.filter(({ kind }) => kind === 'bot').length,
    orders: evidence.placed.length,
    ...{ confirmed: status('confirmed'), rejected: status('rejected'), expired: status('expired') },
    ...(bank === undefined ? {} : { payments: sum(bank.map(({ payments }) => payments)) }),
    ...(tickets === undefined
      ? {}
      : { tickets: sum([...tickets.values()].map((all) => all.length)) }),
    ...(mails === undefined ? {} : { mails: sum(mails.values()) }),
    ...(entrance === undefined
      ? {}
      : { scans: scans.length, 'let in': scans.filter(({ admitted }) => admitted).length }),
    'times the books were read': books.length,
  };
}
