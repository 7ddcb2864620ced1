import type { OrderStatus, RejectReason } from '@onsale/contracts';
import { type OrderLine, unpackItems } from './items.ts';
import { orderKey } from './keys.ts';
import type { Ledger } from './ledger.ts';
import { parseOrderId } from './order-id.ts';

/** What a buyer has asked for, before it is stored. */
export interface NewOrder {
  id: string;
  eventId: string;
  currency: string;
  customer: { name: string; email: string };
  paymentMethod: string;
  /** Each ticket type at most once. */
  lines: readonly OrderLine[];
  totalMinor: number;
  /** The buyer's word for this purchase, when there is one. */
  idempotencyKey?: string | undefined;
  /** The step of a trace that places it, when there is one. */
  traceparent?: string | undefined;
}

/** A stored order. */
export interface Order {
  id: string;
  eventId: string;
  currency: string;
  customer: { name: string; email: string };
  paymentMethod: string;
  lines: OrderLine[];
  totalMinor: number;
  status: OrderStatus;
  reason: RejectReason | undefined;
  /** Unix time by the gateway's clock. */
  createdAtMs: number;
  /** Unix time by Redis' clock; undefined while the order is pending. */
  settledAtMs: number | undefined;
}

const FIELDS = [
  'status',
  'items',
  'total',
  'currency',
  'event',
  'name',
  'email',
  'payment',
  'settled',
  'reason',
] as const;

/** Reads one order; undefined when there is none with this id. */
export async function readOrder(ledger: Ledger, id: string): Promise<Order | undefined> {
  const parsed = parseOrderId(id, ledger.shards);
  if (parsed === undefined) return undefined;
  const key = orderKey(parsed.shard, id);
  const reply = await ledger.redis.command(key, ['HMGET', key, ...FIELDS]);
  const [status, items, total, currency, event, name, email, payment, settled, reason] = reply as (
    | string
    | null
  )[];
  if (status === null || status === undefined) return undefined;
  return {
    id,
    eventId: event ?? '',
    currency: currency ?? '',
    customer: { name: name ?? '', email: email ?? '' },
    paymentMethod: payment ?? '',
    lines: unpackItems(items ?? ''),
    totalMinor: Number(total),
    status: status as OrderStatus,
    reason: (reason ?? undefined) as RejectReason | undefined,
    createdAtMs: parsed.createdAtMs,
    settledAtMs: settled === null || settled === undefined ? undefined : Number(settled),
  };
}
