import { fromKysely, type PgBoss } from 'pg-boss';
import type { Records } from '../../connect/open-records.ts';
import type { RecordsTransaction } from '../../shards/with-shard.ts';

/** What is planned is planned in a transaction, and so are the jobs that it leaves. */
export interface Planning {
  tx: RecordsTransaction;
  jobs: PgBoss;
}

/** What is done with the jobs of a queue. */
export interface JobWork<Data extends object> {
  queue: string;
  batchSize: number;
  work: (planning: Planning, data: readonly Data[]) => Promise<void>;
}

/**
 * Takes jobs of a queue, does the work that they ask for and removes them, all in one transaction: what is
 * done is done once, and jobs of a killed process are there again at once. Returns how many there were.
 */
export async function workOnJobs<Data extends object>(
  { db, jobs }: { db: Records; jobs: PgBoss },
  { queue, batchSize, work }: JobWork<Data>,
): Promise<number> {
  return await db.transaction().execute(async (tx) => {
    const inTransaction = { db: fromKysely(tx) };
    const taken = await jobs.fetch<Data>(queue, { batchSize, ...inTransaction });
    if (taken.length === 0) return 0;
    const data = taken.map((job) => job.data);
    await work({ tx, jobs }, data);
    const ids = taken.map(({ id }) => id);
    await jobs.deleteJob(queue, ids, inTransaction);
    return taken.length;
  });
}

/**
 * The same of one job, when the work on several has failed: the one that is to blame is tried again later, and
 * in the end left as failed, while the others go on. Undefined when there was none.
 */
export async function workOnOneJob<Data extends object>(
  { db, jobs }: { db: Records; jobs: PgBoss },
  { queue, work }: JobWork<Data>,
): Promise<{ error?: unknown } | undefined> {
  const [job] = await jobs.fetch<Data>(queue, { batchSize: 1 });
  if (job === undefined) return undefined;
  try {
    await db.transaction().execute(async (tx) => {
      await work({ tx, jobs }, [job.data]);
      await jobs.deleteJob(queue, job.id, { db: fromKysely(tx) });
    });
    return {};
  } catch (error) {
    await jobs.fail(queue, job.id);
    return { error };
  }
}
