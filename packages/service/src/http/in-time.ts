import type { ApiError } from '@onsale/contracts';
import { isOutage } from '@onsale/redis';

/**
 * Runs a Redis operation. Rejects with what `unavailable` makes of the cause when Redis is unreachable or does not
 * respond within `timeoutMs`; it is then unknown whether the operation ran, since a hanging Redis may still run it.
 * Other errors are passed on.
 */
export async function inTime<Result>(
  run: () => Promise<Result>,
  { timeoutMs, unavailable }: { timeoutMs: number; unavailable: (cause: unknown) => ApiError },
): Promise<Result> {
  // A plain timer, because this runs for every batch of orders and an AbortController costs ten
  // times as much.
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const tellLate = () => reject(unavailable(new Error('Redis did not answer in time')));
    // Timers run before what has arrived is read. Where this process itself stood still, the answer is there.
    timer = setTimeout(() => setImmediate(tellLate), timeoutMs);
  });
  try {
    return await Promise.race([run(), late]);
  } catch (error) {
    throw isOutage(error) ? unavailable(error) : error;
  } finally {
    clearTimeout(timer);
  }
}
