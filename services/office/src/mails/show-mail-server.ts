import type { MailServer } from '@onsale/contracts';
import {
  countMails,
  type MailServerRow,
  NO_MAIL_SERVER,
  readMailQueue,
  readMailServer,
  type Records,
} from '@onsale/records';

/** The mail server as delivery has found it, and how long those mails will take that wait. */
export async function showMailServer(records: Records): Promise<MailServer> {
  const [row, { waiting, later }, counts] = await Promise.all([
    readMailServer(records),
    readMailQueue(records),
    countMails(records),
  ]);
  const numbers = { waiting, later, ...counts };
  if (row === undefined) return { state: 'unknown', ...numbers };
  const pausedMs = (row.paused_until?.getTime() ?? 0) - Date.now();
  const perS = row.slowed_per_s ?? row.per_s;
  const base = {
    ...factsOf(row),
    ...numbers,
    waitS: waiting / perS + Math.max(0, pausedMs) / 1000,
  };
  if (row.server === NO_MAIL_SERVER) return { ...base, state: 'none' };
  return { ...base, state: row.failures > 0 ? 'paused' : 'ready', server: row.server };
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
