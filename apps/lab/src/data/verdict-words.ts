import type { LoadOutcome, LoadStats } from '@onsale/api-client';
import { NEVER_SETTLED_MS } from '@onsale/contracts/never-settled';
import { labText } from '../strings.ts';
import { SHARE_THRESHOLDS } from './load-form.ts';
import { showCount, showMs, showShare } from './quantities.ts';

const text = labText.verdict;

/** How a verdict looks: only what has passed is green. */
export function toneOf(outcome: LoadOutcome): 'good' | 'bad' | 'plain' {
  if (outcome === 'passed') return 'good';
  return outcome === 'unmeasured' ? 'plain' : 'bad';
}

/** What an outcome means for this run, and what to do about it; undefined where its name says it. */
export function explainOutcome(
  stats: Pick<LoadStats, 'orders' | 'verdict' | 'success' | 'failure' | 'state'>,
): string | undefined {
  const { outcome } = stats.verdict;
  if (outcome === 'unmeasured') return stats.state === 'idle' ? undefined : text.unmeasuredWhy;
  if (outcome !== 'nothing-sold') return undefined;
  const { soldOut, accepted, rejected } = stats.orders;
  if (accepted > 0) return rejected > 0 ? text.allRejected : text.noneSettled;
  return soldOut > 0 ? text.allSoldOut(showCount(soldOut)) : text.noneAccepted;
}

/** A limit or a measured value of a threshold, in its unit. */
export function showThreshold(threshold: string, value: number | null): string {
  if (SHARE_THRESHOLDS.has(threshold)) return showShare(value);
  if (!threshold.endsWith('Ms')) return showCount(value);
  return value !== null && value >= NEVER_SETTLED_MS ? text.never : showMs(value);
}
