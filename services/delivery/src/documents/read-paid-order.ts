import { ApiError } from '@onsale/contracts';
import {
  type Ledger,
  type Order,
  readEvent,
  readSeller,
  toOrder,
  unpackPayment,
} from '@onsale/ledger';
import {
  type Issuer,
  type PaidOrder,
  readRecordedOrder,
  type Records,
  readSettings,
} from '@onsale/records';
import type { DeliveryParts } from '../app.ts';
import { answering } from '../tickets/order-reader.ts';

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
export async function readIssuer(ledger: Ledger, db: Records): Promise<Issuer> {
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
