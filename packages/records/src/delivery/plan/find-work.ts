import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';
import {
  EVENT_CHANGES,
  JOBS_SCHEMA,
  MESSAGES,
  ORDER_CHANGES,
  ORDER_LINKS,
} from '../../schema/jobs.ts';

/** The queues that a planner works on. */
export const PLANNED_QUEUES = [ORDER_LINKS, ORDER_CHANGES, EVENT_CHANGES, MESSAGES] as const;
/** What a planner works on: queues whose jobs are due, and what is told page by page. */
export const PLANNED = [...PLANNED_QUEUES, 'notices', 'message-pages'] as const;
export type Planned = (typeof PLANNED)[number];

/** Where there is something to plan; one statement, as it is asked all the time. */
export async function findWork(db: Records): Promise<Set<Planned>> {
  const { rows } = await sql<{ name: Planned }>`
    select queue as name from unnest(${PLANNED_QUEUES}::text[]) as queue where exists (
      select from ${sql.table(`${JOBS_SCHEMA}.job`)} j
      where j.name = queue and j.state < 'active' and j.start_after <= now())
    union all select 'notices' where exists (
      select from office.notices where queued_at is null)
    union all select 'message-pages' where exists (
      select from office.messages where state = 'sending')`.execute(db);
  return new Set(rows.map(({ name }) => name));
}
