import type { DEVICE_STATES } from '@onsale/contracts';
import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';

/** A device with what it has done. */
export interface StoredDevice {
  deviceId: string;
  name: string;
  eventId: string;
  entranceId: string;
  state: (typeof DEVICE_STATES)[number];
  createdBy: string;
  createdAt: Date;
  /** While its code waits to be used. */
  codeExpiresAt: Date | undefined;
  signedInAt: Date | undefined;
  revokedAt: Date | undefined;
  lastSeenAt: Date | undefined;
  listAt: Date | undefined;
  version: string | undefined;
  waiting: number;
  clockOffMs: number | undefined;
  scans: number;
  /** People it has let in. */
  checkIns: number;
  /** Sent after it was revoked, and not decided on. */
  lateScans: number;
}

/** What each device of an event has done, by its id; it has to look at every scan. */
export type DeviceCounts = ReadonlyMap<
  string,
  Pick<StoredDevice, 'scans' | 'checkIns' | 'lateScans'>
>;

/**
 * The devices of an event, the newest first, but for those whose code has expired unused; or the one with this id,
 * whatever its state. What they have done is counted anew unless it is given.
 */
export async function readDevices(
  db: Records,
  which: { eventId: string; deviceId?: string | undefined },
  counts?: DeviceCounts,
): Promise<StoredDevice[]> {
  const { eventId, deviceId } = which;
  const { rows } = await sql<DeviceRow>`
    select *,
      case
        when revoked_at is not null then 'revoked'
        when signed_in_at is not null then 'signed_in'
        when code_expires_at > now() then 'invited'
        else 'expired'
      end as state
    from office.devices
    where event_id = ${eventId} and (
      device_id = ${deviceId ?? null}
      or ${deviceId === undefined} and (
        signed_in_at is not null or code_expires_at > now() or revoked_at is not null))
    order by created_at desc, device_id`.execute(db);
  const counted = counts ?? (await countScansOfDevices(db, which));
  return rows.map((row) => deviceOf(row, counted));
}

/** Counts what the devices of an event have done, or the one with this id. */
export async function countScansOfDevices(
  db: Records,
  { eventId, deviceId }: { eventId: string; deviceId?: string | undefined },
): Promise<DeviceCounts> {
  const { rows } = await sql<CountRow>`
    select device_id, count(*)::integer as scans,
      count(*) filter (where admitted and (late is null or late = 'counted'))::integer as check_ins,
      count(*) filter (where late = 'open')::integer as late_scans
    from office.scans
    where event_id = ${eventId} and device_id is not null
      and (${deviceId === undefined} or device_id = ${deviceId ?? null})
    group by device_id`.execute(db);
  return new Map(
    rows.map(({ device_id: id, scans, check_ins: checkIns, late_scans: lateScans }) => {
      return [id, { scans, checkIns, lateScans }];
    }),
  );
}

interface CountRow {
  device_id: string;
  scans: number;
  check_ins: number;
  late_scans: number;
}

interface DeviceRow {
  device_id: string;
  name: string;
  event_id: string;
  entrance_id: string;
  state: StoredDevice['state'];
  created_by: string;
  created_at: Date;
  code_expires_at: Date;
  signed_in_at: Date | null;
  revoked_at: Date | null;
  last_seen_at: Date | null;
  list_at: Date | null;
  version: string | null;
  waiting: number;
  clock_off_ms: number | null;
}

function deviceOf(row: DeviceRow, counts: DeviceCounts): StoredDevice {
  const { scans = 0, checkIns = 0, lateScans = 0 } = counts.get(row.device_id) ?? {};
  return {
    ...{ deviceId: row.device_id, name: row.name, eventId: row.event_id, state: row.state },
    ...{ entranceId: row.entrance_id, createdBy: row.created_by, createdAt: row.created_at },
    codeExpiresAt: row.state === 'invited' ? row.code_expires_at : undefined,
    signedInAt: row.signed_in_at ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
    lastSeenAt: row.last_seen_at ?? undefined,
    listAt: row.list_at ?? undefined,
    version: row.version ?? undefined,
    clockOffMs: row.clock_off_ms ?? undefined,
    ...{ waiting: row.waiting, scans, checkIns, lateScans },
  };
}
