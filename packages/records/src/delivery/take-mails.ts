import { sql } from 'kysely';
import { fromKysely, type PgBoss } from 'pg-boss';
import type { Records } from '../connect/open-records.ts';
import { MAILS } from '../schema/jobs.ts';
import type { MailsRow } from '../schema/mail-tables.ts';
import type { RecordsTransaction } from '../shards/with-shard.ts';
import type { MailJob } from './queue-mails.ts';

/** A mail that this process alone is to send, for as long as it says that it is still there (`keepMails`). */
export interface TakenMail {
  job: MailAttempt;
  mail: MailsRow;
}

/** Which attempt at a job; another process that took it later has another one. */
export interface MailAttempt {
  id: string;
  retryCount: number;
}

export interface TakenMails {
  mails: TakenMail[];
  /** After this long, it is worth asking again; undefined when nothing keeps a mail from leaving. */
  waitMs: number | undefined;
  /** Pauses of the server since it took a mail last. */
  failures: number;
}

/** How many mails may leave at once after a while in which none has: those of half a second. */
const BURST_S = 0.5;

/**
 * Takes mails that may leave now, the most urgent first, at most `most` of them. All processes that send by
 * one server share its pace: they take turns at its row, so that no mail that is urgent has to wait for
 * those that somebody else has already set aside.
 */
export async function takeMails(
  { db, jobs }: { db: Records; jobs: PgBoss },
  { server, most }: { server: string; most: number },
): Promise<TakenMails> {
  return await db.transaction().execute(async (tx) => {
    const { rows } = await sql<Turn>`
      select coalesce(slowed_per_s, per_s) as per_s, failures,
        extract(epoch from next_at - clock_timestamp()) * 1000 as wait_ms,
        extract(epoch from case when last_failed_at <= clock_timestamp() then paused_until end
          - clock_timestamp()) * 1000 as paused_ms
      from office.mail_servers where server = ${server} for update`.execute(tx);
    const [turn] = rows;
    if (turn === undefined) throw new Error(`the mail server ${server} is not registered`);
    const { per_s: perS, failures } = turn;
    const waitMs = Number(turn.wait_ms);
    const pausedMs = Number(turn.paused_ms ?? 0);
    if (pausedMs > 0) return { mails: [], waitMs: pausedMs, failures };
    const burst = Math.max(1, Math.floor(perS * BURST_S));
    // Longer than a burst takes, nobody has to wait: the clock was put back, or the pace is another one now.
    if (waitMs > 0 && waitMs <= (burst / perS) * 1000) return { mails: [], waitMs, failures };
    const slots = Math.min(burst, 1 + Math.floor((Math.max(0, -waitMs) / 1000) * perS));
    const mails = await takeJobs({ tx, jobs }, Math.min(slots, most));
    if (mails.length === 0) return { mails, waitMs: undefined, failures };
    await sql`
      update office.mail_servers set seen_at = now(),
        next_at = greatest(least(next_at, clock_timestamp()), clock_timestamp() - make_interval(secs => ${(burst - 1) / perS}))
          + make_interval(secs => ${mails.length / perS})
      where server = ${server}`.execute(tx);
    return { mails, waitMs: 0, failures };
  });
}

/** Numbers that PostgreSQL has computed are text. */
interface Turn {
  per_s: number;
  failures: number;
  wait_ms: string;
  paused_ms: string | null;
}

async function takeJobs(
  { tx, jobs }: { tx: RecordsTransaction; jobs: PgBoss },
  most: number,
): Promise<TakenMail[]> {
  const db = fromKysely(tx);
  const fetched = await jobs.fetch<MailJob>(MAILS, {
    ...{ db, batchSize: most, includeMetadata: true },
  });
  if (fetched.length === 0) return [];
  const rows = await tx
    .selectFrom('office.mails')
    .selectAll()
    .where(
      'mail_id',
      'in',
      fetched.map(({ data }) => data.mailId),
    )
    .where('state', '=', 'waiting')
    .execute();
  const waiting = new Map(rows.map((row) => [row.mail_id, row]));
  const taken: TakenMail[] = [];
  const pointless: MailAttempt[] = [];
  for (const { id, retryCount, data } of fetched) {
    const mail = waiting.get(data.mailId);
    // Noted, but not as done: or removed meanwhile.
    if (mail === undefined) pointless.push({ id, retryCount });
    else taken.push({ job: { id, retryCount }, mail });
  }
  if (pointless.length > 0) await jobs.complete(MAILS, pointless, null, { db });
  return taken;
}

/**
 * Says that these mails are still being sent. Those of a process that has said nothing for
 * `MAIL_LEASE_SECONDS` are taken by another one.
 */
export async function keepMails(jobs: PgBoss, attempts: readonly MailAttempt[]): Promise<void> {
  if (attempts.length > 0) await jobs.touch(MAILS, [...attempts]);
}
