import { type EventDocument, readEventChanges, readLastEventChange } from '@onsale/ledger';
import { sql } from 'kysely';
import { checkRow } from '../orders/check-row.ts';
import { storable } from '../orders/storable.ts';
import type { RecordsTransaction } from '../shards/with-shard.ts';
import { sumUpEvent } from '../sums/sum-up.ts';
import type { ShardWork } from './shard-work.ts';

/** Of an event that does not say where it takes place. */
const NO_ZONE = 'UTC';

/**
 * Notes the events of the shard that have changed since the row's `event_change`: what they are called, and in
 * which time zone their days are told. Sales are added up anew where that has changed.
 */
export async function recordEvents({ tx, row, ledger }: ShardWork): Promise<void> {
  const { shard, event_change: before } = row;
  const newest = await readLastEventChange(ledger, shard);
  if (newest === before) return;
  // A Redis that was set back counts once more from an earlier number.
  const { events, last } = await readEventChanges(ledger, shard, newest < before ? 0 : before);
  const zones = await findZones(
    tx,
    events.map(({ document }) => zoneOf(document)),
  );
  for (const { document } of events) {
    const zone = zones.has(zoneOf(document)) ? zoneOf(document) : NO_ZONE;
    await recordEvent(tx, {
      ...{ event_id: document.id, shard },
      ...{ name: storable(document.name), time_zone: zone },
    });
  }
  await tx
    .updateTable('records.shards')
    .set({ event_change: last })
    .where('shard', '=', shard)
    .execute();
}

const zoneOf = ({ timeZone = NO_ZONE }: EventDocument) => storable(timeZone);

async function recordEvent(
  tx: RecordsTransaction,
  row: { event_id: string; shard: number; name: string; time_zone: string },
): Promise<void> {
  try {
    checkRow(row);
  } catch {
    return;
  }
  const before = await tx
    .selectFrom('records.events')
    .select('time_zone')
    .where('event_id', '=', row.event_id)
    .executeTakeFirst();
  await tx
    .insertInto('records.events')
    .values(row)
    .onConflict((conflict) => {
      const { event_id: _, ...changed } = row;
      return conflict.column('event_id').doUpdateSet(changed);
    })
    .execute();
  if ((before?.time_zone ?? NO_ZONE) !== row.time_zone) await sumUpEvent(tx, row.event_id);
}

// Those that PostgreSQL knows, too. It looks into many files for them, so only when an event has changed.
async function findZones(
  tx: RecordsTransaction,
  names: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`
    select name from pg_timezone_names where name = any(${[...new Set(names)]}::text[])`.execute(
    tx,
  );
  return new Set(rows.map(({ name }) => name));
}
