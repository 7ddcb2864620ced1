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

/**
 * The devices of an event, the newest first, but for those whose code has expired unused; or the one with this id,
 * whatever its state.
 */
export async function readDevices(
  db: Records,
  { eventId, deviceId }: { eventId: string; deviceId?: string | undefined },
): Promise<StoredDevice[]> {
  const { rows } = await sql<DeviceRow>`
    select device.*,
      case
        when revoked_at is not null then 'revoked'
        when signed_in_at is not null then 'signed_in'
        when code_expires_at > now() then 'invited'
        else 'expired'
      end as state,
      count(scan.scan_id)::integer as scans,
      count(*) filter (where admitted and late is distinct from 'open' and late is distinct from 'left')::integer
        as check_ins,
      count(*) filter (where late = 'open')::integer as late_scans
    from office.devices as device
    left join office.scans as scan on scan.device_id = device.device_id
    where device.event_id = ${eventId} and (
      device.device_id = ${deviceId ?? null}
      or ${deviceId === undefined} and (
        signed_in_at is not null or code_expires_at > now() or revoked_at is not null))
    group by device.device_id
    order by created_at desc, device.device_id`.execute(db);
  return rows.map(deviceOf);
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
  scans: number;
  check_ins: number;
  late_scans: number;
}

function deviceOf(row: DeviceRow): StoredDevice {
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
    ...{ waiting: row.waiting, scans: row.scans, checkIns: row.check_ins },
    lateScans: row.late_scans,
  };
}
