import { randomBytes } from 'node:crypto';
import { fromKysely, type JobInsert, type PgBoss } from 'pg-boss';
import { MAILS } from '../schema/jobs.ts';
import type { MailKind, MailsRow } from '../schema/mail-tables.ts';
import type { RecordsTransaction } from '../shards/with-shard.ts';

/** Who waits for a mail: the higher, the sooner it leaves. */
export const URGENCY = { personWaits: 100, order: 50, many: 10 } as const;

/** A mail that is to leave. */
export interface NewMail {
  /** What is mailed once, such as `confirmed:<orderId>`: another mail with this key is not queued. */
  key: string;
  kind: MailKind;
  address: string;
  language?: string | undefined;
  orderId?: string | undefined;
  eventId?: string | undefined;
  messageId?: string | undefined;
  about?: Readonly<Record<string, unknown>>;
  urgency: number;
  /** Not before. */
  dueAt?: Date;
}

/** How long a process that is sending a mail may be silent before it counts as dead. */
export const MAIL_LEASE_SECONDS = 10;
/** How often processes may die while they send one mail. */
const MOST_DEATHS = 1000;
const KEEP_DONE_S = 3600;

/** A job of the queue `MAILS`. */
export interface MailJob {
  mailId: string;
}

/** Queues mails in the caller's transaction; answers the ids of those whose key was new. */
export async function queueMails(
  { tx, jobs }: { tx: RecordsTransaction; jobs: PgBoss },
  mails: readonly NewMail[],
): Promise<string[]> {
  if (mails.length === 0) return [];
  const queued = await tx
    .insertInto('office.mails')
    .values(
      mails.map((mail) => ({
        mail_id: `mail_${randomBytes(12).toString('hex')}`,
        mail_key: mail.key,
        kind: mail.kind,
        order_id: mail.orderId ?? null,
        event_id: mail.eventId ?? null,
        message_id: mail.messageId ?? null,
        about: JSON.stringify(mail.about ?? {}),
        address: mail.address,
        language: mail.language ?? null,
        urgency: mail.urgency,
        ...(mail.dueAt === undefined ? {} : { due_at: mail.dueAt }),
      })),
    )
    .onConflict((conflict) => conflict.column('mail_key').doNothing())
    .returning(['mail_id', 'urgency', 'due_at'])
    .execute();
  await jobs.insert(MAILS, queued.map(mailJob), { db: fromKysely(tx) });
  return queued.map(({ mail_id }) => mail_id);
}

/** The job of a mail. */
export function mailJob({
  mail_id: mailId,
  urgency: priority,
  due_at: startAfter,
}: Pick<MailsRow, 'mail_id' | 'urgency' | 'due_at'>): JobInsert<MailJob> {
  return {
    ...{ data: { mailId }, priority, startAfter },
    // A process that dies with it says nothing any more; it is somebody else's then, however often.
    ...{ heartbeatSeconds: MAIL_LEASE_SECONDS, retryLimit: MOST_DEATHS, retryDelay: 1 },
    // The mail itself is the log.
    deleteAfterSeconds: KEEP_DONE_S,
  };
}
