import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';

/** Check-ins of a ticket type on a day at an entrance; without what was taken back. */
export interface CheckInsThere {
  ticketId: string;
  day: string;
  /** Undefined where a member did it. */
  entranceId: string | undefined;
  /** Within which minute of the last hour; undefined of those before. */
  minute: Date | undefined;
  count: number;
  /** Of the last five minutes. */
  lately: number;
}

/** How many are in, by type, day, entrance and minute. */
export async function readCheckInCounts(db: Records, eventId: string): Promise<CheckInsThere[]> {
  const { rows } = await sql<CountRow>`
    select ticket_id, day, entrance_id,
      case when at > now() - interval '1 hour' then date_bin('1 minute', at, 'epoch') end as minute,
      count(*)::integer as count,
      count(*) filter (where at > now() - interval '5 minutes')::integer as lately
    from office.check_ins
    where event_id = ${eventId} and undone_at is null
    group by ticket_id, day, entrance_id, minute`.execute(db);
  return rows.map(countsOf);
}

/** The same of tickets that are void since: they are expected no more. */
export async function readVoidCheckInCounts(
  db: Records,
  eventId: string,
): Promise<CheckInsThere[]> {
  const { rows } = await sql<CountRow>`
    select c.ticket_id, c.day, c.entrance_id, null as minute,
      count(*)::integer as count, 0 as lately
    from office.check_ins c join records.tickets t
      on t.order_id = c.order_id and t.line = c.line and t.number = c.seat
    where c.event_id = ${eventId} and c.undone_at is null and t.state = 'void'
    group by c.ticket_id, c.day, c.entrance_id`.execute(db);
  return rows.map(countsOf);
}

/** Tickets of an event that admit, by their type. */
export async function readTicketCounts(db: Records, eventId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ ticket_id: string; count: number }>`
    select ticket_id, sum(tickets - void)::integer as count from records.ticket_sums
    where event_id = ${eventId} and status = 'confirmed'
    group by ticket_id`.execute(db);
  return new Map(rows.map(({ ticket_id: ticketId, count }) => [ticketId, count]));
}

/** Scans that were not valid, of a day of the event or of all of it. */
export async function countRefusedScans(
  db: Records,
  eventId: string,
  day: string | undefined,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from office.scans
    where event_id = ${eventId} and answer = 'not_valid'
      and (${day === undefined} or day = ${day ?? null})`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Conflicts of an event that nobody has reviewed. */
export async function countOpenConflicts(db: Records, eventId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from office.scans
    where event_id = ${eventId} and conflict is not null and reviewed_at is null`.execute(db);
  return rows[0]?.count ?? 0;
}

interface CountRow {
  ticket_id: string;
  day: string;
  entrance_id: string | null;
  minute: Date | null;
  count: number;
  lately: number;
}

function countsOf(row: CountRow): CheckInsThere {
  return {
    ...{ ticketId: row.ticket_id, day: row.day, entranceId: row.entrance_id ?? undefined },
    ...{ minute: row.minute ?? undefined, count: row.count, lately: row.lately },
  };
}
