import type { Records } from '../../connect/open-records.ts';
import type { EventDetails } from '../../schema/report-tables.ts';

/** What of an event the entrance goes by. */
export interface EntranceEvent {
  eventId: string;
  name: string;
  timeZone: string;
  details: EventDetails;
}

/** An event as the recorder has seen it last; undefined when it has not yet. */
export async function readEntranceEvent(
  db: Records,
  eventId: string,
): Promise<EntranceEvent | undefined> {
  const row = await db
    .selectFrom('records.events')
    .select(['name', 'time_zone', 'details'])
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  if (row === undefined || row.details === null) return undefined;
  const { name, time_zone: timeZone, details } = row;
  return { eventId, name, timeZone, details };
}
