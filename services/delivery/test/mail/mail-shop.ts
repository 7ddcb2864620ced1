import { type MailsRow, type NewMail, openJobs, queueMails } from '@onsale/records';
import { eventually, type TestDelivery } from '@onsale/testing';

/** Queues mails as the planner does, and answers their ids. */
export async function queue(
  { db }: Pick<TestDelivery, 'db'>,
  mails: readonly NewMail[],
): Promise<string[]> {
  const jobs = await openJobs(db, () => undefined);
  try {
    return await db.transaction().execute((tx) => queueMails({ tx, jobs }, mails));
  } finally {
    await jobs.stop({ graceful: false });
  }
}

/** The test mail to this address, which is written without an order. */
export function testMail(address: string, more: Partial<NewMail> = {}): NewMail {
  return { key: `test:${address}`, kind: 'test', address, urgency: 10, ...more };
}

/** The row of a mail, once it is in one of these states. */
export async function mailIn(
  { db }: Pick<TestDelivery, 'db'>,
  mailId: string | undefined,
  isDone: (mail: MailsRow) => boolean,
): Promise<MailsRow> {
  const read = () =>
    db
      .selectFrom('office.mails')
      .selectAll()
      .where('mail_id', '=', mailId ?? '')
      .executeTakeFirstOrThrow();
  return await eventually(read, isDone);
}

/** Makes the next attempt at a mail due, which would otherwise come later. */
export async function hurry(
  { postgres }: Pick<TestDelivery, 'postgres'>,
  mailId: string | undefined,
): Promise<void> {
  await postgres.query(
    `update jobs.job_common set start_after = now()
      where name = 'mails' and state = 'created' and data->>'mailId' = $1`,
    [mailId],
  );
}
