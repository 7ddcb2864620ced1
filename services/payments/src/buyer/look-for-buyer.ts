import { type PaymentSnapshot, orderHandle } from '@onsale/ledger';
import { isOutage } from '@onsale/redis';
import type { Logger } from '@onsale/service';
import { ProviderError } from '../provider/provider.ts';
import type { Serving } from '../serving.ts';
import { learnPayment } from '../webhooks/learn-payment.ts';

/** A page that was opened just now is on its way to the buyer. */
const FIRST_AFTER_MS = 2000;
/** Between two looks at one order. */
const AGAIN_AFTER_MS = 10_000;
/** Looks at once; the other calls to the provider matter more. */
const MAX_AT_ONCE = 4;
/** Orders whose last look is remembered. */
const MAX_REMEMBERED = 10_000;

/**
 * Asks the provider about an open payment page because its buyer asks how the payment stands: most who ask
 * have come back from it. So whoever has paid sees it within seconds, also when the message of the
 * provider was lost.
 */
export class BuyerLooks {
  readonly #logger: Logger;
  readonly #lookedAtMs = new Map<string, number>();
  #looking = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Returns at once; what is found is stored, and its effects follow. */
  look({ work, soon }: Pick<Serving, 'work' | 'soon'>, snapshot: PaymentSnapshot): void {
    const { order, payment, nowMs } = snapshot;
    const attempt = payment?.attempts.find(
      ({ state, checkoutId, startedAtMs }) =>
        (state === 'open' || state === 'processing') &&
        checkoutId !== undefined &&
        startedAtMs + FIRST_AFTER_MS <= nowMs,
    );
    if (attempt?.checkoutId === undefined || !this.#isTime(order.id)) return;
    this.#looking += 1;
    void this.#ask({ work, soon }, order.id, attempt.checkoutId).finally(
      () => (this.#looking -= 1),
    );
  }

  async #ask(
    { work, soon }: Pick<Serving, 'work' | 'soon'>,
    orderId: string,
    checkoutId: string,
  ): Promise<void> {
    try {
      const parts = work();
      const fact = await parts.provider.readPayment({ checkoutId });
      if (fact === undefined) return;
      const { learned } = await learnPayment(parts, fact);
      if (learned === 'news') soon(orderId);
    } catch (error) {
      // The sweep asks again.
      if (error instanceof ProviderError || isOutage(error)) return;
      this.#logger.error(
        { err: error, order: orderHandle(orderId) },
        'could not ask the provider for a buyer',
      );
    }
  }

  #isTime(orderId: string): boolean {
    if (this.#looking >= MAX_AT_ONCE) return false;
    const nowMs = performance.now();
    const lookedAtMs = this.#lookedAtMs.get(orderId) ?? Number.NEGATIVE_INFINITY;
    if (lookedAtMs + AGAIN_AFTER_MS > nowMs) return false;
    this.#lookedAtMs.delete(orderId);
    this.#lookedAtMs.set(orderId, nowMs);
    const [oldest] = this.#lookedAtMs.keys();
    if (this.#lookedAtMs.size > MAX_REMEMBERED && oldest !== undefined)
      this.#lookedAtMs.delete(oldest);
    return true;
  }
}
