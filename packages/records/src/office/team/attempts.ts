import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';

/**
 * Counts an attempt of a subject, and returns how many it has made until when, this one included. The first
 * one begins a window of `windowS` seconds.
 */
export async function countAttempt(
  db: Records,
  subject: string,
  windowS: number,
): Promise<{ count: number; endsInS: number }> {
  const { rows } = await sql<{ count: number; ends_in_s: number }>`
    insert into office.attempts as attempt (subject, count, until)
    values (${subject}, 1, now() + make_interval(secs => ${windowS}))
    on conflict (subject) do update set
      count = case when attempt.until < now() then 1 else attempt.count + 1 end,
      until = case when attempt.until < now() then excluded.until else attempt.until end
    returning count, ceil(extract(epoch from until - now()))::integer as ends_in_s`.execute(db);
  const [row] = rows;
  return { count: row?.count ?? 1, endsInS: Math.max(1, row?.ends_in_s ?? windowS) };
}

/** Takes one back, which was right. */
export async function forgetAttempt(db: Records, subject: string): Promise<void> {
  await db
    .updateTable('office.attempts')
    .set((eb) => ({ count: eb('count', '-', 1) }))
    .where('subject', '=', subject)
    .where('count', '>', 0)
    .execute();
}

/** Forgets all attempts of a subject. */
export async function forgetAttempts(db: Records, subject: string): Promise<void> {
  await db.deleteFrom('office.attempts').where('subject', '=', subject).execute();
}
