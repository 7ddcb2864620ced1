import { type OffReason, WEBHOOK_TEST } from '@onsale/contracts';
import { sql } from 'kysely';
import { fromKysely, type JobAttempt, type PgBoss } from 'pg-boss';
import type { Records } from '../connect/open-records.ts';
import { storable } from '../orders/storable.ts';
import { WEBHOOKS } from '../schema/jobs.ts';
import type { RecordsTransaction } from '../shards/with-shard.ts';
import { queueMails, URGENCY } from './queue-mails.ts';
import { leaveWebhookJobs, type WebhookJob } from './queue-webhooks.ts';

/** A job of the queue, as it was fetched. */
export type FetchedWebhookJob = JobAttempt & { data: WebhookJob };

/** What is to be sent, and where to. */
export interface WebhookToSend {
  webhookId: string;
  body: string;
  endpointId: string;
  url: string;
  /** What it is signed with, the newest first. */
  secrets: string[];
}

/** How one attempt went. */
export interface WebhookAttemptResult {
  durationMs: number;
  /** Where it went. */
  address?: string | undefined;
  status?: number | undefined;
  /** How the answer begins. */
  answer?: string | undefined;
  /** Why there was no answer, or why it does not count. */
  problem?: string | undefined;
  /** `gone`: the endpoint wants nothing any more. */
  outcome: 'delivered' | 'failed' | 'gone';
  /** Not before, as the endpoint has asked for. */
  retryAfterMs?: number | undefined;
}

/** What came of an attempt. */
export type NotedWebhook = 'delivered' | 'again' | 'given_up' | 'switched_off' | 'nobodys';

/** After so many attempts in a row that failed, an endpoint is left alone for a while. */
const FAILURES_BEFORE_REST = 5;
const SHORTEST_REST_MS = 15_000;
const LONGEST_REST_MS = 30 * 60_000;
/** How long an endpoint may fail before it is switched off. */
const FAILING_AT_MOST_MS = 3 * 86_400_000;
/** Signatures of a webhook: who rotates more often in the time of an overlap has given up the oldest. */
const MOST_SECRETS = 4;
/** How exactly it is noted when an endpoint took something last. */
const NOTED_EVERY = '5 seconds';

/** The pauses after each attempt that failed, in seconds; the last one is repeated until three days are over. */
const PAUSES_S = [5, 60, 300, 1800, 7200, 18_000, 36_000, 50_400] as const;
/** Part of a pause by which it is longer at random, so that what failed together does not come back together. */
const JITTER = 0.1;

/** Endpoints that have failed lately, and are left alone for now. */
export async function readRestingEndpoints(db: Records): Promise<string[]> {
  const rows = await db
    .selectFrom('office.webhook_endpoints')
    .select('endpoint_id')
    .where('rests_until', '>', sql<Date>`now()`)
    .execute();
  return rows.map((row) => row.endpoint_id);
}

/** What a job is about; undefined when there is nothing to do for it any more. */
export async function readWebhookToSend(
  db: Records,
  { deliveryId, turn }: WebhookJob,
): Promise<WebhookToSend | undefined> {
  const { rows } = await sql<WebhookToSend>`
    select w.webhook_id as "webhookId", w.body, e.endpoint_id as "endpointId", e.url,
      array(
        select s.secret from office.webhook_secrets s
        where s.endpoint_id = e.endpoint_id and not exists (
          select from office.webhook_secrets newer
          where newer.endpoint_id = s.endpoint_id and newer.secret_id > s.secret_id
            and newer.earlier_until <= now())
        order by s.secret_id desc limit ${MOST_SECRETS}) as secrets
    from office.webhook_deliveries d
    join office.webhook_events w using (webhook_id)
    join office.webhook_endpoints e using (endpoint_id)
    where d.delivery_id = ${deliveryId} and d.turn = ${turn} and d.state = 'waiting'`.execute(db);
  return rows[0];
}

/**
 * Notes how an attempt went, decides what follows, and completes its job, in one transaction. An endpoint
 * that wants nothing, or has taken nothing for three days, is switched off, and the owners get a mail.
 */
export async function noteWebhookAttempt(
  { db, jobs }: { db: Records; jobs: PgBoss },
  job: FetchedWebhookJob,
  result: WebhookAttemptResult,
): Promise<NotedWebhook> {
  return await db.transaction().execute(async (tx) => {
    const noted = await note({ tx, jobs }, job.data, result);
    await completeIn({ tx, jobs }, job);
    return noted;
  });
}

/** Completes a job for which there is nothing to do. */
export async function completeWebhookJob(
  { db, jobs }: { db: Records; jobs: PgBoss },
  job: FetchedWebhookJob,
): Promise<void> {
  await db.transaction().execute(async (tx) => await completeIn({ tx, jobs }, job));
}

interface Noting {
  tx: RecordsTransaction;
  jobs: PgBoss;
}

async function note(
  noting: Noting,
  { deliveryId, turn }: WebhookJob,
  result: WebhookAttemptResult,
): Promise<NotedWebhook> {
  const { tx } = noting;
  // Before the delivery, as everybody locks them; whoever queues webhooks for it goes on.
  await tx
    .selectFrom('office.webhook_endpoints')
    .select('endpoint_id')
    .where('endpoint_id', '=', (eb) =>
      eb
        .selectFrom('office.webhook_deliveries')
        .select('endpoint_id')
        .where('delivery_id', '=', deliveryId),
    )
    .forNoKeyUpdate()
    .execute();
  const delivery = await tx
    .selectFrom('office.webhook_deliveries as delivery')
    .innerJoin('office.webhook_events as webhook', 'webhook.webhook_id', 'delivery.webhook_id')
    .selectAll('delivery')
    .select('webhook.type')
    .where('delivery_id', '=', deliveryId)
    .forUpdate('delivery')
    .executeTakeFirst();
  if (delivery === undefined) return 'nobodys';
  const { durationMs, address, status, answer, problem } = result;
  await tx
    .insertInto('office.webhook_attempts')
    .values({
      ...{ delivery_id: deliveryId, duration_ms: durationMs, address: address ?? null },
      ...{ status: status ?? null, problem: textOf(problem), answer: textOf(answer) },
    })
    .execute();
  // It was sent again meanwhile, or skipped: what was answered still stands in the log.
  if (delivery.turn !== turn || delivery.state !== 'waiting') return 'nobodys';
  const attempts = delivery.attempts + 1;
  const end = async (state: 'delivered' | 'failed' | 'waiting', dueAt?: Date) => {
    await tx
      .updateTable('office.webhook_deliveries')
      .set({
        ...{ state, attempts, status: status ?? null, problem: textOf(problem) },
        ended_at: state === 'waiting' ? null : sql<Date>`now()`,
        ...(dueAt === undefined ? {} : { due_at: dueAt }),
      })
      .where('delivery_id', '=', deliveryId)
      .execute();
  };
  if (result.outcome === 'delivered') {
    await end('delivered');
    await noteSuccess(tx, delivery.endpoint_id);
    return 'delivered';
  }
  // Whoever tests waits for no other attempt, and what comes of it says nothing of the rest.
  const isTest = delivery.type === WEBHOOK_TEST;
  const off = isTest ? undefined : await noteFailure(noting, delivery.endpoint_id, result);
  const dueAt = dueAfter(attempts, result.retryAfterMs);
  if (off !== undefined || isTest || Date.now() >= delivery.until.getTime()) {
    await end('failed');
    return off === undefined ? 'given_up' : 'switched_off';
  }
  const last = new Date(Math.min(dueAt.getTime(), delivery.until.getTime()));
  await end('waiting', last);
  const again = { deliveryId, turn, endpointId: delivery.endpoint_id, dueAt: last };
  await leaveWebhookJobs(noting, [again]);
  return 'again';
}

async function noteSuccess(tx: RecordsTransaction, endpointId: string): Promise<void> {
  await sql`
    update office.webhook_endpoints
    set failures = 0, failing_since = null, rests_until = null, last_delivered_at = now()
    where endpoint_id = ${endpointId} and (failures > 0 or last_delivered_at is null
      or last_delivered_at < now() - ${NOTED_EVERY}::interval)`.execute(tx);
}

// Returns why the endpoint is switched off, if it is by this.
async function noteFailure(
  noting: Noting,
  endpointId: string,
  { outcome, status, problem }: WebhookAttemptResult,
): Promise<OffReason | undefined> {
  const { tx } = noting;
  const endpoint = await tx
    .updateTable('office.webhook_endpoints')
    .set({
      failures: sql<number>`failures + 1`,
      failing_since: sql<Date>`coalesce(failing_since, now())`,
    })
    .where('endpoint_id', '=', endpointId)
    .returning(['failures', 'failing_since', 'is_on', 'url'])
    .executeTakeFirst();
  // It was switched off while this was under way.
  if (endpoint === undefined || !endpoint.is_on) return undefined;
  const failingSinceMs = endpoint.failing_since?.getTime() ?? Date.now();
  const isFailing = Date.now() - failingSinceMs >= FAILING_AT_MOST_MS;
  const off = outcome === 'gone' ? 'gone' : isFailing ? 'failing' : undefined;
  if (off !== undefined) {
    // Some systems have a secret of their own after the path.
    const url = endpoint.url.replace(/\?.*$/, '?…');
    const answer = [status, problem].filter((part) => part !== undefined).join(': ');
    const since = new Date(failingSinceMs).toISOString();
    await switchOff(noting, { endpointId, reason: off, about: { endpointId, url, since, answer } });
    return off;
  }
  const rest = restMs(endpoint.failures);
  if (rest > 0) {
    await tx
      .updateTable('office.webhook_endpoints')
      .set({ rests_until: new Date(Date.now() + rest) })
      .where('endpoint_id', '=', endpointId)
      .execute();
  }
  return undefined;
}

async function switchOff(
  noting: Noting,
  off: { endpointId: string; reason: OffReason; about: Readonly<Record<string, string>> },
): Promise<void> {
  const { tx } = noting;
  const { endpointId, reason, about } = off;
  const { revision } = await tx
    .updateTable('office.webhook_endpoints')
    .set({
      ...{ is_on: false, off_reason: reason, rests_until: null },
      ...{ revision: sql<number>`revision + 1`, changed_at: sql<Date>`now()` },
    })
    .where('endpoint_id', '=', endpointId)
    .returning('revision')
    .executeTakeFirstOrThrow();
  await skipWaiting(tx, endpointId);
  const owners = await tx
    .selectFrom('office.members as member')
    .innerJoin('office.grants as grant', 'grant.holder_id', 'member.id')
    .select(['member.id', 'member.email', 'member.language'])
    .distinct()
    .where('grant.role', '=', 'owner')
    .where('grant.event_id', 'is', null)
    .execute();
  await queueMails(
    noting,
    owners.map(({ id, email, language }) => ({
      ...{ key: `webhook_disabled:${endpointId}:${revision}:${id}`, kind: 'webhook_disabled' },
      ...{ address: email, language: language ?? undefined, urgency: URGENCY.order },
      about,
    })),
  );
}

/** Skips what waits for an endpoint that was switched off. Its jobs find nothing to do. */
export async function skipWaiting(tx: RecordsTransaction, endpointId: string): Promise<void> {
  await tx
    .updateTable('office.webhook_deliveries')
    .set({ state: 'skipped', ended_at: sql<Date>`now()` })
    .where('endpoint_id', '=', endpointId)
    .where('state', '=', 'waiting')
    .execute();
}

async function completeIn({ tx, jobs }: Noting, { id, retryCount }: JobAttempt): Promise<void> {
  await jobs.complete(WEBHOOKS, { id, retryCount }, null, { db: fromKysely(tx) });
}

function dueAfter(attempts: number, retryAfterMs = 0): Date {
  const pauseS = PAUSES_S[Math.min(attempts, PAUSES_S.length) - 1] ?? PAUSES_S[0];
  const pauseMs = pauseS * 1000 * (1 + Math.random() * JITTER);
  return new Date(Date.now() + Math.max(pauseMs, retryAfterMs));
}

function restMs(failures: number): number {
  if (failures < FAILURES_BEFORE_REST) return 0;
  const doubled = SHORTEST_REST_MS * 2 ** Math.min(failures - FAILURES_BEFORE_REST, 20);
  return Math.min(doubled, LONGEST_REST_MS);
}

const textOf = (text: string | undefined) => (text === undefined ? null : storable(text));
