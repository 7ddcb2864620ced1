import { createHmac } from 'node:crypto';
import { sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';

/**
 * Counts a request of a buyer, and returns how many there were until when, this one included; the first one
 * begins a window of `windowS` seconds. Whom `about` names is not stored.
 */
export async function countBuyerAttempt(
  db: Records,
  {
    secret,
    kind,
    about,
    windowS,
  }: { secret: string; kind: string; about: string; windowS: number },
): Promise<{ count: number; endsInS: number }> {
  const subject = `${kind}:${createHmac('sha256', secret).update(about).digest('base64url')}`;
  const { rows } = await sql<{ count: number; ends_in_s: number }>`
    insert into office.buyer_attempts as attempt (subject, count, until)
    values (${subject}, 1, now() + make_interval(secs => ${windowS}))
    on conflict (subject) do update set
      count = case when attempt.until < now() then 1 else attempt.count + 1 end,
      until = case when attempt.until < now() then excluded.until else attempt.until end
    returning count, ceil(extract(epoch from until - now()))::integer as ends_in_s`.execute(db);
  const [row] = rows;
  return { count: row?.count ?? 1, endsInS: Math.max(1, row?.ends_in_s ?? windowS) };
}
