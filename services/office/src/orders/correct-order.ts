import { ApiError, invalidRequest } from '@onsale/contracts';
import {
  type Correction,
  correctOrder,
  CustomerKeyChangedError,
  fixCustomerKey,
  type Ledger,
  normalizeAddress,
  type Order,
  tagOfCustomer,
} from '@onsale/ledger';
import type { FoundOrder } from './find-order.ts';
import { changedSince, notChangeable } from './preconditions.ts';

/** Corrects an order as it was found. Throws `ApiError` when that is not possible. */
export async function correct(
  ledger: Ledger,
  { order, version }: FoundOrder,
  { correction, action }: { correction: Correction; action: string },
): Promise<void> {
  const result = await correctOrder(ledger, order.id, {
    ...{ correction, version, cause: `office:${action}` },
  });
  if (typeof result === 'object') throw notChangeable(`the order is ${result.refused}`);
  switch (result) {
    case 'done':
    case 'already':
      return;
    case 'no-such-order':
      throw notChangeable('it is archived');
    case 'no-such-ticket':
      throw invalidRequest({
        path: correction.reissued === undefined ? 'holders' : 'tickets',
        message: 'must name tickets of the order, each once',
      });
    case 'ticket-refunded':
      throw notChangeable('one of these tickets was refunded');
    case 'changed':
      throw changedSince();
    default:
      throw notChangeable('this version does not know its state');
  }
}

/**
 * By what the customer of an order is known at another address, where the order's event limits each one; undefined
 * where it does not matter. Throws `ApiError` 503 without the key of the shop.
 */
export async function keyOfCustomer(
  { redis }: Ledger,
  order: Order,
  { email, customerKey }: { email: string; customerKey: string | undefined },
): Promise<string | undefined> {
  if (order.customerKey === undefined) return undefined;
  if (normalizeAddress(email) === normalizeAddress(order.customer.email)) return undefined;
  const why = 'the address of a customer cannot be changed where an event has limits: ';
  if (customerKey === undefined) {
    const message = `${why}the office has no CUSTOMER_KEY`;
    throw new ApiError('NOT_READY', message, { retryAfterS: RETRY_AFTER_S });
  }
  try {
    await fixCustomerKey(redis, customerKey);
  } catch (error) {
    if (!(error instanceof CustomerKeyChangedError)) throw error;
    const message = `${why}the office's CUSTOMER_KEY is not that of the gateway`;
    throw new ApiError('NOT_READY', message, { retryAfterS: RETRY_AFTER_S });
  }
  return tagOfCustomer(customerKey, email);
}

const RETRY_AFTER_S = 60;
