import { orderAddress } from '../keys.ts';
import type { Ledger } from '../ledger.ts';
import type { OrderState } from './order-head.ts';
import { parseOrderId } from './order-id.ts';
import { type OrderContent, unpackOrder } from './order-record.ts';

/** An order before it is stored. */
export interface NewOrder extends OrderContent {
  id: string;
  /** The client's key for this purchase, if any. */
  idempotencyKey?: string | undefined;
  /** The trace context it is placed in, if any. */
  traceparent?: string | undefined;
}

/** A stored order. */
export interface Order extends OrderContent, OrderState {
  id: string;
  /** Unix time by the gateway's clock. */
  createdAtMs: number;
}

/** Reads one order; undefined when there is none. */
export async function readOrder(ledger: Ledger, id: string): Promise<Order | undefined> {
  const record = await readOrderRecord(ledger, id);
  return record === undefined ? undefined : toOrder(ledger, id, record);
}

/** An order's record; undefined when there is none. */
export async function readOrderRecord(ledger: Ledger, id: string): Promise<string | undefined> {
  const parsed = parseOrderId(id, ledger.shards);
  if (parsed === undefined) return undefined;
  const address = orderAddress(parsed.shard, id);
  const record = await ledger.redis.command(address[0], ['HGET', ...address]);
  return record === null ? undefined : String(record);
}

/** Parses an order's record. Throws when it is malformed. */
export function toOrder(ledger: Ledger, id: string, record: string): Order {
  const createdAtMs = parseOrderId(id, ledger.shards)?.createdAtMs ?? Number.NaN;
  return { id, createdAtMs, ...unpackOrder(record) };
}
