import type { Records } from '../connect/open-records.ts';

/** A change that is about to be made through the office. */
export interface NewActivity {
  actor: { id: string; name: string };
  /** The id of the operation. */
  action: string;
  eventId?: string | undefined;
  /** Such as `event:show-7`. */
  subject: string;
  before?: object | undefined;
  /** What was asked for, or what came of it. */
  after?: object | undefined;
  requestId: string;
}

/** Notes that a change begins; returns the number to say by how it ended. */
export async function beginActivity(db: Records, activity: NewActivity): Promise<number> {
  const { actor, action, eventId, subject, before, after, requestId } = activity;
  const { activity_id: id } = await db
    .insertInto('office.activity')
    .values({
      ...{ actor_id: actor.id, actor_name: actor.name, action, subject },
      ...{ event_id: eventId ?? null, outcome: 'begun', request_id: requestId },
      before: before === undefined ? null : JSON.stringify(before),
      after: after === undefined ? null : JSON.stringify(after),
    })
    .returning('activity_id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Notes how a change ended; `after` and `before` replace what was noted when it began. */
export async function endActivity(
  db: Records,
  activityId: number,
  end: { outcome: 'done' | 'refused'; before?: object | undefined; after?: object | undefined },
): Promise<void> {
  const { outcome, before, after } = end;
  await db
    .updateTable('office.activity')
    .set({
      outcome,
      ...(before === undefined ? {} : { before: JSON.stringify(before) }),
      ...(after === undefined ? {} : { after: JSON.stringify(after) }),
    })
    .where('activity_id', '=', activityId)
    .execute();
}
