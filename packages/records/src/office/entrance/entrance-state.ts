import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';

/** How it is at all entrances together. */
export interface EntranceState {
  /** Signed in, and seen within the last minute. */
  devicesOnline: number;
  /** Signed in and seen within the last day, but not within the last minute. */
  devicesSilent: number;
  /** Scans that those have yet to send, as they said last. */
  waiting: number;
  openConflicts: number;
  /** Of devices that were revoked, and not decided on. */
  lateScans: number;
}

/** How it is at all entrances together, cheap enough for every scrape. */
export async function readEntranceState(db: Records): Promise<EntranceState> {
  const { rows } = await sql<EntranceState>`
    select
      count(*) filter (where last_seen_at >= now() - interval '1 minute')::integer as "devicesOnline",
      count(*) filter (where last_seen_at < now() - interval '1 minute')::integer as "devicesSilent",
      coalesce(sum(waiting), 0)::integer as waiting,
      (select count(*)::integer from office.scans
        where conflict is not null and reviewed_at is null) as "openConflicts",
      (select count(*)::integer from office.scans where late = 'open') as "lateScans"
    from office.devices
    where signed_in_at is not null and revoked_at is null
      and last_seen_at > now() - interval '1 day'`.execute(db);
  const [state] = rows;
  if (state === undefined) throw new Error('there was no answer');
  return state;
}
