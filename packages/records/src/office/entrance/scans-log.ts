import type { AnswerKind, AnswerReason, ScanVia } from '@onsale/contracts';
import { type RawBuilder, sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';

/** Which scans of an event are wanted. */
export interface ScanFilter {
  eventId: string;
  deviceId?: string | undefined;
  entranceId?: string | undefined;
  answer?: AnswerKind | undefined;
  /** As the code of any of its versions names it. */
  ticket?: string | undefined;
  /** Only conflicts: those that nobody has reviewed, or all. */
  conflicts?: 'open' | 'all' | undefined;
  /** Only what is older than this one. */
  before?: number | undefined;
  limit: number;
}

/** A scan, as the log has it. */
export interface StoredScan {
  scanId: number;
  at: Date;
  deviceAt: Date | undefined;
  receivedAt: Date;
  deviceId: string | undefined;
  deviceName: string | undefined;
  number: number | undefined;
  memberName: string | undefined;
  entranceId: string | undefined;
  via: ScanVia;
  answer: AnswerKind;
  reason: AnswerReason | undefined;
  letIn: boolean;
  undone: boolean;
  offline: boolean;
  late: boolean;
  ticket: string | undefined;
  orderId: string | undefined;
  place: number | undefined;
  ticketType: string | undefined;
  day: string | undefined;
  why: string | undefined;
  conflict: StoredConflict | undefined;
}

export interface StoredConflict {
  kind: 'double' | 'dead';
  /** The other time that the ticket was let in. */
  other: { at: Date; entranceId: string | undefined; deviceName: string | undefined } | undefined;
  reviewedBy: string | undefined;
  reviewedAt: Date | undefined;
}

/** The log of the entrance of an event, the newest first. */
export async function readScans(db: Records, filter: ScanFilter): Promise<StoredScan[]> {
  return await run(db, sql.join(conditionsOf(filter), sql` and `), filter.limit);
}

/** A scan of an event; undefined when there is none. */
export async function readScan(
  db: Records,
  { eventId, scanId }: { eventId: string; scanId: number },
): Promise<StoredScan | undefined> {
  const [scan] = await run(db, sql`s.event_id = ${eventId} and s.scan_id = ${scanId}`, 1);
  return scan;
}

function conditionsOf(filter: ScanFilter): RawBuilder<unknown>[] {
  const { eventId, deviceId, entranceId, answer, ticket, conflicts, before } = filter;
  const conditions: RawBuilder<unknown>[] = [sql`s.event_id = ${eventId}`];
  if (before !== undefined) conditions.push(sql`s.scan_id < ${before}`);
  if (deviceId !== undefined) conditions.push(sql`s.device_id = ${deviceId}`);
  if (entranceId !== undefined) conditions.push(sql`s.entrance_id = ${entranceId}`);
  if (answer !== undefined) conditions.push(sql`s.answer = ${answer}`);
  if (ticket !== undefined) conditions.push(sql`s.ticket = ${ticket}`);
  if (conflicts !== undefined) conditions.push(sql`s.conflict is not null`);
  if (conflicts === 'open') conditions.push(sql`s.reviewed_at is null`);
  return conditions;
}

async function run(
  db: Records,
  condition: RawBuilder<unknown>,
  limit: number,
): Promise<StoredScan[]> {
  const { rows } = await sql<Row>`
    select s.*, d.name as device_name,
      o.at as other_at, o.entrance_id as other_entrance_id, coalesce(od.name, o.member_name) as other_name
    from (select * from office.scans s where ${condition} order by scan_id desc limit ${limit}) s
    left join office.devices d on d.device_id = s.device_id
    left join office.scans o on o.scan_id = s.other_scan_id
    left join office.devices od on od.device_id = o.device_id
    order by s.scan_id desc`.execute(db);
  return rows.map(scanOf);
}

interface Row {
  scan_id: number;
  at: Date;
  device_at: Date | null;
  received_at: Date;
  device_id: string | null;
  device_name: string | null;
  number: number | null;
  member_name: string | null;
  entrance_id: string | null;
  via: ScanVia;
  answer: AnswerKind;
  reason: AnswerReason | null;
  let_in: boolean;
  undo: boolean;
  is_offline: boolean;
  late: string | null;
  ticket: string | null;
  order_id: string | null;
  place: number | null;
  ticket_id: string | null;
  day: string | null;
  why: string | null;
  conflict: 'double' | 'dead' | null;
  other_at: Date | null;
  other_entrance_id: string | null;
  other_name: string | null;
  reviewed_by: string | null;
  reviewed_at: Date | null;
}

function scanOf(row: Row): StoredScan {
  return {
    ...{ scanId: row.scan_id, at: row.at, receivedAt: row.received_at, via: row.via },
    ...{ deviceAt: row.device_at ?? undefined, deviceId: row.device_id ?? undefined },
    ...{ deviceName: row.device_name ?? undefined, number: row.number ?? undefined },
    ...{ memberName: row.member_name ?? undefined, entranceId: row.entrance_id ?? undefined },
    ...{ answer: row.answer, reason: row.reason ?? undefined, letIn: row.let_in },
    ...{ undone: row.undo, offline: row.is_offline, late: row.late !== null },
    ...{ ticket: row.ticket ?? undefined, orderId: row.order_id ?? undefined },
    ...{ place: row.place ?? undefined, ticketType: row.ticket_id ?? undefined },
    ...{ day: row.day ?? undefined, why: row.why ?? undefined },
    conflict: row.conflict === null ? undefined : conflictOf(row, row.conflict),
  };
}

function conflictOf(row: Row, kind: 'double' | 'dead'): StoredConflict {
  const { other_at: at, other_entrance_id: entranceId, other_name: deviceName } = row;
  return {
    kind,
    other:
      at === null
        ? undefined
        : { at, entranceId: entranceId ?? undefined, deviceName: deviceName ?? undefined },
    reviewedBy: row.reviewed_by ?? undefined,
    reviewedAt: row.reviewed_at ?? undefined,
  };
}
