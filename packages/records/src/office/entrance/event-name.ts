import type { Records } from '../../connect/open-records.ts';

/** What an event is called; undefined when it was not recorded. */
export async function readEventName(db: Records, eventId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('records.events')
    .select('name')
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  return row?.name;
}
