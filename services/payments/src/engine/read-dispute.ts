import type { Payment, PaymentDispute } from '@onsale/ledger';
import { ProviderError } from '../provider/provider.ts';
import { answerOf, type ProviderCall } from './call-provider.ts';
import { mergePayment } from './merge-payment.ts';

/** A dispute takes weeks. */
const LOOK_EVERY_MS = 6 * 3_600_000;

/** Asks whether a dispute is decided. */
export async function readDispute(call: ProviderCall, dispute: PaymentDispute): Promise<Payment> {
  const { provider, payment, nowMs } = call;
  const { id, paymentId } = dispute;
  const answer = await answerOf(() => provider.readPayment({ paymentId }));
  const isKnown = answer !== undefined && !(answer instanceof ProviderError);
  const merged = isKnown ? mergePayment(payment, answer, call) : payment;
  const nextAtMs = nowMs + LOOK_EVERY_MS;
  const disputes = merged.disputes.map((each) => (each.id === id ? { ...each, nextAtMs } : each));
  return { ...merged, disputes };
}
