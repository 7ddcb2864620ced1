import { sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';

/** How long the log of webhooks is kept. */
const KEEP = '30 days';

/** For metrics. */
export interface WebhookCounts {
  waiting: number;
  /** Endpoints that take what they are sent, as far as is known. */
  on: number;
  /** Those that are on, and whose last attempt has failed. */
  failing: number;
  /** By a member. */
  off: number;
  /** By delivery, since they wanted or took nothing any more. */
  switchedOff: number;
}

export async function countWebhooks(db: Records): Promise<WebhookCounts> {
  const { rows } = await sql<WebhookCounts>`
    select count(*) filter (where is_on and failures = 0) as on,
      count(*) filter (where is_on and failures > 0) as failing,
      count(*) filter (where not is_on and off_reason = 'member') as off,
      count(*) filter (where not is_on and off_reason <> 'member') as "switchedOff",
      (select count(*) from office.webhook_deliveries where state = 'waiting') as waiting
    from office.webhook_endpoints`.execute(db);
  return rows[0] ?? { waiting: 0, on: 0, failing: 0, off: 0, switchedOff: 0 };
}

/**
 * Removes up to `most` webhooks that are older than anybody looks for, with their deliveries, and secrets that
 * have ended. Returns how many webhooks there were.
 */
export async function removeOldWebhooks(db: Records, most: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from office.webhook_events where webhook_id in (
      select webhook_id from office.webhook_events w
      where queued_at < now() - ${KEEP}::interval and not exists (
        select from office.webhook_deliveries d
        where d.webhook_id = w.webhook_id and d.state = 'waiting')
      order by queued_at limit ${most})`.execute(db);
  await sql`
    delete from office.webhook_secrets s where exists (
      select from office.webhook_secrets newer
      where newer.endpoint_id = s.endpoint_id and newer.secret_id > s.secret_id
        and newer.earlier_until <= now())`.execute(db);
  return Number(numAffectedRows);
}
