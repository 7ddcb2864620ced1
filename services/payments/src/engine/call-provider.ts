import type { Payment, PaymentAttempt } from '@onsale/ledger';
import { type Provider, ProviderError, type ProviderPayment } from '../provider/provider.ts';
import { lookAgainMs, pauseMs } from './back-off.ts';
import { mergePayment, mergeStarted, replaced } from './merge-payment.ts';

// Each of these makes one call and returns the payment as it is after it. Its key and parameters stand in
// the record before, so that the same call can be made again by whoever finds the record: it has its
// effect once. A call without an answer leaves the record as it is, but for when to try again.

/** What the calls of one order have in common. */
export interface ProviderCall {
  provider: Provider;
  orderId: string;
  /** The address of the order's page: where the buyer comes back to, and all that the provider is told. */
  orderUrl: string;
  payment: Payment;
  nowMs: number;
  /** Whether the order has left Redis: its payment was kept elsewhere, for who knows how long. */
  isArchived: boolean;
}

/** Opens a page on which the buyer pays. */
export async function startCheckout(call: ProviderCall, attempt: PaymentAttempt): Promise<Payment> {
  const { provider, orderId, orderUrl, payment, nowMs } = call;
  const { number, expiresAtMs, description = '' } = attempt;
  const answer = await answerOf(() =>
    provider.startCheckout({
      key: `${orderId}-${number}-checkout`,
      ...{ orderUrl, returnUrl: orderUrl, description, expiresAtMs },
      ...{ amountMinor: payment.amountMinor, currency: payment.currency },
    }),
  );
  if (!(answer instanceof ProviderError)) {
    return mergeStarted(payment, number, { fact: answer, nowMs });
  }
  return isDefinite(answer) ? failed(call, attempt, answer) : later(call, attempt, answer);
}

/** Closes the page of an attempt, unless the buyer or the provider was faster. */
export async function expireCheckout(
  call: ProviderCall,
  attempt: PaymentAttempt,
): Promise<Payment> {
  const { provider, orderId } = call;
  const { number, checkoutId = '' } = attempt;
  const key = `${orderId}-${number}-expire`;
  const answer = await answerOf(() => provider.expireCheckout({ checkoutId, key }));
  if (answer instanceof ProviderError) {
    return isDefinite(answer) ? await readCheckout(call, attempt) : later(call, attempt, answer);
  }
  return learn(call, attempt, answer) ?? later(call, attempt);
}

/** Asks how an attempt stands. */
export async function readCheckout(call: ProviderCall, attempt: PaymentAttempt): Promise<Payment> {
  const { provider } = call;
  const { checkoutId = '' } = attempt;
  const answer = await answerOf(() => provider.readPayment({ checkoutId }));
  if (answer instanceof ProviderError) return later(call, attempt, answer);
  if (answer === undefined)
    return failed(call, attempt, new Error('the provider does not know it'));
  return learn(call, attempt, answer) ?? later(call, attempt);
}

/** The answer, or the error that the provider gave instead. */
export async function answerOf<Answer>(
  ask: () => Promise<Answer>,
): Promise<Answer | ProviderError> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ProviderError) return error;
    throw error;
  }
}

/** Whether the call was not done, and repeating it would bring nothing. */
function isDefinite({ kind }: ProviderError): boolean {
  return kind === 'refused' || kind === 'no_balance';
}

// Undefined when the answer says nothing new of the attempt.
function learn(
  { payment, nowMs }: ProviderCall,
  attempt: PaymentAttempt,
  answer: ProviderPayment,
): Payment | undefined {
  const merged = mergePayment(payment, answer, { nowMs });
  const after = merged.attempts.find(({ number }) => number === attempt.number);
  return after?.state === attempt.state ? undefined : merged;
}

function later(
  { payment, nowMs }: ProviderCall,
  attempt: PaymentAttempt,
  error?: ProviderError,
): Payment {
  const tries = (attempt.tries ?? 0) + 1;
  const pause = error === undefined ? lookAgainMs(tries) : pauseMs(tries, error.retryAfterMs);
  const waiting = { ...attempt, tries, nextAtMs: nowMs + pause };
  return { ...payment, attempts: replaced(payment.attempts, attempt, waiting) };
}

function failed({ payment }: ProviderCall, attempt: PaymentAttempt, error: Error): Payment {
  const { url: _url, nextAtMs: _next, tries: _tries, ...kept } = attempt;
  const problem = error.message.slice(0, MAX_PROBLEM);
  const after: PaymentAttempt = { ...kept, state: 'failed', problem };
  return { ...payment, attempts: replaced(payment.attempts, attempt, after) };
}

/** Characters of what a provider says that are kept. */
export const MAX_PROBLEM = 200;
