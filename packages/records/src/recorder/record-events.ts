import type { EventStatus } from '@onsale/contracts';
import {
  type EventDocument,
  readEventChanges,
  readLastEventChange,
  type StoredEvent,
} from '@onsale/ledger';
import { type Insertable, type Selectable, sql } from 'kysely';
import { checkRow } from '../orders/check-row.ts';
import { storable } from '../orders/storable.ts';
import type { EventDetails, EventsTable } from '../schema/report-tables.ts';
import type { RecordsTransaction } from '../shards/with-shard.ts';
import { sumUpEvent } from '../sums/sum-up.ts';
import { type EventChangeJob, leaveEventJobs } from './leave-jobs.ts';
import type { ShardWork } from './shard-work.ts';

/** Of an event that does not say where it takes place. */
const NO_ZONE = 'UTC';

/**
 * Notes the events of the shard that have changed since the row's `event_change`: what they are called, how far
 * they are, and in which time zone their days are told. Sales are added up anew where that has changed. Leaves a
 * job for each change that somebody may have to be told of; as with orders, not for those of a backfill.
 */
export async function recordEvents({ tx, row, ledger, jobs }: ShardWork): Promise<void> {
  const { shard, has_event_details: hasDetails } = row;
  const before = hasDetails ? row.event_change : 0;
  const newest = await readLastEventChange(ledger, shard);
  if (newest === before && hasDetails) return;
  // A Redis that was set back counts once more from an earlier number.
  const { events, last } = await readEventChanges(ledger, shard, newest < before ? 0 : before);
  const zones = await findZones(
    tx,
    events.map(({ document }) => zoneOf(document)),
  );
  const news: EventChangeJob[] = [];
  for (const event of events) {
    const { document } = event;
    const zone = zones.has(zoneOf(document)) ? zoneOf(document) : NO_ZONE;
    const before = await recordEvent(tx, {
      ...{ event_id: document.id, shard, status: event.status, revision: event.revision },
      ...{ name: storable(document.name), time_zone: zone },
      details: JSON.stringify(entranceDetails(document)),
    });
    news.push(...newsOf(event, before));
  }
  if (row.state === 'recording') await leaveEventJobs({ tx, jobs }, news);
  await tx
    .updateTable('records.shards')
    .set({ event_change: last, has_event_details: true })
    .where('shard', '=', shard)
    .execute();
}

const zoneOf = ({ timeZone = NO_ZONE }: EventDocument) => storable(timeZone);

type EventRow = Insertable<EventsTable> & { status: string; revision: number };
type RowBefore = Pick<Selectable<EventsTable>, 'time_zone' | 'status' | 'revision'>;

// Returns the row as it was; `refused` when it can't be stored.
async function recordEvent(
  tx: RecordsTransaction,
  row: EventRow,
): Promise<RowBefore | undefined | 'refused'> {
  try {
    checkRow({ ...row });
  } catch {
    return 'refused';
  }
  const before = await tx
    .selectFrom('records.events')
    .select(['time_zone', 'status', 'revision'])
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
  return before;
}

// Nobody knows whether one that was recorded by an earlier version, without its revision, has changed.
function newsOf(
  { shard, status, revision, changedAtMs, document }: StoredEvent,
  before: RowBefore | undefined | 'refused',
): EventChangeJob[] {
  if (before === 'refused') return [];
  const details = detailsOf(document);
  const job = { eventId: document.id, shard, revision, status, changedAtMs, details };
  if (before === undefined) return [job];
  if (before.revision === null || before.status === null || before.revision >= revision) return [];
  return [{ ...job, statusBefore: before.status as EventStatus }];
}

function entranceDetails({ startsAt, doorsAt, endsAt, tickets }: EventDocument): EventDetails {
  return {
    startsAt: storable(startsAt),
    ...(doorsAt === undefined ? {} : { doorsAt: storable(doorsAt) }),
    ...(endsAt === undefined ? {} : { endsAt: storable(endsAt) }),
    types: tickets.map(({ id, name }) => ({ ticketId: storable(id), name: storable(name) })),
  };
}

// JSON with a NUL in it would be refused, and with it the turn.
function detailsOf({ name, venue, city, startsAt, doorsAt, endsAt, timeZone }: EventDocument) {
  return {
    ...{ name: storable(name), venue: storable(venue), startsAt: storable(startsAt) },
    ...(city === undefined ? {} : { city: storable(city) }),
    ...(doorsAt === undefined ? {} : { doorsAt: storable(doorsAt) }),
    ...(endsAt === undefined ? {} : { endsAt: storable(endsAt) }),
    ...(timeZone === undefined ? {} : { timeZone: storable(timeZone) }),
  };
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
