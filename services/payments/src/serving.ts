import { ApiError } from '@onsale/contracts';
import type { DataGuard, Ledger, ReadArchivedOrder } from '@onsale/ledger';
import { isOutage, type RedisConnection } from '@onsale/redis';
import { requireData } from '@onsale/service';
import { ProviderError } from './provider/provider.ts';
import type { PaymentWork } from './engine/work-on-payment.ts';

/** What routes need once Redis is there. */
export interface Serving {
  ledger: Ledger;
  redis: RedisConnection;
  /** What changing records needs, also where nobody takes money. */
  books: Pick<PaymentWork, 'ledger' | 'readArchived' | 'changed'>;
  /** For buyers, who are many: like that of the books, but refused at once when too much is asked. */
  readArchived: ReadArchivedOrder | undefined;
  /** What working on payments needs. Throws `ApiError` 503 when nobody takes money here. */
  work: () => PaymentWork;
  /** Has the payment of an order worked on soon. */
  soon: (orderId: string) => void;
  /** The same for one of which something was found that no webhook had brought. */
  found: (orderId: string) => void;
}

/** What routes need; throws `ApiError` 503 as long as they can't be served. */
export function servingOf(serving: Serving | undefined, guard: DataGuard): Serving {
  requireData(guard);
  if (serving !== undefined) return serving;
  throw new ApiError('REDIS_UNAVAILABLE', 'the order books cannot be reached', { retryAfterS: 1 });
}

/** Runs what a request needs. Rejects with `ApiError` 503 when Redis or the provider does not answer. */
export async function answering<Result>(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof ProviderError) {
      const message = `the payment provider could not do this: ${error.message}`;
      throw new ApiError('PAYMENTS_UNAVAILABLE', message, { retryAfterS: 10, cause: error });
    }
    if (!isOutage(error)) throw error;
    throw new ApiError('REDIS_UNAVAILABLE', 'the order books cannot be reached; try again', {
      retryAfterS: 1,
      cause: error,
    });
  }
}
