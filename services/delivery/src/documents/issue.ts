import { ApiError } from '@onsale/contracts';
import {
  type Ledger,
  type Order,
  type Payment,
  readEvent,
  readSeller,
  toOrder,
  unpackPayment,
} from '@onsale/ledger';
import {
  type Issuer,
  issueDocuments,
  type PaidOrder,
  type Planning,
  readRecordedOrder,
  type Records,
  readSettings,
  type StoredDocument,
} from '@onsale/records';
import type { DeliveryParts } from '../app.ts';
import { answering } from '../tickets/order-reader.ts';

/** Issues the receipts and credit notes that orders lack, in the transaction in which their changes are planned. */
export async function issuePlanned(
  ledger: Ledger,
  { tx }: Planning,
  orders: readonly { order: Order; payment?: Payment | undefined }[],
): Promise<StoredDocument[]> {
  const issuer = await readIssuer(ledger, tx);
  const events = new Map<string, PaidOrder['event']>();
  for (const { order } of orders) {
    if (events.has(order.eventId)) continue;
    events.set(order.eventId, (await readEvent(ledger, order.eventId))?.document);
  }
  const paid = orders.map((one) => ({ ...one, event: events.get(one.order.eventId) }));
  return await issueDocuments(tx, paid, issuer);
}

/**
 * An order that may have documents, wherever it is; undefined when nobody paid for it, or not yet. Rejects with
 * `ApiError`: 404 when there is none, 503 when Redis does not answer.
 */
export async function readPaidOrder(
  { orders, ledger, records }: Pick<DeliveryParts, 'orders' | 'ledger' | 'records'>,
  orderId: string,
): Promise<PaidOrder | undefined> {
  const found = await readHere(orders, orderId);
  const recorded = found === undefined ? await readRecordedOrder(records, orderId) : undefined;
  const order = found ?? (recorded && toOrder(ledger(), orderId, recorded.record));
  if (order === undefined) return undefined;
  const event = await answering(() => readEvent(ledger(), order.eventId));
  const { payment } = recorded ?? {};
  return {
    ...{ order, event: event?.document },
    payment: payment === undefined ? undefined : unpackPayment(payment),
  };
}

/** Who issues documents. */
export async function readIssuer(ledger: Ledger, db: Records | Planning['tx']): Promise<Issuer> {
  const [seller, settings] = await Promise.all([
    answering(() => readSeller(ledger)),
    readSettings(db),
  ]);
  return { seller: seller?.document, settings: settings?.document };
}

// Undefined when it has no tickets, or not any more.
async function readHere(
  orders: DeliveryParts['orders'],
  orderId: string,
): Promise<Order | undefined> {
  try {
    return await orders.read(orderId);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'NO_TICKETS') return undefined;
    throw error;
  }
}
