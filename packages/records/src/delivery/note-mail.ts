import { fromKysely, type PgBoss } from 'pg-boss';
import type { Records } from '../connect/open-records.ts';
import { MAILS } from '../schema/jobs.ts';
import type { MailsRow } from '../schema/mail-tables.ts';
import { mailJob } from './queue-mails.ts';
import type { TakenMail } from './take-mails.ts';

/** What has come of an attempt to send a mail. */
export interface MailOutcome {
  /** `waiting`: it is tried again at `dueAt`. */
  state: 'sent' | 'kept' | 'failed' | 'skipped' | 'waiting';
  /** Whether a server was asked to take it. */
  isAttempt: boolean;
  /** What the server said, or why nobody was asked. */
  answer?: string | undefined;
  answerCode?: number | undefined;
  subject?: string | undefined;
  content?: { text: string; html: string } | undefined;
  dueAt?: Date | undefined;
}

/** Of what a server says, so much is kept. */
const MOST_ANSWER = 500;

/**
 * Notes what has come of an attempt, and ends its job. That a mail was taken is noted by one statement, for as short
 * as possible a time in which a death makes it come twice; whoever finds its job later sees that it is done. The next
 * attempt has a job of its own.
 */
export async function noteMail(
  { db, jobs }: { db: Records; jobs: PgBoss },
  { job, mail }: TakenMail,
  outcome: MailOutcome,
): Promise<void> {
  const { state, dueAt } = outcome;
  if (state !== 'waiting' || dueAt === undefined) {
    await writeOutcome(db, mail, outcome);
    await jobs.complete(MAILS, job);
    return;
  }
  await db.transaction().execute(async (tx) => {
    const isNoted = await writeOutcome(tx, mail, outcome);
    const options = { db: fromKysely(tx) };
    await jobs.complete(MAILS, job, null, options);
    if (isNoted) await jobs.insert(MAILS, [mailJob({ ...mail, due_at: dueAt })], options);
  });
}

// Whoever is too late with it changes nothing.
async function writeOutcome(
  db: Records,
  mail: MailsRow,
  { state, isAttempt, answer, answerCode, subject, content, dueAt }: MailOutcome,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('office.mails')
    .set({
      ...{ state, answer: answer?.slice(0, MOST_ANSWER) ?? null, answer_code: answerCode ?? null },
      attempts: (row) => row('attempts', '+', isAttempt ? 1 : 0),
      ...(subject === undefined ? {} : { subject }),
      ...(content === undefined ? {} : { content: JSON.stringify(content) }),
      ...(dueAt === undefined ? {} : { due_at: dueAt }),
      ...(state === 'waiting' ? {} : { ended_at: new Date() }),
    })
    .where('mail_id', '=', mail.mail_id)
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
