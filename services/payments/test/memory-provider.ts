import {
  type CheckoutRequest,
  type Provider,
  ProviderError,
  type ProviderPayment,
  type ProviderRefund,
} from '../src/provider/provider.ts';

/** What a test decides about the next call of a kind: an error instead of it, or after it was done. */
export type Fault = { fail: ProviderError['kind']; isDone?: boolean };

/**
 * A provider in memory for the engine alone, whose buyers and faults are lines of a test. The bank has
 * the rest: pages, signatures, a network.
 */
export class MemoryProvider implements Provider {
  readonly name = 'bank';
  readonly checkouts = new Map<string, ProviderPayment>();
  /** Every call, as `<kind> <key or id>`. */
  readonly calls: string[] = [];
  readonly #answers = new Map<string, { request: string; answer: unknown }>();
  readonly #faults = new Map<string, Fault[]>();

  /** The next calls of this kind fail like that. */
  fail(kind: string, ...faults: Fault[]): void {
    this.#faults.set(kind, [...(this.#faults.get(kind) ?? []), ...faults]);
  }

  /** No call fails any more. */
  heal(): void {
    this.#faults.clear();
  }

  /** A day has passed. */
  forgetKeys(): void {
    this.#answers.clear();
  }

  /** The buyer pays, whether or not the page is still open. */
  pay(checkoutId: string, changes: Partial<ProviderPayment> = {}): ProviderPayment {
    const paid = { state: 'paid', paymentId: `pay_${checkoutId}` } as const;
    return this.change(checkoutId, { ...paid, ...changes });
  }

  change(checkoutId: string, changes: Partial<ProviderPayment>): ProviderPayment {
    const known = this.checkouts.get(checkoutId);
    if (known === undefined) throw new Error(`there is no checkout ${checkoutId}`);
    const { url: _url, ...rest } = known;
    const changed = { ...rest, ...changes };
    this.checkouts.set(checkoutId, changed);
    return changed;
  }

  get last(): ProviderPayment {
    const last = [...this.checkouts.values()].at(-1);
    if (last === undefined) throw new Error('no checkout was started');
    return last;
  }

  async startCheckout(request: CheckoutRequest): Promise<ProviderPayment & { url: string }> {
    return await this.#once('start', request, () => {
      const checkoutId = `chk-${this.checkouts.size + 1}`;
      const { orderUrl, amountMinor, currency, expiresAtMs } = request;
      const checkout = {
        ...{ checkoutId, orderUrl, amountMinor, currency, expiresAtMs, state: 'open' as const },
        ...{ createdAtMs: Date.now(), url: `http://bank/${checkoutId}`, refunds: [], disputes: [] },
      };
      this.checkouts.set(checkoutId, checkout);
      return { ...checkout };
    });
  }

  async readPayment(id: { checkoutId: string } | { paymentId: string }) {
    this.#call('read', Object.values(id).join());
    return [...this.checkouts.values()].find((checkout) =>
      'checkoutId' in id
        ? checkout.checkoutId === id.checkoutId
        : checkout.paymentId === id.paymentId,
    );
  }

  async listPayments({ sinceMs }: { sinceMs: number }) {
    this.#call('list', '');
    const payments = [...this.checkouts.values()].filter((each) => each.createdAtMs >= sinceMs);
    return { payments: payments.toReversed() };
  }

  async expireCheckout(request: { checkoutId: string; key: string }) {
    const { checkoutId } = request;
    return await this.#once('expire', request, () => {
      const checkout = this.checkouts.get(checkoutId);
      if (checkout === undefined) throw new ProviderError('refused', 'no such checkout');
      return checkout.state === 'open' ? this.change(checkoutId, { state: 'expired' }) : checkout;
    });
  }

  async refund(request: Parameters<Provider['refund']>[0]): Promise<ProviderRefund> {
    return await this.#once('refund', request, () => {
      const { paymentId, amountMinor, currency } = request;
      const paid = [...this.checkouts.values()].find((each) => each.paymentId === paymentId);
      const gone = paid?.refunds.reduce((sum, refund) => sum + refund.amountMinor, 0) ?? 0;
      if (paid?.state !== 'paid' || gone + amountMinor > paid.amountMinor) {
        throw new ProviderError('refused', 'more than was paid');
      }
      const id = `ref-${paid.checkoutId}-${paid.refunds.length + 1}`;
      const state = 'done' as const;
      const refund = { id, paymentId, amountMinor, currency, state, createdAtMs: Date.now() };
      this.change(paid.checkoutId, { refunds: [...paid.refunds, refund] });
      return refund;
    });
  }

  async readBalance() {
    return [];
  }

  readWebhook({ rawBody }: { rawBody: Buffer }) {
    const payment = JSON.parse(rawBody.toString()) as ProviderPayment;
    return { id: 'message', createdAtMs: Date.now(), about: { payment } };
  }

  async examine() {
    return { checks: [] };
  }

  // The same key has its effect once, and other parameters with it are refused.
  async #once<Answer>(
    kind: string,
    request: { readonly key: string },
    act: () => Answer,
  ): Promise<Answer> {
    const fault = this.#call(kind, request.key);
    const known = this.#answers.get(request.key);
    const text = JSON.stringify(request);
    if (known !== undefined && known.request !== text) {
      throw new ProviderError('refused', `other parameters for ${request.key}`);
    }
    const answer = known === undefined ? act() : (known.answer as Answer);
    this.#answers.set(request.key, { request: text, answer });
    if (fault !== undefined) throw new ProviderError(fault.fail, 'the answer was lost');
    return answer;
  }

  #call(kind: string, what: string): Fault | undefined {
    this.calls.push(`${kind} ${what}`);
    const fault = this.#faults.get(kind)?.shift();
    if (fault === undefined || fault.isDone === true) return fault;
    throw new ProviderError(fault.fail, 'it does not answer');
  }
}
