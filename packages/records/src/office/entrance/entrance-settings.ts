import type { EntranceSettings } from '@onsale/contracts';
import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';
import type { RecordsTransaction } from '../../shards/with-shard.ts';
import { isActive } from './device-state.ts';
import { DEFAULT_ENTRANCE } from './entrance-defaults.ts';

/** Who sets the entrance of an event while somebody adds a device to it. */
const ENTRANCE_LOCK = 6_674_256;

export interface StoredEntranceSettings {
  /** 0 as long as nobody has changed them, and one more with each change. */
  revision: number;
  settings: EntranceSettings;
  changedBy: string | undefined;
  changedAt: Date | undefined;
}

/** How people are let in to an event; as by default while nobody has said so. */
export async function readEntranceSettings(
  db: Records | RecordsTransaction,
  eventId: string,
): Promise<StoredEntranceSettings> {
  const row = await db
    .selectFrom('office.entrance_settings')
    .selectAll()
    .where('event_id', '=', eventId)
    .executeTakeFirst();
  if (row === undefined) {
    return { revision: 0, settings: DEFAULT_ENTRANCE, changedBy: undefined, changedAt: undefined };
  }
  const { revision, settings, changed_by: changedBy, changed_at: changedAt } = row;
  return { revision, settings, changedBy, changedAt };
}

/**
 * Writes the settings if they still have this revision. `changed` when somebody else has changed them; else the
 * ids of entrances that devices stand at and that would be gone.
 */
export async function writeEntranceSettings(
  db: Records,
  change: { eventId: string; settings: EntranceSettings; revision: number; changedBy: string },
): Promise<StoredEntranceSettings | 'changed' | { inUse: string[] }> {
  const { eventId, settings, revision, changedBy } = change;
  return await db.transaction().execute(async (tx) => {
    await lockEntrance(tx, eventId);
    const before = await readEntranceSettings(tx, eventId);
    if (before.revision !== revision) return 'changed';
    const inUse = await findInUse(tx, eventId, settings);
    if (inUse.length > 0) return { inUse };
    const values = {
      ...{ revision: revision + 1, settings: JSON.stringify(settings) },
      ...{ changed_by: changedBy, changed_at: sql<Date>`now()` },
    };
    const { changed_at: changedAt } = await tx
      .insertInto('office.entrance_settings')
      .values({ event_id: eventId, ...values })
      .onConflict((conflict) => conflict.column('event_id').doUpdateSet(values))
      .returning('changed_at')
      .executeTakeFirstOrThrow();
    return { revision: revision + 1, settings, changedBy, changedAt };
  });
}

/** Forgets settings and devices, of an event that was deleted as a draft. */
export async function forgetEntrance(db: Records, eventId: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await lockEntrance(tx, eventId);
    await tx.deleteFrom('office.entrance_settings').where('event_id', '=', eventId).execute();
    await tx.deleteFrom('office.devices').where('event_id', '=', eventId).execute();
  });
}

/** Whoever holds it is alone with the settings and the devices of an event. */
export async function lockEntrance(tx: RecordsTransaction, eventId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${ENTRANCE_LOCK}, hashtext(${eventId}))`.execute(tx);
}

async function findInUse(
  tx: RecordsTransaction,
  eventId: string,
  { entrances }: EntranceSettings,
): Promise<string[]> {
  const rows = await tx
    .selectFrom('office.devices')
    .select('entrance_id')
    .distinct()
    .where('event_id', '=', eventId)
    .where(isActive)
    .orderBy('entrance_id')
    .execute();
  const left = new Set(entrances.map(({ entranceId }) => entranceId));
  return rows.map((row) => row.entrance_id).filter((entranceId) => !left.has(entranceId));
}
