import { randomBytes } from 'node:crypto';
import { WEBHOOK_TEST, type WebhookBody, type WebhookType } from '@onsale/contracts';
import { sql } from 'kysely';
import { fromKysely, type PgBoss } from 'pg-boss';
import { WEBHOOKS } from '../schema/jobs.ts';
import type { RecordsTransaction } from '../shards/with-shard.ts';

/** Something that other systems are to be told of. */
export interface NewWebhook {
  /** What is told once, such as `order:<orderId>:<entryId>`: another one with this key is not queued. */
  key: string;
  type: WebhookType;
  /** When it happened. */
  at: Date;
  data: WebhookBody['data'];
  orderId?: string | undefined;
  eventId?: string | undefined;
}

/** A job of the queue `WEBHOOKS`; its group is its endpoint, but when a person waits for it. */
export interface WebhookJob {
  deliveryId: string;
  /** That of the delivery when it was left; otherwise somebody has sent it again since. */
  turn: number;
}

/**
 * Queues webhooks in the caller's transaction, for each endpoint that is on and has chosen their type. What
 * nobody has chosen is not kept. Returns how many deliveries were queued.
 */
export async function queueWebhookEvents(
  { tx, jobs }: { tx: RecordsTransaction; jobs: PgBoss },
  webhooks: readonly NewWebhook[],
): Promise<number> {
  if (webhooks.length === 0) return 0;
  const chosen = await readChosenTypes(tx);
  const wanted = webhooks.filter(({ type }) => chosen.has(type));
  if (wanted.length === 0) return 0;
  const added = await tx
    .insertInto('office.webhook_events')
    .values(wanted.map(rowOf))
    .onConflict((conflict) => conflict.column('event_key').doNothing())
    .returning(['webhook_id', 'type'])
    .execute();
  const deliveries = added.flatMap(({ webhook_id, type }) =>
    (chosen.get(type) ?? []).map((endpoint_id) => ({
      ...{ delivery_id: newDeliveryId(), webhook_id, endpoint_id },
    })),
  );
  if (deliveries.length === 0) return 0;
  await tx.insertInto('office.webhook_deliveries').values(deliveries).execute();
  await leaveWebhookJobs(
    { tx, jobs },
    deliveries.map(({ delivery_id, endpoint_id }) => ({
      ...{ deliveryId: delivery_id, turn: 0, endpointId: endpoint_id },
    })),
  );
  return deliveries.length;
}

/** Queues a test for one endpoint, whether it is on or off; returns the id of the delivery. */
export async function queueWebhookTest(
  { tx, jobs }: { tx: RecordsTransaction; jobs: PgBoss },
  endpointId: string,
): Promise<string> {
  const at = new Date();
  const row = rowOf({ key: `test:${newDeliveryId()}`, type: WEBHOOK_TEST, at, data: {} });
  await tx.insertInto('office.webhook_events').values(row).execute();
  const delivery_id = newDeliveryId();
  await tx
    .insertInto('office.webhook_deliveries')
    .values({
      ...{ delivery_id, webhook_id: row.webhook_id, endpoint_id: endpointId },
    })
    .execute();
  await leaveWebhookJobs({ tx, jobs }, [{ deliveryId: delivery_id, turn: 0 }]);
  return delivery_id;
}

/** Far more than an attempt takes: whoever has the job by then has died. */
const EXPIRE_IN_S = 120;
/** Of processes that die with it, not of attempts. */
const MOST_RETRIES = 1000;

/** Of a job that a person waits for. */
const PERSON_WAITS = 10;

/** A job for a delivery. */
interface NewWebhookJob extends WebhookJob {
  /** Missing when a person waits: it then neither waits for others nor for an endpoint that rests. */
  endpointId?: string;
  dueAt?: Date;
}

/** Leaves a job for each of these deliveries in the transaction `tx`. */
export async function leaveWebhookJobs(
  { tx, jobs }: { tx: RecordsTransaction; jobs: PgBoss },
  wanted: readonly NewWebhookJob[],
): Promise<void> {
  if (wanted.length === 0) return;
  await jobs.insert(
    WEBHOOKS,
    wanted.map(({ deliveryId, turn, endpointId, dueAt }) => ({
      ...{ expireInSeconds: EXPIRE_IN_S, retryLimit: MOST_RETRIES },
      data: { deliveryId, turn } satisfies WebhookJob,
      ...(endpointId === undefined ? { priority: PERSON_WAITS } : { group: { id: endpointId } }),
      ...(dueAt === undefined ? {} : { startAfter: dueAt }),
    })),
    { db: fromKysely(tx) },
  );
}

async function readChosenTypes(tx: RecordsTransaction): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ type: string; endpoint_ids: string[] }>`
    select type, array_agg(endpoint_id) as endpoint_ids
    from office.webhook_endpoints, jsonb_array_elements_text(types) as type
    where is_on group by type`.execute(tx);
  return new Map(rows.map(({ type, endpoint_ids }) => [type, endpoint_ids]));
}

type AnyWebhook = Omit<NewWebhook, 'type'> & { type: WebhookBody['type'] };

function rowOf({ key, type, at, data, orderId, eventId }: AnyWebhook) {
  const body: WebhookBody = { type, timestamp: at.toISOString(), data };
  return {
    webhook_id: `evt_${randomBytes(12).toString('hex')}`,
    event_key: key,
    type,
    body: JSON.stringify(body),
    order_id: orderId ?? null,
    event_id: eventId ?? null,
  };
}

const newDeliveryId = () => `del_${randomBytes(12).toString('hex')}`;
