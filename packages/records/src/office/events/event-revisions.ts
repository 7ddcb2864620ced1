import type { EventInput } from '@onsale/contracts';
import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';

/** Revisions kept of an event: nobody edits one for longer than others take to change it so often. */
const KEPT = 50;

/** Keeps what an event says in a revision, so that changes since can be told. */
export async function keepEventRevision(
  db: Records,
  event: { eventId: string; revision: number; document: EventInput },
): Promise<void> {
  const { eventId, revision, document } = event;
  const json = JSON.stringify(document);
  // An event that was deleted and created again says something else in its first revision.
  await db
    .insertInto('office.event_revisions')
    .values({ event_id: eventId, revision, document: json })
    .onConflict((conflict) =>
      conflict.columns(['event_id', 'revision']).doUpdateSet({ document: json }),
    )
    .execute();
  await db
    .deleteFrom('office.event_revisions')
    .where('event_id', '=', eventId)
    .where('revision', '<=', revision - KEPT)
    .execute();
}

/** What an event said in a revision; undefined when it was not kept. */
export async function readEventRevision(
  db: Records,
  eventId: string,
  revision: number,
): Promise<EventInput | undefined> {
  const row = await db
    .selectFrom('office.event_revisions')
    .select('document')
    .where('event_id', '=', eventId)
    .where('revision', '=', revision)
    .executeTakeFirst();
  return row?.document;
}

/**
 * The terms of its own that an event had under `version` when an order was placed, as far as it was changed since;
 * undefined when it had none. A revision is seen when it begins, but for the first one: when it ends.
 */
export async function readOwnTerms(
  db: Records,
  { eventId, version, placedAt }: { eventId: string; version: string; placedAt: Date },
): Promise<{ text?: string } | undefined> {
  const { rows } = await sql<{ text: string | null }>`
    select document->>'terms' as text from office.event_revisions
    where event_id = ${eventId} and document->>'termsVersion' = ${version}
    order by seen_at > ${placedAt}, case when seen_at > ${placedAt} then revision else -revision end
    limit 1`.execute(db);
  const [row] = rows;
  if (row === undefined) return undefined;
  return row.text === null ? {} : { text: row.text };
}

/** Forgets them, of an event that was deleted. */
export async function forgetEventRevisions(db: Records, eventId: string): Promise<void> {
  await db.deleteFrom('office.event_revisions').where('event_id', '=', eventId).execute();
}
