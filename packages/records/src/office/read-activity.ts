import type { Records } from '../connect/open-records.ts';

/** What is looked for in the activity log. */
export interface ActivityFilter {
  /** Of these events alone; undefined: of all, and of what belongs to none. */
  eventIds?: readonly string[] | undefined;
  eventId?: string | undefined;
  actorId?: string | undefined;
  action?: string | undefined;
  subject?: string | undefined;
  from?: Date | undefined;
  to?: Date | undefined;
  /** Only what is older than the activity with this id. */
  before?: number | undefined;
  limit: number;
}

/** An entry of the activity log. */
export interface StoredActivity {
  activityId: number;
  at: Date;
  actorId: string;
  actorName: string;
  action: string;
  eventId: string | null;
  subject: string;
  outcome: 'begun' | 'done' | 'refused';
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  requestId: string;
}

/** Who has changed what, the newest first. */
export async function readActivity(db: Records, filter: ActivityFilter): Promise<StoredActivity[]> {
  let query = db.selectFrom('office.activity').selectAll();
  if (filter.eventIds !== undefined) query = query.where('event_id', 'in', [...filter.eventIds]);
  if (filter.eventId !== undefined) query = query.where('event_id', '=', filter.eventId);
  if (filter.actorId !== undefined) query = query.where('actor_id', '=', filter.actorId);
  if (filter.action !== undefined) query = query.where('action', '=', filter.action);
  if (filter.subject !== undefined) query = query.where('subject', '=', filter.subject);
  if (filter.from !== undefined) query = query.where('at', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('at', '<', filter.to);
  if (filter.before !== undefined) query = query.where('activity_id', '<', filter.before);
  const rows = await query.orderBy('activity_id', 'desc').limit(filter.limit).execute();
  return rows.map((row) => ({
    activityId: row.activity_id,
    at: row.at,
    actorId: row.actor_id,
    actorName: row.actor_name,
    action: row.action,
    eventId: row.event_id,
    subject: row.subject,
    outcome: row.outcome,
    before: row.before as Record<string, unknown> | null,
    after: row.after as Record<string, unknown> | null,
    requestId: row.request_id,
  }));
}
