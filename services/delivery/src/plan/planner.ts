import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '@onsale/contracts';
import type { Ledger } from '@onsale/ledger';
import {
  countMessages,
  EVENT_CHANGES,
  type EventChangeJob,
  forgetOldLinks,
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
  withoutRows,
  workOnJobs,
  workOnOneJob,
} from '@onsale/records';
import { isOutage } from '@onsale/redis';
import type { Logger } from '@onsale/service';
import type { PgBoss } from 'pg-boss';
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
/** What has no queue: reminders, what is too old. */
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

  /** Does a little of everything, so that nothing waits for a long page of something else. Says whether there is more. */
  async #turn(): Promise<boolean> {
    const { db, jobs } = this.#parts;
    const planned = [
      await this.#work<OrderLinksJob>({
        queue: ORDER_LINKS,
        batchSize: BATCH,
        work: planOrderLinks,
      }),
      await this.#work<OrderChangeJob>({
        ...{ queue: ORDER_CHANGES, batchSize: BATCH },
        work: async (planning, changes) =>
          await planOrderChanges(planning, changes, this.#parts.ledger()),
      }),
      await this.#work<EventChangeJob>({
        ...{ queue: EVENT_CHANGES, batchSize: BATCH, work: planEventChanges },
      }),
      await this.#work<MessageJob>({ queue: MESSAGES, batchSize: BATCH, work: planMessages }),
      await inTransaction({ db, jobs }, planNoticePage),
      await inTransaction({ db, jobs }, planMessagePage),
    ];
    await db.transaction().execute(countMessages);
    if (performance.now() >= this.#housekeepingAtMs) {
      this.#housekeepingAtMs = performance.now() + HOUSEKEEPING_EVERY_MS;
      await forgetOldLinks(db);
      await planReminders({ db, ledger: this.#parts.ledger() }, Date.now());
    }
    return planned.includes(true);
  }

  // One job that can't be planned keeps no other one from being so.
  async #work<Data extends object>(work: JobWork<Data>): Promise<boolean> {
    const { logger } = this.#parts;
    try {
      return (await workOnJobs(this.#parts, work)) > 0;
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
      return false;
    }
  }
}

// What is no job's fault.
function isAway(error: unknown): boolean {
  return error instanceof ApiError || isOutage(error) || isRecordsOutage(error);
}

async function inTransaction(
  { db, jobs }: Pick<Parts, 'db' | 'jobs'>,
  plan: (planning: Planning) => Promise<boolean>,
): Promise<boolean> {
  return await db.transaction().execute(async (tx) => await plan({ tx, jobs }));
}
