import { sql } from 'kysely';
import { fromKysely, type PgBoss } from 'pg-boss';
import type { Records } from '../connect/open-records.ts';
import { JOBS_SCHEMA, MAILS, WEBHOOKS } from '../schema/jobs.ts';
import type { RecordsTransaction } from '../shards/with-shard.ts';
import { PLANNED_QUEUES } from './plan/find-work.ts';
import { mailJob } from './queue-mails.ts';
import { leaveWebhookJobs } from './queue-webhooks.ts';

/** Of the lock that lets one process look at a time: two would both leave a job for what both have found. */
const LOCK = 4_022_001;
/** The rest is found the next time. */
const MOST = 1000;
const JOB = sql.table(`${JOBS_SCHEMA}.job`);

/** How many were found. */
export interface Found {
  mails: number;
  webhooks: number;
}

/**
 * Leaves a job for each mail and each delivery of a webhook that waits and has none any more, at most `most` of
 * each: somebody has emptied the queue, or it was restored without them, or its job has failed or become too old.
 * Whoever makes one wait leaves its job in the same transaction, so one without a job is lost, however new it is.
 */
export async function requeueLost(
  { db, jobs }: { db: Records; jobs: PgBoss },
  most = MOST,
): Promise<Found> {
  return await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ is_mine: boolean }>`
      select pg_try_advisory_xact_lock(${LOCK}) as is_mine`.execute(tx);
    if (rows[0]?.is_mine !== true) return { mails: 0, webhooks: 0 };
    const mails = await requeueMails({ tx, jobs }, most);
    return { mails, webhooks: await requeueWebhooks({ tx, jobs }, most) };
  });
}

interface Queueing {
  tx: RecordsTransaction;
  jobs: PgBoss;
}

// `except` is sorted or hashed, whatever PostgreSQL thinks of a queue that was just filled; a join may not be.
async function requeueMails({ tx, jobs }: Queueing, most: number): Promise<number> {
  const lost = await tx
    .selectFrom('office.mails')
    .select(['mail_id', 'urgency', 'due_at'])
    .where(
      'mail_id',
      'in',
      sql<string>`(
        select mail_id from office.mails where state = 'waiting'
        except select data->>'mailId' from ${JOB} where name = ${MAILS} and state < 'completed'
        limit ${most})`,
    )
    .execute();
  await jobs.insert(MAILS, lost.map(mailJob), { db: fromKysely(tx) });
  return lost.length;
}

async function requeueWebhooks({ tx, jobs }: Queueing, most: number): Promise<number> {
  const lost = await tx
    .selectFrom('office.webhook_deliveries')
    .select(['delivery_id', 'endpoint_id', 'turn', 'due_at'])
    .where(
      'delivery_id',
      'in',
      sql<string>`(
        select delivery_id from (
          select delivery_id, turn from office.webhook_deliveries where state = 'waiting'
          except select data->>'deliveryId', (data->>'turn')::integer from ${JOB}
          where name = ${WEBHOOKS} and state < 'completed') lost
        limit ${most})`,
    )
    .execute();
  await leaveWebhookJobs(
    { tx, jobs },
    lost.map((row) => ({
      ...{ deliveryId: row.delivery_id, turn: row.turn },
      ...{ endpointId: row.endpoint_id, dueAt: row.due_at },
    })),
  );
  return lost.length;
}

/**
 * Jobs that were left while the clock of PostgreSQL was ahead would begin when it says so again, hours after it was
 * set right. They begin as long after now as they were to begin after they were left. Answers how many.
 */
export async function hastenJobsToCome(db: Records): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update ${JOB} set start_after = now() + (start_after - created_on), created_on = now()
    where state < 'active' and created_on > now() + interval '5 seconds'`.execute(db);
  return Number(numAffectedRows);
}

/** How many jobs of each queue that the planner works on have failed for good, and are still there. */
export async function countFailedPlans(db: Records): Promise<Map<string, number>> {
  const { rows } = await sql<{ name: string; failed: number }>`
    select name, count(*) as failed from ${JOB}
    where name = any(${PLANNED_QUEUES}::text[]) and state = 'failed' group by name`.execute(db);
  return new Map(rows.map(({ name, failed }) => [name, failed]));
}

/** Gives them another chance, as a newer version may plan what an older one could not. Answers how many. */
export async function retryFailedPlans({
  db,
  jobs,
}: {
  db: Records;
  jobs: PgBoss;
}): Promise<number> {
  let retried = 0;
  for (const name of (await countFailedPlans(db)).keys()) {
    const { rows } = await sql<{ id: string }>`
      select id from ${JOB} where name = ${name} and state = 'failed'`.execute(db);
    await jobs.retry(
      name,
      rows.map(({ id }) => id),
    );
    retried += rows.length;
  }
  return retried;
}
