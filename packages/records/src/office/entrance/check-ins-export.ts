import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';
import { scanRows } from '../reports/scan-rows.ts';
import { isListed } from './listed-orders.ts';

/** A ticket of an event and one time that it was let in; once without any when it was not. */
export interface ExportedCheckIn {
  order_id: string;
  place: number;
  ticket_id: string;
  state: 'valid' | 'void';
  name: string;
  email: string;
  day: string;
  /** By the clock of the event. */
  at: string;
  time_zone: string;
  entrance_id: string;
  /** Of the device or the member. */
  device: string;
  /** Empty, where all is well. */
  conflict: '' | 'double' | 'dead';
}

/** Every ticket of an event with each time that it was let in and not taken back, page by page. */
export function scanCheckInsOf(db: Records, eventId: string) {
  return scanRows<ExportedCheckIn>(
    db,
    sql`
    select t.order_id, t.place, l.ticket_id, t.state, coalesce(nullif(t.holder, ''), p.name) as name, p.email,
      coalesce(c.day, '') as day, e.time_zone, coalesce(c.entrance_id, '') as entrance_id,
      coalesce(to_char(c.at at time zone e.time_zone, 'YYYY-MM-DD HH24:MI:SS'), '') as at,
      coalesce(c.device, '') as device, coalesce(c.conflict, '') as conflict
    from (
      select o.order_id, o.event_id, o.person_id, o.placed_at, t.line, t.number, t.holder, t.state,
        (row_number() over (partition by o.order_id order by t.line, t.number))::integer as place
      from records.orders o join records.tickets t using (order_id)
      where o.event_id = ${eventId} and ${isListed}) t
    join records.events e using (event_id)
    join records.people p using (person_id)
    join records.order_lines l on l.order_id = t.order_id and l.line = t.line
    left join (
      select order_id, line, seat, day, at, entrance_id, device_name as device, null as conflict
      from office.check_ins where event_id = ${eventId} and undone_at is null
      union all
      select s.order_id, s.line, s.seat, s.day, s.at, s.entrance_id, coalesce(d.name, s.member_name), s.conflict
      from office.scans s left join office.devices d using (device_id)
      where s.event_id = ${eventId} and s.conflict is not null and s.admitted) c
      on c.order_id = t.order_id and c.line = t.line and c.seat = t.number
    order by t.placed_at, t.order_id, t.place, c.at`,
  );
}
