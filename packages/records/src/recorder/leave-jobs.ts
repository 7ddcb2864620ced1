import type { EventStatus, OrderStatus } from '@onsale/contracts';
import { type EventDocument, type LoggedChange, ORDER_STATES, RESTORED } from '@onsale/ledger';
import { fromKysely, type PgBoss } from 'pg-boss';
import { EVENT_CHANGES, ORDER_CHANGES } from '../schema/jobs.ts';
import type { RecordsTransaction } from '../shards/with-shard.ts';

/** A job of the queue `ORDER_CHANGES`: a change of an order that somebody may have to be told of. */
export interface OrderChangeJob {
  orderId: string;
  /** The status before; the same when only details of the order changed. */
  from: OrderStatus;
  /** The status that the change led to; the order may be in another one since. */
  status: OrderStatus;
  cause: string;
  shard: number;
  entryId: string;
}

/** A job of the queue `EVENT_CHANGES`: an event has another revision than it had when it was recorded last. */
export interface EventChangeJob {
  eventId: string;
  shard: number;
  revision: number;
  status: EventStatus;
  /** Its status when it was recorded last; missing when it is new. */
  statusBefore?: EventStatus;
  /** By Redis' clock. */
  changedAtMs: number;
  /** What is said of it. */
  details: EventDetailsOfJob;
}

/** What other systems are told of an event. */
export type EventDetailsOfJob = Pick<
  EventDocument,
  'name' | 'venue' | 'city' | 'startsAt' | 'doorsAt' | 'endsAt' | 'timeZone'
>;

/** Leaves a job for each of these changes of events, in the transaction that stores them. */
export async function leaveEventJobs(
  { tx, jobs }: { tx: RecordsTransaction; jobs: PgBoss },
  changes: readonly EventChangeJob[],
): Promise<void> {
  if (changes.length === 0) return;
  await jobs.insert(
    EVENT_CHANGES,
    changes.map((data) => ({ data })),
    { db: fromKysely(tx) },
  );
}

/** Leaves a job for each of these changes that concerns delivery, in the transaction that stores them. */
export async function leaveJobs(
  { tx, jobs, shard }: { tx: RecordsTransaction; jobs: PgBoss; shard: number },
  changes: readonly LoggedChange[],
): Promise<void> {
  const data = changes
    .filter(concernsDelivery)
    .map(({ orderId, status, cause, entryId, ...change }) => {
      const from = ORDER_STATES[change.from]?.status ?? 'unknown';
      return { orderId, from, status, cause, shard, entryId } satisfies OrderChangeJob;
    });
  if (data.length === 0) return;
  const db = fromKysely(tx);
  await jobs.insert(
    ORDER_CHANGES,
    data.map((job) => ({ data: job })),
    { db },
  );
}

const TOLD: ReadonlySet<OrderStatus> = new Set(['confirmed', 'expired', 'cancelled', 'refunded']);

// Of a payment, that something about it was noted concerns nobody, as long as no money has moved; and of an order
// that is held, who its buyer is, since nothing was delivered yet.
function concernsDelivery({ from, to, status, cause }: LoggedChange): boolean {
  // Whoever had to be told of an order that was put back was told before it was lost.
  if (cause === RESTORED) return false;
  if (from !== to) return TOLD.has(status);
  return cause !== 'payment:changed' && (status !== 'held' || cause.startsWith('payment:'));
}
