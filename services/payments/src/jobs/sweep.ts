import { ApiError } from '@onsale/contracts';
import {
  allShardsOf,
  noteSweepFinds,
  openPaymentsKey,
  type PaymentAttempt,
  readPayment,
} from '@onsale/ledger';
import type { PaymentWork } from '../engine/work-on-payment.ts';
import type { ProviderPayment } from '../provider/provider.ts';
import { type Learned, learnPayment } from '../webhooks/learn-payment.ts';
import type { JobTurn, SharedJob } from './job-loop.ts';

// A webhook may be lost. So the provider is asked for its list of checkouts, from the mark up to now, and
// what it says is learned as if it had come by a webhook. The mark moves on as far as everything is decided,
// so that a sweep lists what is open and what is new, whatever was sold before.

/** What was created in this time is always listed again, since its webhooks may still be under way. */
const RECENT_MS = 10 * 60_000;
/** What is undecided for longer is due singly, with growing intervals, and keeps no mark back. */
const LONGEST_MS = 60 * 60_000;
/** Payments asked for singly in one sweep. */
const MAX_SINGLE = 500;
/** An attempt that has just begun may be younger than the list. */
const SETTLE_MS = 60_000;

export interface SweepParts {
  work: PaymentWork;
  everyMs: number;
  /** Told of what no webhook had brought. */
  found: (orderId: string) => void;
  /** A sweep has come to its end. */
  swept: (sweep: Sweep) => void;
}

/** One complete sweep. */
export interface Sweep {
  /** Pages of the list, and payments asked for singly: calls to the provider. */
  pages: number;
  single: number;
  payments: number;
  found: number;
}

/** The sweep, as a job that one process does at a time. */
export function sweepJob(parts: SweepParts): SharedJob {
  const news = new News();
  return {
    name: 'sweep',
    tryEveryMs: parts.everyMs,
    claimMs: Math.max(30_000, 2 * parts.everyMs),
    run: (turn) => sweep(parts, { ...turn, news }),
  };
}

async function sweep(parts: SweepParts, turn: JobTurn & { news: News }): Promise<void> {
  const { provider } = parts.work;
  const { markMs, nowMs, keep, news } = turn;
  const result: Sweep = { pages: 0, single: 0, payments: 0, found: 0 };
  const listed = new Set<string>();
  const sinceMs = markMs ?? nowMs - LONGEST_MS;
  let undecidedSinceMs = nowMs - RECENT_MS;
  let cursor: string | undefined;
  do {
    const page = await provider.listPayments({
      sinceMs,
      ...(cursor === undefined ? {} : { cursor }),
    });
    await keep();
    result.pages += 1;
    result.payments += page.payments.length;
    const learned = await learnAll(parts, page.payments, news);
    for (const [i, { state, createdAtMs }] of page.payments.entries()) {
      // What is only doubted now, or could not be looked up, is to be listed by the next sweep.
      const isLeft = ['doubted', 'archive-away'].includes(learned[i]?.learned ?? '');
      if (state === 'open' || state === 'processing' || isLeft) {
        undecidedSinceMs = Math.min(undecidedSinceMs, createdAtMs);
      }
    }
    for (const each of learned) {
      if ('orderId' in each && each.orderId !== undefined) listed.add(each.orderId);
    }
    result.found += countNews(learned);
    cursor = page.next;
  } while (cursor !== undefined);
  await askSingly(parts, { ...turn, listed, result });
  news.turn();
  await keep(Math.floor(Math.max(nowMs - LONGEST_MS, undecidedSinceMs)));
  // The team is told: webhooks that never come are a matter of settings.
  if (result.found > 0) await noteSweepFinds(parts.work.ledger, result.found);
  parts.swept(result);
}

async function learnAll(
  { work, found }: SweepParts,
  facts: readonly ProviderPayment[],
  news: News,
): Promise<(Learned | ArchiveAway)[]> {
  const learned = await Promise.all(
    facts.map(async (fact) => {
      const learning = learnPayment(work, fact, { isAgreed: () => news.isOld(fact) });
      return await learning.catch(toArchiveAway);
    }),
  );
  for (const each of learned) if (each.learned === 'news') found(each.orderId);
  return learned;
}

/** The order may be archived, and the office does not answer: the sweep of all others goes on. */
interface ArchiveAway {
  learned: 'archive-away';
}

function toArchiveAway(error: unknown): ArchiveAway {
  if (error instanceof ApiError && error.code === 'ARCHIVE_UNAVAILABLE') {
    return { learned: 'archive-away' };
  }
  throw error;
}

const countNews = (learned: readonly (Learned | ArchiveAway)[]): number =>
  learned.filter((each) => each.learned === 'news').length;

/**
 * What the provider says and nobody has told yet: the webhook may be on its way, so it counts as lost only
 * when the next sweep finds it as well.
 */
class News {
  #seen = new Set<string>();
  #now = new Set<string>();

  isOld(fact: ProviderPayment): boolean {
    const text = JSON.stringify([fact.checkoutId, fact.state, fact.refunds, fact.disputes]);
    this.#now.add(text);
    return this.#seen.has(text);
  }

  /** A sweep has ended. */
  turn(): void {
    this.#seen = this.#now;
    this.#now = new Set();
  }
}

// Open payments that the list lacks: begun long ago, or lost at the provider.
async function askSingly(
  parts: SweepParts,
  turn: JobTurn & { news: News; listed: ReadonlySet<string>; result: Sweep },
): Promise<void> {
  const { ledger, provider } = parts.work;
  const { keep, listed, result, news } = turn;
  for (const shard of allShardsOf(ledger)) {
    const key = openPaymentsKey(shard);
    const orderIds = (await ledger.redis.command(key, ['ZRANGE', key, '0', '-1'])) as string[];
    for (const orderId of orderIds.filter((id) => !listed.has(id))) {
      if (result.single >= MAX_SINGLE) return;
      const snapshot = await readPayment(ledger, orderId);
      for (const attempt of snapshot?.payment?.attempts ?? []) {
        if (!isMissing(attempt, snapshot?.nowMs ?? 0)) continue;
        result.single += 1;
        const fact = await provider.readPayment({ checkoutId: attempt.checkoutId ?? '' });
        await keep();
        if (fact !== undefined) result.found += countNews(await learnAll(parts, [fact], news));
      }
    }
  }
}

function isMissing({ state, checkoutId, startedAtMs }: PaymentAttempt, nowMs: number): boolean {
  if (state !== 'open' && state !== 'processing') return false;
  return checkoutId !== undefined && startedAtMs + SETTLE_MS < nowMs;
}
