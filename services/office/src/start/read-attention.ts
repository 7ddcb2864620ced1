import type { Attention } from '@onsale/contracts';
import { given, readSweepFinds, toDecimal } from '@onsale/ledger';
import {
  listTasks,
  type OpenDispute,
  type OpenRefund,
  readOpenMoney,
  readShards,
} from '@onsale/records';
import { type Actor, eventsWith } from '../access/actor.ts';
import type { OfficeParts } from '../app.ts';
import { readRecordedUntil } from '../sale/recorded-until.ts';

/** Of each kind: whoever has more begins with these. */
const LIMIT = 20;
/** Records are always a moment behind; after so long, nobody is recording. */
const BEHIND_MS = 60_000;
/** What a sweep found is news for a day. */
const FOUND_MS = 86_400_000;
/** No task began before. */
const EVER = new Date(0);

type Parts = Pick<OfficeParts, 'records' | 'ledger'>;

/** What a person should look at, the most urgent first, of what the actor has a right to know. */
export async function readAttention(parts: Parts, actor: Actor): Promise<Attention[]> {
  const found = await Promise.all([
    readTroubleOfRecords(parts, actor),
    readTroubleOfMoney(parts, actor),
    readTroubleOfTasks(parts, actor),
    readLostWebhooks(parts, actor),
  ]);
  return found.flat();
}

// Of events for which one may refund, or read what was refunded.
async function readTroubleOfMoney({ records }: Parts, actor: Actor): Promise<Attention[]> {
  const events = eventsOfMoney(actor);
  if (events !== 'all' && events.length === 0) return [];
  const { disputes, failed, waiting } = await readOpenMoney(records, { events, limit: LIMIT });
  return [
    ...disputes.map((dispute): Attention => ({
      ...{ kind: 'dispute', ...aboutOrder(dispute) },
      ...given({ dueAt: dispute.respondBy?.toISOString() }),
    })),
    ...failed.map((refund): Attention => ({
      ...{ kind: 'refund_failed', ...aboutOrder(refund), since: refund.askedAt.toISOString() },
      ...given({ message: refund.problem ?? undefined }),
    })),
    ...waiting.map(({ currency, refunds, amountMinor, since }): Attention => ({
      ...{ kind: 'refund_waiting', currency, count: refunds, since: since.toISOString() },
      amount: toDecimal(amountMinor, currency),
    })),
  ];
}

function eventsOfMoney(actor: Actor): 'all' | string[] {
  const refunding = eventsWith(actor, 'orders.refund');
  const reading = eventsWith(actor, 'reports.read');
  if (refunding === 'all' || reading === 'all') return 'all';
  return [...refunding.union(reading)];
}

function aboutOrder({
  orderId,
  eventId,
  eventName,
  currency,
  amountMinor,
}: OpenRefund | OpenDispute) {
  return {
    ...{ orderId, currency, amount: toDecimal(amountMinor, currency) },
    ...given({ eventId: eventId ?? undefined, eventName: eventName ?? undefined }),
  };
}

async function readTroubleOfTasks({ records }: Parts, actor: Actor): Promise<Attention[]> {
  const allowed = eventsWith(actor, 'events.read');
  const events = allowed === 'all' ? 'all' : [...allowed];
  if (events !== 'all' && events.length === 0) return [];
  const tasks = await listTasks(records, { events, since: EVER, limit: 100 });
  return tasks.flatMap((task): Attention[] => {
    const { state, task_id: taskId, event_id: eventId, event_name: eventName } = task;
    const about = {
      ...{ taskId, eventId, eventName, since: task.started_at.toISOString() },
      ...given({ message: task.problem ?? undefined }),
    };
    if (state === 'waiting_for_balance' || state === 'paused') {
      return [{ kind: 'task_waiting', ...about }];
    }
    return state === 'done_with_failures' ? [{ kind: 'task_failed', ...about }] : [];
  });
}

async function readTroubleOfRecords(parts: Parts, actor: Actor): Promise<Attention[]> {
  if (eventsWith(actor, 'reports.read') !== 'all') return [];
  const shards = await readShards(parts.records);
  if (shards.some(({ state }) => state === 'set_back')) return [{ kind: 'records_stopped' }];
  const until = await readRecordedUntil(parts);
  if (until === undefined || Date.now() - until.getTime() < BEHIND_MS) return [];
  return [{ kind: 'records_behind', since: until.toISOString() }];
}

async function readLostWebhooks({ ledger }: Parts, actor: Actor): Promise<Attention[]> {
  if (eventsOfMoney(actor) !== 'all') return [];
  const found = await readSweepFinds(ledger());
  if (found === undefined || Date.now() - found.atMs > FOUND_MS) return [];
  const since = new Date(found.atMs).toISOString();
  return [{ kind: 'webhooks_missing', count: found.payments, since }];
}
