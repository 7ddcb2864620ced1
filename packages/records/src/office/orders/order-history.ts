import type { Records } from '../../connect/open-records.ts';

/** What was recorded of an order besides itself. */
export interface RecordedHistory {
  /** As the order log told it, oldest first; states as letters. */
  changes: { at: Date; from: string; to: string; cause: string }[];
  /** What was done with it in the office, oldest first. */
  activity: {
    at: Date;
    actor: string;
    action: string;
    outcome: 'begun' | 'done' | 'refused';
    before: unknown;
    after: unknown;
  }[];
  notes: OrderNote[];
}

/** A note of the team. */
export interface OrderNote {
  noteId: number;
  at: Date;
  actor: string;
  text: string;
}

/** Whoever changes an order a thousand times has no use for a page of it. */
const MOST_ROWS = 1000;

/** The subject of an order in the activity log. */
export function orderSubject(orderId: string): string {
  return `order:${orderId}`;
}

/** Reads what has happened to an order. */
export async function readOrderHistory(db: Records, orderId: string): Promise<RecordedHistory> {
  const changes = db
    .selectFrom('records.changes')
    .select(['at', 'from_state', 'to_state', 'cause'])
    .where('order_id', '=', orderId)
    .orderBy('entry_ms')
    .orderBy('entry_seq')
    .orderBy('place')
    .limit(MOST_ROWS)
    .execute();
  const activity = db
    .selectFrom('office.activity')
    .select(['at', 'actor_name', 'action', 'outcome', 'before', 'after'])
    .where('subject', '=', orderSubject(orderId))
    .orderBy('activity_id')
    .limit(MOST_ROWS)
    .execute();
  const [changed, done, notes] = await Promise.all([changes, activity, readNotes(db, orderId)]);
  return {
    changes: changed.map(({ at, cause, from_state: from, to_state: to }) => ({
      ...{ at, from, to, cause },
    })),
    activity: done.map(({ actor_name: actor, ...each }) => ({ actor, ...each })),
    notes,
  };
}

async function readNotes(db: Records, orderId: string): Promise<OrderNote[]> {
  const rows = await db
    .selectFrom('office.notes')
    .select(['note_id', 'at', 'actor_name', 'text'])
    .where('order_id', '=', orderId)
    .orderBy('note_id')
    .limit(MOST_ROWS)
    .execute();
  return rows.map(({ note_id: noteId, at, actor_name: actor, text }) => ({
    ...{ noteId, at, actor, text },
  }));
}
