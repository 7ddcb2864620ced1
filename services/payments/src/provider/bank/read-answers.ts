import {
  type PaymentPage,
  type ProviderBalance,
  ProviderError,
  type ProviderDispute,
  type ProviderPayment,
  type ProviderRefund,
} from '../provider.ts';

// What the bank says, in our words. An answer that makes no sense is as good as none, so all of these
// throw `ProviderError` of the kind `unavailable`.

export function readCheckout(value: unknown): ProviderPayment {
  const checkout = fields(value);
  const state = oneOf(checkout['state'], ['open', 'processing', 'paid', 'failed', 'expired']);
  const paymentId = optionalText(checkout['paymentId']);
  if (state === 'paid' && paymentId === undefined) throw senseless('a paid checkout has a payment');
  const url = optionalText(checkout['url']);
  return {
    checkoutId: text(checkout['id']),
    ...(paymentId === undefined ? {} : { paymentId }),
    orderUrl: text(checkout['orderUrl']),
    state,
    ...money(checkout),
    createdAtMs: whole(checkout['createdAtMs']),
    expiresAtMs: whole(checkout['expiresAtMs']),
    ...(url === undefined ? {} : { url }),
    refunds: list(checkout['refunds']).map(readRefund),
    disputes: list(checkout['disputes']).map(readDispute),
  };
}

export function readRefund(value: unknown): ProviderRefund {
  const refund = fields(value);
  const problem = optionalText(refund['problem']);
  return {
    id: text(refund['id']),
    paymentId: text(refund['paymentId']),
    ...money(refund),
    state: oneOf(refund['state'], ['pending', 'done', 'failed']),
    ...(problem === undefined ? {} : { problem }),
    createdAtMs: whole(refund['createdAtMs']),
  };
}

export function readPage(value: unknown): PaymentPage {
  const page = fields(value);
  const next = optionalText(page['next']);
  return {
    payments: list(page['checkouts']).map(readCheckout),
    ...(next === undefined ? {} : { next }),
  };
}

export function readBalances(value: unknown): ProviderBalance[] {
  return list(fields(value)['balances']).map((balance) => money(fields(balance)));
}

/** The fields of a JSON object. */
export function fields(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw senseless('not an object');
}

export function text(value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw senseless('a text is missing');
}

export function whole(value: unknown): number {
  if (Number.isSafeInteger(value)) return value as number;
  throw senseless('a whole number is missing');
}

function readDispute(value: unknown): ProviderDispute {
  const dispute = fields(value);
  return {
    id: text(dispute['id']),
    paymentId: text(dispute['paymentId']),
    ...money(dispute),
    state: oneOf(dispute['state'], ['needs_response', 'under_review', 'won', 'lost']),
    respondByMs: whole(dispute['respondByMs']),
  };
}

function money(value: Record<string, unknown>): { amountMinor: number; currency: string } {
  return { amountMinor: whole(value['amountMinor']), currency: text(value['currency']) };
}

function optionalText(value: unknown): string | undefined {
  return value === undefined ? undefined : text(value);
}

function list(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw senseless('a list is missing');
}

function oneOf<const Value extends string>(value: unknown, values: readonly Value[]): Value {
  const found = values.find((each) => each === value);
  if (found !== undefined) return found;
  throw senseless('an unknown state');
}

function senseless(why: string): ProviderError {
  return new ProviderError('unavailable', `the bank gave an answer that makes no sense: ${why}`);
}
