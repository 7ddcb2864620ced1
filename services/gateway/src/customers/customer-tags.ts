import { ApiError } from '@onsale/contracts';
import { type EventDocument, type NewOrder, tagOfClient, tagOfCustomer } from '@onsale/ledger';
import type { ClientAddresses } from '@onsale/service';

/** The limits of an event that need to recognize who orders. */
type CustomerLimits = Pick<
  EventDocument,
  'maxPerCustomer' | 'maxHoldsPerCustomer' | 'maxHoldsPerClient'
>;

/** What an order is marked with, so that orders of one customer, or one client, are counted together. */
type Tags = Pick<NewOrder, 'customerKey' | 'clientKey'>;

/**
 * Recognizes customers by their e-mail address and clients by their network address, without storing
 * either: a tag is an HMAC with the shop's `CUSTOMER_KEY`.
 */
export class CustomerTags {
  readonly #key: string | undefined;
  readonly #clients: ClientAddresses;

  constructor(key: string | undefined, clients: ClientAddresses) {
    this.#key = key;
    this.#clients = clients;
  }

  /** Whether orders of an event with these limits can be taken. */
  canServe(limits: CustomerLimits): boolean {
    return this.#key !== undefined || !(needsCustomer(limits) || needsClient(limits));
  }

  /**
   * The tags that an order needs; undefined where its event has no limits. Throws `ApiError` 503
   * when customers can't be recognized because `CUSTOMER_KEY` is missing.
   */
  tagsOf(limits: CustomerLimits, { email, ip }: { email: string; ip: string }): Tags | undefined {
    const isByCustomer = needsCustomer(limits);
    const isByClient = needsClient(limits);
    if (!isByCustomer && !isByClient) return undefined;
    const key = this.#key;
    if (key === undefined) throw new ApiError('NOT_READY', NO_KEY, { retryAfterS: RETRY_AFTER_S });
    return {
      ...(isByCustomer ? { customerKey: tagOfCustomer(key, email) } : {}),
      // A proxy of ours, or the laboratory, stands for many.
      ...(isByClient && !this.#clients.isOurs(ip)
        ? { clientKey: tagOfClient(key, this.#clients.nameOf(ip)) }
        : {}),
    };
  }
}

const RETRY_AFTER_S = 30;
const NO_KEY =
  'orders for this event cannot be taken yet, because it limits its customers and the shop has no ' +
  'CUSTOMER_KEY; nothing was ordered';

function needsCustomer({ maxPerCustomer, maxHoldsPerCustomer }: CustomerLimits): boolean {
  return maxPerCustomer !== undefined || maxHoldsPerCustomer !== undefined;
}

function needsClient({ maxHoldsPerClient }: CustomerLimits): boolean {
  return maxHoldsPerClient !== undefined;
}
