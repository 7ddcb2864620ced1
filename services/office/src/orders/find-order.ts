import { ApiError, type Right } from '@onsale/contracts';
import {
  type Ledger,
  type Order,
  orderVersion,
  type Payment,
  readOrderRecord,
  readPayment,
  toOrder,
} from '@onsale/ledger';
import { readRecordedOrder } from '@onsale/records';
import type { Actor } from '../access/actor.ts';
import { requireRight } from '../access/authorize.ts';
import type { OfficeParts } from '../app.ts';

/** An order, wherever it is. */
export interface FoundOrder {
  order: Order;
  /** What an edit must name: another one after each change. */
  version: string;
  payment: Payment | undefined;
  /** By Redis' clock (Unix, in ms). */
  nowMs: number;
  /** Whether it is in the sale; otherwise only its money can move. */
  isLive: boolean;
  /** When it left the sale. */
  archivedAt?: Date;
  /** Whether the records have it as it is. */
  isRecorded: boolean;
}

/**
 * Finds an order of which the actor may do something. Throws `ApiError`: 404 when there is none, 403 when the
 * right is not for its event.
 */
export async function findOrder(
  { records, ledger }: Pick<OfficeParts, 'records' | 'ledger'>,
  orderId: string,
  { actor, right }: { actor: Actor; right: Right },
): Promise<FoundOrder> {
  const found =
    (await findInSale({ records, ledger: ledger() }, orderId)) ??
    (await findInRecords({ records, ledger: ledger() }, orderId));
  if (found === undefined) throw new ApiError('ORDER_NOT_FOUND', 'there is no order with this id');
  requireRight(actor, right, found.order.eventId);
  return found;
}

type Stores = { ledger: Ledger } & Pick<OfficeParts, 'records'>;

// The version is read first: whatever changes in between, an edit is refused rather than lost.
async function findInSale(
  { ledger, records }: Stores,
  orderId: string,
): Promise<FoundOrder | undefined> {
  const record = await readOrderRecord(ledger, orderId);
  if (record === undefined) return undefined;
  const [snapshot, recorded] = await Promise.all([
    readPayment(ledger, orderId),
    readRecordedOrder(records, orderId),
  ]);
  if (snapshot === undefined || snapshot.archived !== undefined) return undefined;
  const { order, payment, nowMs } = snapshot;
  const isRecorded = recorded?.record === record;
  return { order, version: orderVersion(record), payment, nowMs, isLive: true, isRecorded };
}

// Its payment is in the sale while its money moves.
async function findInRecords(
  { ledger, records }: Stores,
  orderId: string,
): Promise<FoundOrder | undefined> {
  const recorded = await readRecordedOrder(records, orderId);
  if (recorded === undefined) return undefined;
  const { record, archivedAt } = recorded;
  const snapshot = await readPayment(ledger, orderId, () => Promise.resolve(recorded));
  return {
    ...{ order: toOrder(ledger, orderId, record), version: orderVersion(record) },
    ...{ payment: snapshot?.payment, nowMs: snapshot?.nowMs ?? Date.now() },
    ...{ isLive: false, isRecorded: true },
    ...(archivedAt === undefined ? {} : { archivedAt }),
  };
}
