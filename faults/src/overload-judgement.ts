import type { LoadStats } from '@onsale/contracts';
import { percentile } from '@onsale/crowd';
import type { Probing } from './probes.ts';

const LONGEST_REFUSAL_MS = 100;
const LONGEST_RECOVERY_S = 5;
/** The memory limit of the gateway's container. */
const MEMORY_LIMIT_MB = 384;
/** What a gateway logs when it starts and ends; not a line for each refusal. */
const LONGEST_LOG = 100;

export interface OverloadFigures {
  stats: LoadStats;
  probes: Probing;
  secondsToNormal: number;
  peakMb: number;
  logLines: number;
}

/** The promises that an overload broke, a sentence each. */
export function judgeOverload(figures: OverloadFigures, { quick }: { quick: boolean }): string[] {
  const { stats, probes, secondsToNormal, peakMb, logLines } = figures;
  const broken: string[] = [];
  const refused = stats.statusCodes['503'] ?? 0;
  if (refused === 0 || probes.refusalsMs.length === 0) broken.push('nobody was refused');
  for (const problem of new Set(probes.problems)) broken.push(problem);
  const others = Object.keys(stats.statusCodes).filter((code) => !['201', '503'].includes(code));
  if (others.length > 0) broken.push(`the load was answered ${others.join(', ')}`);
  if (Object.keys(stats.errors).length > 0) {
    broken.push(`the load got no answer: ${JSON.stringify(stats.errors)}`);
  }
  if (stats.orders.lost > 0) broken.push(`the load lost ${stats.orders.lost} orders`);
  if (stats.orders.duplicated > 0) broken.push(`${stats.orders.duplicated} second clicks bought`);
  if (peakMb > MEMORY_LIMIT_MB) broken.push(`the gateway took ${peakMb.toFixed(0)} MB`);
  if (logLines > LONGEST_LOG) broken.push(`the gateway wrote ${logLines} lines into its log`);
  // Only the full scenario judges times, because it has the machine to itself.
  if (quick) return broken;
  const p99Ms = percentile(probes.refusalsMs, 0.99);
  if (p99Ms > LONGEST_REFUSAL_MS) broken.push(`a refusal took ${p99Ms.toFixed(0)} ms at p99`);
  if (secondsToNormal > LONGEST_RECOVERY_S) {
    broken.push(`it was normal again only after ${secondsToNormal.toFixed(1)} s`);
  }
  return broken;
}

/**
 * Judges the orders of a load. Each buyer buys once, so a buyer with two stored orders was doubled.
 * An order without a response may be stored or not, and counts as neither lost nor doubled.
 * `buyers` has an element for each stored order.
 */
export function judgeOrders(
  stats: Pick<LoadStats, 'statusCodes' | 'orders'>,
  buyers: readonly string[],
): { accepted: number; lost: number; doubled: number } {
  // A second click gets the 201 of the first.
  const accepted = (stats.statusCodes['201'] ?? 0) - stats.orders.duplicatesChecked;
  const stored = new Set(buyers).size;
  return {
    accepted,
    lost: Math.max(0, accepted - stored),
    doubled: buyers.length - stored,
  };
}

/** The figures worth reporting. */
export function describeOverload({ stats, probes, peakMb }: OverloadFigures): string {
  const p99Ms = percentile(probes.refusalsMs, 0.99);
  const refused = stats.statusCodes['503'] ?? 0;
  const { lost, followed, duplicated, duplicatesChecked } = stats.orders;
  return (
    `${stats.averageRps.toFixed(0)}/s sent, ${refused} of ${stats.sent} refused, ` +
    `p99 of refusals ${p99Ms.toFixed(0)} ms (${probes.refusalsMs.length} probes), ` +
    `p99 of all ${stats.latency.run.p99?.toFixed(0)} ms, dropped ${stats.dropped}, ` +
    `the load lost ${lost} of ${followed} and doubled ${duplicated} of ${duplicatesChecked}, ` +
    `peak of the gateway ${peakMb.toFixed(0)} MB`
  );
}
