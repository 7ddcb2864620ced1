import type { MailServer, SoldOutMails } from '@onsale/contracts';
import {
  countMails,
  type MailServerRow,
  NO_MAIL_SERVER,
  readMailQueue,
  readMailServer,
  type Records,
} from '@onsale/records';
import type { Ledger } from '@onsale/ledger';
import { readAllEvents } from '../events/all-events.ts';
import { readEventBooks } from '../events/event-books.ts';

/** Of events: who has more looks at the largest. */
const MOST_EVENTS = 20;

/** The mail server as delivery has found it, and how long those mails will take that wait. */
export async function showMailServer(
  { records, ledger }: { records: Records; ledger: Ledger },
  events: 'all' | ReadonlySet<string>,
): Promise<MailServer> {
  const [row, { waiting, later }, counts] = await Promise.all([
    readMailServer(records),
    readMailQueue(records),
    countMails(records),
  ]);
  const numbers = { waiting, later, ...counts, soldOut: [] };
  if (row === undefined) return { state: 'unknown', ...numbers };
  const pausedMs = (row.paused_until?.getTime() ?? 0) - Date.now();
  const perS = row.slowed_per_s ?? row.per_s;
  const base = {
    ...factsOf(row),
    ...numbers,
    waitS: waiting / perS + Math.max(0, pausedMs) / 1000,
  };
  if (row.server === NO_MAIL_SERVER) return { ...base, state: 'none' };
  const soldOut = await showSoldOut(ledger, events, { perS, bestPerS: row.per_s });
  return { ...base, state: row.failures > 0 ? 'paused' : 'ready', server: row.server, soldOut };
}

async function showSoldOut(
  ledger: Ledger,
  allowed: 'all' | ReadonlySet<string>,
  { perS, bestPerS }: { perS: number; bestPerS: number },
): Promise<SoldOutMails[]> {
  const events = (await readAllEvents(ledger)).filter(
    ({ status, document: { id, rehearsal } }) =>
      status === 'on_sale' && rehearsal !== true && (allowed === 'all' || allowed.has(id)),
  );
  const books = await readEventBooks(ledger, events);
  return events
    .map(({ document: { id: eventId, name } }, i) => {
      const capacity = books[i]?.capacity ?? 0;
      return {
        ...{ eventId, name, capacity },
        ...{ seconds: capacity / perS, secondsAtBest: capacity / bestPerS },
      };
    })
    .sort((a, b) => b.capacity - a.capacity)
    .slice(0, MOST_EVENTS);
}

function factsOf(row: MailServerRow): Partial<MailServer> {
  const { paused_until: pausedUntil, last_sent_at: lastSentAt, last_failed_at: failedAt } = row;
  const isPaused = pausedUntil !== null && pausedUntil.getTime() > Date.now();
  return {
    perS: row.per_s,
    seenAt: row.seen_at.toISOString(),
    ...(row.sender === null ? {} : { sender: row.sender }),
    ...(row.slowed_per_s === null ? {} : { slowedPerS: row.slowed_per_s }),
    ...(row.max_bytes === null ? {} : { maxBytes: row.max_bytes }),
    ...(row.is_encrypted === null ? {} : { isEncrypted: row.is_encrypted }),
    ...(isPaused ? { pausedUntil: pausedUntil.toISOString() } : {}),
    ...(lastSentAt === null ? {} : { lastSentAt: lastSentAt.toISOString() }),
    ...(failedAt === null
      ? {}
      : {
          lastFailure: {
            ...{ at: failedAt.toISOString(), answer: row.last_failure ?? '' },
            ...(row.last_failure_code === null ? {} : { code: row.last_failure_code }),
          },
        }),
  };
}
