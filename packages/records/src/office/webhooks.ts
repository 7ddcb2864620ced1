import { randomBytes } from 'node:crypto';
import {
  type DeliveryState,
  MOST_ENDPOINTS,
  type WebhookEndpointInput,
  type WebhookType,
} from '@onsale/contracts';
import { type Selectable, sql } from 'kysely';
import type { PgBoss } from 'pg-boss';
import type { Records } from '../connect/open-records.ts';
import { leaveWebhookJobs, queueWebhookTest } from '../delivery/queue-webhooks.ts';
import { skipWaiting } from '../delivery/webhook-deliveries.ts';
import type { WebhookAttemptsTable, WebhookEndpointsTable } from '../schema/webhook-tables.ts';
import type { RecordsTransaction } from '../shards/with-shard.ts';

/** A receiver of webhooks as it is stored. */
export type StoredEndpoint = Omit<Selectable<WebhookEndpointsTable>, 'types'> & {
  types: WebhookType[];
  /** Webhooks that it has yet to take. */
  waiting: number;
};

/** A webhook on its way to one endpoint. */
export interface StoredDelivery {
  deliveryId: string;
  endpointId: string;
  webhookId: string;
  type: string;
  orderId: string | null;
  eventId: string | null;
  state: DeliveryState;
  attempts: number;
  status: number | null;
  problem: string | null;
  queuedAt: Date;
  dueAt: Date;
  endedAt: Date | null;
}

/** All endpoints, or the one with this id, the oldest first. */
export async function readEndpoints(db: Records, endpointId?: string): Promise<StoredEndpoint[]> {
  const rows = await db
    .selectFrom('office.webhook_endpoints as endpoint')
    .selectAll('endpoint')
    .select((eb) =>
      eb
        .selectFrom('office.webhook_deliveries as delivery')
        .whereRef('delivery.endpoint_id', '=', 'endpoint.endpoint_id')
        .where('delivery.state', '=', 'waiting')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .as('waiting'),
    )
    .$if(endpointId !== undefined, (query) => query.where('endpoint_id', '=', endpointId ?? ''))
    .orderBy('created_at')
    .orderBy('endpoint_id')
    .execute();
  return rows.map((row) => ({ ...row, waiting: Number(row.waiting) }));
}

/** Makes an endpoint and its first secret; `too_many` when the shop has as many as it can have. */
export async function createEndpoint(
  db: Records,
  { url, description = '', types, isOn, createdBy }: WebhookEndpointInput & { createdBy: string },
): Promise<{ endpointId: string; secret: string } | 'too_many'> {
  const endpointId = `whe_${randomBytes(9).toString('hex')}`;
  return await db.transaction().execute(async (tx) => {
    await sql`lock table office.webhook_endpoints in share row exclusive mode`.execute(tx);
    const { count } = await tx
      .selectFrom('office.webhook_endpoints')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    if (count >= MOST_ENDPOINTS) return 'too_many';
    await tx
      .insertInto('office.webhook_endpoints')
      .values({
        ...{ endpoint_id: endpointId, url, description, types: JSON.stringify(types) },
        ...{ is_on: isOn, off_reason: isOn ? null : 'member', created_by: createdBy },
      })
      .execute();
    return { endpointId, secret: await addSecret(tx, endpointId, new Date()) };
  });
}

/** What an endpoint was when it was read. */
interface ReadEndpoint {
  endpointId: string;
  revision: number;
}

/**
 * Changes an endpoint. One that is switched off gets nothing of what waits for it; one that is switched on, or
 * that leads elsewhere, has not failed yet.
 */
export async function replaceEndpoint(
  db: Records,
  { endpointId, revision }: ReadEndpoint,
  { url, description = '', types, isOn }: WebhookEndpointInput,
): Promise<'done' | 'missing' | 'changed'> {
  return await db.transaction().execute(async (tx) => {
    const before = await lockEndpoint(tx, endpointId);
    if (before === undefined) return 'missing';
    if (before.revision !== revision) return 'changed';
    const isNew = before.url !== url || (isOn && !before.is_on);
    const offReason = before.is_on ? 'member' : before.off_reason;
    await tx
      .updateTable('office.webhook_endpoints')
      .set({
        ...{ url, description, types: JSON.stringify(types), is_on: isOn },
        off_reason: isOn ? null : offReason,
        ...(isNew ? { failures: 0, failing_since: null, rests_until: null } : {}),
        ...{ revision: sql<number>`revision + 1`, changed_at: sql<Date>`now()` },
      })
      .where('endpoint_id', '=', endpointId)
      .execute();
    if (!isOn) await skipWaiting(tx, endpointId);
    return 'done';
  });
}

/** Removes an endpoint with its secrets and its log. */
export async function deleteEndpoint(
  db: Records,
  { endpointId, revision }: ReadEndpoint,
): Promise<'done' | 'missing' | 'changed'> {
  return await db.transaction().execute(async (tx) => {
    const before = await lockEndpoint(tx, endpointId);
    if (before === undefined) return 'missing';
    if (before.revision !== revision) return 'changed';
    await tx.deleteFrom('office.webhook_endpoints').where('endpoint_id', '=', endpointId).execute();
    return 'done';
  });
}

/** Makes a new secret for an endpoint; those before it go on until `earlierUntil`. */
export async function rotateSecret(
  db: Records,
  endpointId: string,
  earlierUntil: Date,
): Promise<string | undefined> {
  return await db.transaction().execute(async (tx) => {
    if ((await lockEndpoint(tx, endpointId)) === undefined) return undefined;
    const secret = await addSecret(tx, endpointId, earlierUntil);
    await tx
      .updateTable('office.webhook_endpoints')
      .set({
        ...{ secret_at: sql<Date>`now()`, earlier_secret_until: earlierUntil },
        ...{ revision: sql<number>`revision + 1`, changed_at: sql<Date>`now()` },
      })
      .where('endpoint_id', '=', endpointId)
      .execute();
    return secret;
  });
}

/** Queues a test; undefined when there is no such endpoint. */
export async function testEndpoint(
  { db, jobs }: { db: Records; jobs: PgBoss },
  endpointId: string,
): Promise<string | undefined> {
  return await db.transaction().execute(async (tx) => {
    if ((await lockEndpoint(tx, endpointId)) === undefined) return undefined;
    return await queueWebhookTest({ tx, jobs }, endpointId);
  });
}

/** What an endpoint was sent, the newest first, after the delivery with the id `after`. */
export async function listDeliveries(
  db: Records,
  endpointId: string,
  filter: {
    state?: DeliveryState | undefined;
    type?: string | undefined;
    orderId?: string | undefined;
    after?: string | undefined;
    limit: number;
  },
): Promise<StoredDelivery[]> {
  const { state, type, orderId, after, limit } = filter;
  const isAfter = sql<boolean>`(d.queued_at, d.delivery_id) < (
    select queued_at, delivery_id from office.webhook_deliveries where delivery_id = ${after ?? ''})`;
  return await deliveries(db, endpointId)
    .$if(state !== undefined, (query) => query.where('d.state', '=', state ?? 'waiting'))
    .$if(type !== undefined, (query) => query.where('w.type', '=', type ?? ''))
    .$if(orderId !== undefined, (query) => query.where('w.order_id', '=', orderId ?? ''))
    .$if(after !== undefined, (query) => query.where(isAfter))
    .orderBy('d.queued_at', 'desc')
    .orderBy('d.delivery_id', 'desc')
    .limit(limit)
    .execute();
}

/** A delivery with what is sent and every attempt, the newest first. */
export async function readDelivery(
  db: Records,
  endpointId: string,
  deliveryId: string,
): Promise<
  | { delivery: StoredDelivery; body: string; attempts: Selectable<WebhookAttemptsTable>[] }
  | undefined
> {
  const found = await deliveries(db, endpointId)
    .select('w.body')
    .where('d.delivery_id', '=', deliveryId)
    .executeTakeFirst();
  if (found === undefined) return undefined;
  const attempts = await db
    .selectFrom('office.webhook_attempts')
    .selectAll()
    .where('delivery_id', '=', deliveryId)
    .orderBy('attempt_id', 'desc')
    .limit(MOST_ATTEMPTS)
    .execute();
  const { body, ...delivery } = found;
  return { delivery, body, attempts };
}

/** Sends a webhook now, whatever became of it, with the id that it had. */
export async function sendAgain(
  { db, jobs }: { db: Records; jobs: PgBoss },
  endpointId: string,
  deliveryId: string,
): Promise<'done' | 'missing' | 'off'> {
  return await db.transaction().execute(async (tx) => {
    const endpoint = await lockEndpoint(tx, endpointId);
    if (endpoint === undefined) return 'missing';
    if (!endpoint.is_on) return 'off';
    const again = await tx
      .updateTable('office.webhook_deliveries')
      .set({
        ...{ state: 'waiting', ended_at: null, turn: sql<number>`turn + 1` },
        ...{ due_at: sql<Date>`now()`, until: sql<Date>`now() + interval '3 days'` },
      })
      .where('delivery_id', '=', deliveryId)
      .where('endpoint_id', '=', endpointId)
      .returning('turn')
      .executeTakeFirst();
    if (again === undefined) return 'missing';
    await leaveWebhookJobs({ tx, jobs }, [{ deliveryId, turn: again.turn }]);
    return 'done';
  });
}

/** Attempts that a page shows; three days have about a dozen. */
const MOST_ATTEMPTS = 100;

function deliveries(db: Records, endpointId: string) {
  return db
    .selectFrom('office.webhook_deliveries as d')
    .innerJoin('office.webhook_events as w', 'w.webhook_id', 'd.webhook_id')
    .select([
      ...(['d.delivery_id as deliveryId', 'd.endpoint_id as endpointId'] as const),
      ...(['d.webhook_id as webhookId', 'w.type', 'w.order_id as orderId'] as const),
      ...(['w.event_id as eventId', 'd.state', 'd.attempts', 'd.status', 'd.problem'] as const),
      ...(['d.queued_at as queuedAt', 'd.due_at as dueAt', 'd.ended_at as endedAt'] as const),
    ])
    .where('d.endpoint_id', '=', endpointId);
}

async function lockEndpoint(tx: RecordsTransaction, endpointId: string) {
  return await tx
    .selectFrom('office.webhook_endpoints')
    .selectAll()
    .where('endpoint_id', '=', endpointId)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

// By the Standard Webhooks convention.
async function addSecret(
  tx: RecordsTransaction,
  endpointId: string,
  earlierUntil: Date,
): Promise<string> {
  const secret = `whsec_${randomBytes(32).toString('base64')}`;
  await tx
    .insertInto('office.webhook_secrets')
    .values({ endpoint_id: endpointId, secret, earlier_until: earlierUntil })
    .execute();
  return secret;
}
