import { setTimeout as delay } from 'node:timers/promises';
import {
  completeWebhookJob,
  type FetchedWebhookJob,
  noteWebhookAttempt,
  type NotedWebhook,
  readRestingEndpoints,
  readWebhookToSend,
  type Records,
  type WebhookJob,
  WEBHOOKS,
  withoutRows,
} from '@onsale/records';
import type { Logger } from '@onsale/service';
import type { PgBoss } from 'pg-boss';
import { postWebhook, type WebhookWay } from './post-webhook.ts';

/** Attempts under way in one process, each with its connection. */
const MOST_AT_ONCE = 32;
/** To one endpoint, by all processes. */
const MOST_TO_ONE = 4;
/** How often jobs are looked for that others have left, or whose time has come. */
const LOOK_EVERY_MS = 500;
/** After an error of ours or of PostgreSQL. */
const PAUSE_AFTER_ERROR_MS = 5000;

export interface WebhookSenderParts {
  records: Records;
  jobs: PgBoss;
  way: WebhookWay;
  logger: Logger;
  /** Told what came of each attempt. */
  noted: (noted: NotedWebhook) => void;
}

/**
 * Works off the queue of webhooks, beside any number of other processes. An attempt that was made and could not
 * be noted, since the process was killed, is made again once its job has expired: receivers tell by the
 * `webhook-id`.
 */
export class WebhookSender {
  readonly #parts: WebhookSenderParts;
  readonly #stop = new AbortController();
  readonly #underWay = new Set<Promise<void>>();
  #running: Promise<void> | undefined;

  constructor(parts: WebhookSenderParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Takes no more jobs, and waits for the attempts under way. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await Promise.all(this.#underWay);
  }

  async #run(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const pauseMs = await this.#fetch().catch((error: unknown) => {
        this.#parts.logger.warn({ err: withoutRows(error) }, 'webhooks could not be looked for');
        return PAUSE_AFTER_ERROR_MS;
      });
      await this.#pause(pauseMs);
    }
  }

  // Returns how long to wait before the next look.
  async #fetch(): Promise<number> {
    const { records, jobs } = this.#parts;
    const free = MOST_AT_ONCE - this.#underWay.size;
    if (free === 0) return LOOK_EVERY_MS;
    const resting = await readRestingEndpoints(records);
    const fetched = await jobs.fetch<WebhookJob>(WEBHOOKS, {
      ...{ batchSize: free, groupConcurrency: MOST_TO_ONE },
      ...(resting.length === 0 ? {} : { ignoreGroups: resting }),
    });
    for (const job of fetched) this.#begin(job);
    return LOOK_EVERY_MS;
  }

  // Shorter when an attempt has ended: its place, and its endpoint, are free again.
  async #pause(forMs: number): Promise<void> {
    const waiting = new AbortController();
    const signal = AbortSignal.any([this.#stop.signal, waiting.signal]);
    const pause = delay(forMs, undefined, { signal }).catch(() => undefined);
    await Promise.race([pause, ...this.#underWay]);
    waiting.abort();
  }

  #begin(job: FetchedWebhookJob): void {
    const attempt = this.#attempt(job)
      // The job expires, and is taken again.
      .catch((error: unknown) =>
        this.#parts.logger.warn({ err: withoutRows(error) }, 'a webhook could not be noted'),
      )
      .finally(() => this.#underWay.delete(attempt));
    this.#underWay.add(attempt);
  }

  async #attempt(job: FetchedWebhookJob): Promise<void> {
    const { records, jobs, way, logger, noted } = this.#parts;
    const by = { db: records, jobs };
    const webhook = await readWebhookToSend(records, job.data);
    if (webhook === undefined) {
      await completeWebhookJob(by, job);
      return;
    }
    const result = await postWebhook(way, webhook);
    const outcome = await noteWebhookAttempt(by, job, result);
    noted(outcome);
    if (result.outcome === 'delivered') return;
    const { status, problem } = result;
    const { endpointId, webhookId } = webhook;
    logger.info({ endpointId, webhookId, status, problem, outcome }, 'a webhook was not taken');
  }
}
