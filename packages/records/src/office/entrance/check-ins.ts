import type { OtherMoment } from '@onsale/contracts';
import { type RawBuilder, sql } from 'kysely';
import type { RecordsTransaction } from '../../shards/with-shard.ts';
import type { Seat } from './listed-orders.ts';

/** A ticket as check-ins name it. */
export interface TicketSeat extends Seat {
  orderId: string;
}

/** That somebody is let in with a ticket. */
export interface NewCheckIn extends TicketSeat {
  /** By which it is the only one of its ticket (`checkInKey`). */
  key: string;
  eventId: string;
  place: number;
  ticketId: string;
  day: string;
  at: Date;
  entranceId: string | undefined;
  deviceId: string | undefined;
  /** Of the device or the member. */
  name: string;
}

/**
 * Lets a ticket in, unless it is; whether it was free. Two that do it at the same time wait for each other here, and
 * one of them is told false: until the end of its transaction nobody takes back what was there before.
 */
export async function addCheckIn(
  tx: RecordsTransaction,
  checkIn: NewCheckIn,
  scanId: number,
): Promise<boolean> {
  const { rows } = await insertCheckIn(checkIn, sql`select ${scanId}::bigint as scan_id`).execute(
    tx,
  );
  return rows.length > 0;
}

/** Lets a ticket in, unless it is, by each scan that `scans` has (`scan_id`); answers a row if it was free. */
export function insertCheckIn(
  checkIn: NewCheckIn,
  scans: RawBuilder<unknown>,
): RawBuilder<{ scan_id: number }> {
  const { orderId, line, seat, key, eventId, place, ticketId, day, at } = checkIn;
  return sql`
    insert into office.check_ins as before (
      order_id, line, seat, key, event_id, place, ticket_id, day, at, entrance_id, device_id, device_name, scan_id)
    select ${orderId}, ${line}::integer, ${seat}::integer, ${key}, ${eventId}, ${place}::integer, ${ticketId}, ${day},
      ${at}::timestamptz, ${checkIn.entranceId ?? null}, ${checkIn.deviceId ?? null}, ${checkIn.name}, scan.scan_id
    from (${scans}) scan
    on conflict (order_id, line, seat, key) do update set
      day = excluded.day, at = excluded.at, entrance_id = excluded.entrance_id, device_id = excluded.device_id,
      device_name = excluded.device_name, scan_id = excluded.scan_id, undone_at = null
    where before.undone_at is not null
    returning scan_id`;
}

/** Which check-ins of a ticket. */
export interface WhichCheckIns extends TicketSeat {
  /** Those of this day alone, where the ticket admits daily. */
  day?: string | undefined;
}

/** Takes back that a ticket was let in; returns how many check-ins that were. */
export async function takeBackCheckIns(
  tx: RecordsTransaction,
  which: WhichCheckIns,
  /** A device that says later what happened before takes back nothing that came after it, unless it was its own. */
  until: { at: Date; deviceId: string } | undefined,
): Promise<number> {
  const ofThem =
    until === undefined ? sql`true` : sql`(at <= ${until.at} or device_id = ${until.deviceId})`;
  const { numAffectedRows } = await sql`
    update office.check_ins set undone_at = now() where ${areOf(which)} and ${ofThem}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/**
 * Takes back what one scan has let in, if it still stands. Where another one has let in the same ticket, it stays in by
 * that one.
 */
export async function takeBackScan(
  tx: RecordsTransaction,
  which: TicketSeat & { scanId: number },
): Promise<void> {
  if (await passOnCheckIn(tx, which)) return;
  await sql`
    update office.check_ins set undone_at = now()
    where ${areOf(which)} and scan_id = ${which.scanId}`.execute(tx);
}

/**
 * Leaves a ticket in by the next scan that has let it in, whose conflict with this one is none any more. False when
 * there is no such scan, or this one is not what the ticket is in by.
 */
export async function passOnCheckIn(
  tx: RecordsTransaction,
  { scanId, ...which }: TicketSeat & { scanId: number },
): Promise<boolean> {
  // From here on nobody else finds the ticket in, so that whoever has is among those that are looked for.
  const { rows: standing } = await sql`
    select from office.check_ins where ${areOf(which)} and scan_id = ${scanId} for update`.execute(
    tx,
  );
  if (standing.length === 0) return false;
  const heir = await tx
    .selectFrom('office.scans')
    .select('scan_id')
    .where('order_id', '=', which.orderId)
    .where('other_scan_id', '=', scanId)
    .where('admitted', '=', true)
    .where('conflict', '=', 'double')
    .orderBy('scan_id')
    .limit(1)
    .executeTakeFirst();
  if (heir === undefined) return false;
  await sql`
    update office.check_ins set day = s.day, at = s.at, entrance_id = s.entrance_id, device_id = s.device_id,
      device_name = coalesce(s.member_name, d.name), scan_id = s.scan_id
    from office.scans s left join office.devices d using (device_id)
    where check_ins.order_id = ${which.orderId} and check_ins.line = ${which.line} and check_ins.seat = ${which.seat}
      and check_ins.scan_id = ${scanId} and s.scan_id = ${heir.scan_id}`.execute(tx);
  await sql`
    update office.scans set
      other_scan_id = case when scan_id = ${heir.scan_id} then null else ${heir.scan_id}::bigint end,
      conflict = case when scan_id = ${heir.scan_id} then null else conflict end,
      result = case when scan_id = ${heir.scan_id} then result - 'conflict'::text - 'other'::text else result end
    where order_id = ${which.orderId} and other_scan_id = ${scanId}`.execute(tx);
  return true;
}

/**
 * The scan that has let in a ticket that is in, and what is told of it: of a member no name. Until the end of the
 * transaction nobody takes it back.
 */
export async function findAdmittingScan(
  tx: RecordsTransaction,
  which: WhichCheckIns,
): Promise<{ scanId: number; moment: OtherMoment } | undefined> {
  const { rows } = await sql<{
    scan_id: number;
    at: Date;
    entrance_id: string | null;
    device_name: string | null;
  }>`
    select scan_id, at, entrance_id, case when device_id is not null then device_name end as device_name
    from office.check_ins where ${areOf(which)} order by at desc limit 1 for update`.execute(tx);
  const [row] = rows;
  if (row === undefined) return undefined;
  const { scan_id: scanId, at, entrance_id: entranceId, device_name: device } = row;
  return {
    scanId,
    moment: {
      at: at.toISOString(),
      ...(entranceId === null ? {} : { entranceId }),
      ...(device === null ? {} : { device }),
    },
  };
}

/** The last scan by which a device has let in a ticket, and whether it should not have. */
export async function findOwnScan(
  tx: RecordsTransaction,
  { orderId, line, seat }: TicketSeat,
  deviceId: string,
): Promise<{ scanId: number; isConflict: boolean } | undefined> {
  const row = await tx
    .selectFrom('office.scans')
    .select(['scan_id', 'conflict'])
    .where('order_id', '=', orderId)
    .where('line', '=', line)
    .where('seat', '=', seat)
    .where('device_id', '=', deviceId)
    .where('admitted', '=', true)
    // What nobody has decided on has let nobody in yet.
    .where(sql<boolean>`late is null or late = 'counted'`)
    .orderBy('scan_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { scanId: row.scan_id, isConflict: row.conflict !== null };
}

function areOf({ orderId, line, seat, day }: WhichCheckIns) {
  const ofDay = day === undefined ? sql`true` : sql`day = ${day}`;
  return sql`order_id = ${orderId} and line = ${line} and seat = ${seat} and ${ofDay} and undone_at is null`;
}
