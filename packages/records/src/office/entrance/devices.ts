import { createHash, randomBytes } from 'node:crypto';
import { MOST_DEVICES } from '@onsale/contracts';
import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';
import type { RecordsTransaction } from '../../shards/with-shard.ts';
import { newDeviceCode, readDeviceCode } from './device-code.ts';
import { isActive } from './device-state.ts';
import { lockEntrance, readEntranceSettings } from './entrance-settings.ts';

/** How long a code works. */
const CODE_MINUTES = 15;
/** What a device's token begins with, so that it is found when it lies around somewhere. */
const PREFIX = 'device_';
/** How exactly it is noted when a device was seen: a write for each scan would be too much. */
const SEEN_NOTED_S = 15;

/** A device that has just been added. */
export interface NewDevice {
  deviceId: string;
  name: string;
  /** Works once; it can't be shown again. */
  code: string;
}

/** Adds a device to an entrance of an event. */
export async function addDevice(
  db: Records,
  device: { eventId: string; entranceId: string; name?: string | undefined; createdBy: string },
): Promise<NewDevice | 'no_entrance' | 'too_many'> {
  const { eventId, entranceId, createdBy } = device;
  return await db.transaction().execute(async (tx) => {
    await lockEntrance(tx, eventId);
    const { settings } = await readEntranceSettings(tx, eventId);
    if (!settings.entrances.some((each) => each.entranceId === entranceId)) return 'no_entrance';
    if ((await countActive(tx, eventId)) >= MOST_DEVICES) return 'too_many';
    const deviceId = `dev_${randomBytes(9).toString('hex')}`;
    const code = newDeviceCode();
    const name = device.name ?? `Device ${await nextNumber(tx, eventId)}`;
    await tx
      .insertInto('office.devices')
      .values({
        ...{ device_id: deviceId, event_id: eventId, entrance_id: entranceId, name },
        ...{ code_sha256: digest(code), created_by: createdBy },
        code_expires_at: sql<Date>`now() + make_interval(mins => ${CODE_MINUTES})`,
      })
      .execute();
    return { deviceId, name, code };
  });
}

/** A device that has signed in, as its requests are known by. */
export interface EntranceDevice {
  deviceId: string;
  eventId: string;
  entranceId: string;
  name: string;
  /** Before that, it has scanned nothing. */
  signedInAt: Date | undefined;
  isRevoked: boolean;
}

/** Signs a device in by its code, which works no more then; undefined when it doesn't. */
export async function signInDevice(
  db: Records,
  { typed, version }: { typed: string; version?: string | undefined },
): Promise<{ device: EntranceDevice; token: string } | undefined> {
  const code = readDeviceCode(typed);
  if (code === undefined) return undefined;
  const token = `${PREFIX}${randomBytes(32).toString('base64url')}`;
  const row = await db
    .updateTable('office.devices')
    .set({
      ...{ code_sha256: null, token_sha256: digest(token), version: version ?? null },
      ...{ signed_in_at: sql<Date>`now()`, last_seen_at: sql<Date>`now()` },
    })
    .where('code_sha256', '=', digest(code))
    .where('code_expires_at', '>', sql<Date>`now()`)
    .where('revoked_at', 'is', null)
    .returning(OF_DEVICE)
    .executeTakeFirst();
  return row === undefined ? undefined : { device: deviceOf(row), token };
}

/** The device with this token, one that was revoked too; undefined when there is none. Notes that it was seen. */
export async function findDevice(db: Records, token: string): Promise<EntranceDevice | undefined> {
  if (!token.startsWith(PREFIX)) return undefined;
  const row = await db
    .selectFrom('office.devices')
    .select(OF_DEVICE)
    .select(sql<boolean>`last_seen_at < now() - make_interval(secs => ${SEEN_NOTED_S})`.as('isOld'))
    .where('token_sha256', '=', digest(token))
    .executeTakeFirst();
  if (row === undefined) return undefined;
  if (row.isOld) await noteDevice(db, row.device_id, {});
  return deviceOf(row);
}

/** What a device says of itself, and what is seen of it. */
export interface DeviceNews {
  /** Whether it now has the whole list. */
  hasList?: boolean | undefined;
  version?: string | undefined;
  /** Scans that it has yet to send. */
  waiting?: number | undefined;
  /** How far its clock is ahead of ours. */
  clockOffMs?: number | undefined;
}

/** Notes what a device says of itself: at once where that is new, else every 15 seconds. */
export async function noteDevice(db: Records, deviceId: string, news: DeviceNews): Promise<void> {
  const { hasList = false, version = null, waiting = null, clockOffMs = null } = news;
  await sql`
    update office.devices set
      last_seen_at = now(),
      list_at = case when ${hasList} then now() else list_at end,
      version = coalesce(${version}::text, version),
      waiting = coalesce(${waiting}::integer, waiting),
      clock_off_ms = coalesce(${clockOffMs}::bigint, clock_off_ms)
    where device_id = ${deviceId} and (
      last_seen_at is null or last_seen_at < now() - make_interval(secs => ${SEEN_NOTED_S})
      or ${hasList} and (list_at is null or list_at < now() - make_interval(secs => ${SEEN_NOTED_S}))
      or version is distinct from coalesce(${version}::text, version)
      or waiting <> coalesce(${waiting}::integer, waiting))`.execute(db);
}

/** Revokes a device of an event; whether there is one. One that was revoked before stays so. */
export async function revokeDevice(
  db: Records,
  { eventId, deviceId }: { eventId: string; deviceId: string },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('office.devices')
    .set({ revoked_at: sql<Date>`coalesce(revoked_at, now())`, code_sha256: null })
    .where('event_id', '=', eventId)
    .where('device_id', '=', deviceId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

async function countActive(tx: RecordsTransaction, eventId: string): Promise<number> {
  const { count } = await tx
    .selectFrom('office.devices')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('event_id', '=', eventId)
    .where(isActive)
    .executeTakeFirstOrThrow();
  return count;
}

// Not of how many there are: those that nobody has signed in are removed.
async function nextNumber(tx: RecordsTransaction, eventId: string): Promise<number> {
  const { rows } = await sql<{ next: number }>`
    select coalesce(max(substring(name from '^Device ([0-9]{1,6})$')::integer), 0) + 1 as next
    from office.devices where event_id = ${eventId}`.execute(tx);
  return rows[0]?.next ?? 1;
}

interface DeviceRow {
  device_id: string;
  event_id: string;
  entrance_id: string;
  name: string;
  signed_in_at: Date | null;
  revoked_at: Date | null;
}

const OF_DEVICE = [
  ...(['device_id', 'event_id', 'entrance_id', 'name', 'signed_in_at', 'revoked_at'] as const),
] as const;

function deviceOf(row: DeviceRow): EntranceDevice {
  return {
    ...{ deviceId: row.device_id, eventId: row.event_id, entranceId: row.entrance_id },
    ...{ name: row.name, signedInAt: row.signed_in_at ?? undefined },
    isRevoked: row.revoked_at !== null,
  };
}

const digest = (secret: string): string => createHash('sha256').update(secret).digest('hex');
