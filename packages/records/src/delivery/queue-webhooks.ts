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

/** A job of the queue `WEBHOOKS`. */
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
    { db: tx, jobs },
    deliveries.map(({ delivery_id }) => ({ deliveryId: delivery_id, turn: 0 })),
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
    .values({ delivery_id, webhook_id: row.webhook_id, endpoint_id: endpointId })
    .execute();
  await leaveWebhookJobs({ db: tx, jobs }, [{ deliveryId: delivery_id, turn: 0 }]);
  return delivery_id;
}

/** Far more than an attempt takes: whoever has the job by then has died. */
const EXPIRE_IN_S = 120;
/** Of processes that die with it, not of attempts. */
const MOST_RETRIES = 1000;

/** Leaves a job for each of these deliveries in the transaction `db`, due at `dueAt`. */
export async function leaveWebhookJobs(
  { db, jobs }: { db: RecordsTransaction; jobs: PgBoss },
  data: readonly WebhookJob[],
  dueAt?: Date,
): Promise<void> {
  if (data.length === 0) return;
  const options = {
    ...{ expireInSeconds: EXPIRE_IN_S, retryLimit: MOST_RETRIES },
    ...(dueAt === undefined ? {} : { startAfter: dueAt }),
  };
  await jobs.insert(
    WEBHOOKS,
    data.map((job) => ({ data: job, ...options })),
    { db: fromKysely(db) },
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
