import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '@onsale/contracts';
import type { Ledger } from '@onsale/ledger';
import {
  countMessages,
  EVENT_CHANGES,
  type EventChangeJob,
  findWork,
  forgetOldLinks,
  hastenJobsToCome,
  isRecordsOutage,
  type JobWork,
  type MessageJob,
  MESSAGES,
  ORDER_CHANGES,
  ORDER_LINKS,
  type OrderChangeJob,
  type OrderLinksJob,
  type Planning,
  type Records,
  requeueLost,
  retryFailedPlans,
  withoutRows,
  workOnJobs,
  workOnOneJob,
} from '@onsale/records';
import { isOutage } from '@onsale/redis';
import type { Logger } from '@onsale/service';
import type { PgBoss } from 'pg-boss';
import { issuePlanned } from '../documents/issue.ts';
import { planMessagePage, planMessages } from './plan-messages.ts';
import { planEventChanges } from './plan-event-changes.ts';
import { planNoticePage } from './plan-notices.ts';
import { planOrderChanges } from './plan-order-changes.ts';
import { planOrderLinks } from './plan-order-links.ts';
import { planReminders } from './plan-reminders.ts';

/** How soon something new is noticed. */
const LOOK_EVERY_MS = 500;
/** Small transactions hold up nobody: neither the recorder nor a person who waits for a mail. */
const BATCH = 100;
/** What has no queue: reminders, what is too old, what was lost. */
const HOUSEKEEPING_EVERY_MS = 60_000;
const PAUSE_AFTER_ERROR_MS = 2000;

interface Parts {
  db: Records;
  jobs: PgBoss;
  /** Throws while Redis can't be used. */
  ledger: () => Ledger;
  logger: Logger;
}

/**
 * Turns what has happened into mails and webhooks: takes the jobs that recorder and office have left, and leaves
 * those of mails and webhooks, in one transaction each. Any number of processes do so.
 */
export class Planner {
  readonly #parts: Parts;
  readonly #stop = new AbortController();
  #housekeepingAtMs = 0;
  #running: Promise<void> | undefined;
  #hasRetried = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    let isTold = false;
    while (!signal.aborted) {
      let pauseMs = LOOK_EVERY_MS;
      try {
        if (await this.#turn()) pauseMs = 0;
        isTold = false;
      } catch (error) {
        pauseMs = PAUSE_AFTER_ERROR_MS;
        if (!isTold) this.#tell(error);
        isTold = true;
      }
      if (pauseMs > 0) await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  #tell(error: unknown): void {
    const { logger } = this.#parts;
    if (isAway(error)) logger.warn({ err: withoutRows(error) }, 'nothing can be planned');
    else logger.error({ err: withoutRows(error) }, 'nothing can be planned; it is tried again');
  }

  /** Does a little of everything, so that nothing waits for all of something else. Says whether there is more. */
  async #turn(): Promise<boolean> {
    const { db, jobs, ledger } = this.#parts;
    await this.#keepHouse();
    const found = await findWork(db);
    if (found.has(ORDER_LINKS)) {
      await this.#work<OrderLinksJob>({ queue: ORDER_LINKS, work: planOrderLinks });
    }
    if (found.has(ORDER_CHANGES)) {
      await this.#work<OrderChangeJob>({
        queue: ORDER_CHANGES,
        work: async (planning, changes) => {
          const orders = await planOrderChanges(planning, changes);
          // At the end: whoever gives a number waits for the transaction that gave the last one.
          await issuePlanned(ledger(), planning, orders);
        },
      });
    }
    if (found.has(EVENT_CHANGES)) {
      await this.#work<EventChangeJob>({ queue: EVENT_CHANGES, work: planEventChanges });
      // One that was put off may take place tomorrow.
      await planReminders({ db, ledger: ledger() }, Date.now());
    }
    if (found.has(MESSAGES)) {
      await this.#work<MessageJob>({ queue: MESSAGES, work: planMessages });
    }
    if (found.has('notices')) await inTransaction({ db, jobs }, planNoticePage);
    if (!found.has('message-pages')) return found.size > 0;
    const isMore = await inTransaction({ db, jobs }, planMessagePage);
    await inTransaction({ db, jobs }, async ({ tx }) => await countMessages(tx));
    found.delete('message-pages');
    return isMore || found.size > 0;
  }

  async #keepHouse(): Promise<void> {
    if (performance.now() < this.#housekeepingAtMs) return;
    this.#housekeepingAtMs = performance.now() + HOUSEKEEPING_EVERY_MS;
    const { db, jobs, ledger, logger } = this.#parts;
    const lost = await requeueLost({ db, jobs });
    if (lost.mails + lost.webhooks > 0) {
      logger.warn(lost, 'mails and webhooks that wait had no job any more; they are queued again');
    }
    const hastened = await hastenJobsToCome(db);
    if (hastened > 0) {
      logger.warn(
        { hastened },
        'jobs were of a time to come, as the clock of PostgreSQL was ahead',
      );
    }
    await forgetOldLinks(db);
    // Once: whoever is started may be newer than those who could not plan them.
    if (!this.#hasRetried) await retryFailedPlans({ db, jobs });
    this.#hasRetried = true;
    await planReminders({ db, ledger: ledger() }, Date.now());
  }

  // One job that can't be planned keeps no other one from being so.
  async #work<Data extends object>(wanted: Omit<JobWork<Data>, 'batchSize'>): Promise<void> {
    const { logger } = this.#parts;
    const work = { ...wanted, batchSize: BATCH };
    try {
      await workOnJobs(this.#parts, work);
    } catch (error) {
      if (isAway(error)) throw error;
      logger.warn({ err: withoutRows(error), queue: work.queue }, 'jobs are planned one by one');
      for (let done = 0; done < work.batchSize && !this.#stop.signal.aborted; done++) {
        const result = await workOnOneJob(this.#parts, work);
        if (result === undefined) break;
        const { error: problem } = result;
        if (problem === undefined) continue;
        logger.error({ err: withoutRows(problem), queue: work.queue }, 'a job cannot be planned');
      }
    }
  }
}

// What is no job's fault.
function isAway(error: unknown): boolean {
  return error instanceof ApiError || isOutage(error) || isRecordsOutage(error);
}

async function inTransaction<Result>(
  { db, jobs }: Pick<Parts, 'db' | 'jobs'>,
  plan: (planning: Planning) => Promise<Result>,
): Promise<Result> {
  return await db.transaction().execute(async (tx) => await plan({ tx, jobs }));
}
