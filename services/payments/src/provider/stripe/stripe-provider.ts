import type { Stripe } from 'stripe';
import {
  type CheckoutRequest,
  type PaymentHandle,
  type PaymentPage,
  type PaymentQuery,
  type Provider,
  type ProviderBalance,
  ProviderError,
  type ProviderPayment,
  type ProviderRefund,
  type ProviderRefundRequest,
} from '../provider.ts';
import { fromStripeAmount, toStripeAmount } from './amounts.ts';
import { examineStripe } from './examine.ts';
import { METADATA, toDispute, toPayment, toRefund } from './read-session.ts';
import { readStripeWebhook } from './read-webhook.ts';
import { callStripe, isMissing, isReplayedFailure, openStripeClient } from './stripe-client.ts';
import type { StripeOptions } from './stripe-options.ts';

// Stripe's words: a checkout is a Checkout Session on a page of Stripe, a payment the PaymentIntent of
// that session, which is made when the buyer pays. The charge of a payment has its refunds and disputes.

/** The most that Stripe lists at a time. */
const PAGE_SIZE = 100;

/** What a session is read with: the refunds of its charge, and whether that is disputed. */
const MONEY = 'payment_intent.latest_charge.refunds';

/** Payments by Stripe, with its official client. Opens no connection by itself. */
export function createStripe(options: StripeOptions): Provider {
  const stripe = openStripeClient(options);
  return {
    name: 'stripe',
    startCheckout: (request) => callStripe(() => startCheckout(stripe, request, options)),
    readPayment: (id) => callStripe(() => readPayment(stripe, id, options)),
    listPayments: (query) => callStripe(() => listPayments(stripe, query, options)),
    expireCheckout: ({ checkoutId }) =>
      callStripe(() => expireCheckout(stripe, checkoutId, options)),
    refund: (request) => callStripe(() => refund(stripe, request)),
    readBalance: () => callStripe(() => readBalance(stripe)),
    readWebhook: (message) => readStripeWebhook(message, options),
    examine: (examination) => callStripe(() => examineStripe(stripe, options, examination)),
  };
}

async function startCheckout(
  stripe: Stripe,
  request: CheckoutRequest,
  { publicUrl, paymentMethods }: StripeOptions,
): Promise<ProviderPayment & { url: string }> {
  const { orderUrl, returnUrl, currency, key } = request;
  const metadata = { [METADATA.order]: orderUrl };
  const params: Stripe.Checkout.SessionCreateParams = {
    mode: 'payment',
    ui_mode: 'hosted_page',
    allowed_payment_method_types: [...paymentMethods],
    // Else the buyer might pay another amount in another currency.
    adaptive_pricing: { enabled: false },
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: currency.toLowerCase(),
          unit_amount: toStripeAmount(request.amountMinor, currency),
          product_data: { name: request.description },
        },
      },
    ],
    metadata,
    payment_intent_data: { metadata },
    expires_at: Math.floor(request.expiresAtMs / 1000),
    success_url: returnUrl,
    cancel_url: returnUrl,
  };
  try {
    const session = await callStripe(() =>
      stripe.checkout.sessions.create(params, { idempotencyKey: key }),
    );
    const payment = toPayment(session, { publicUrl });
    const { url } = payment;
    if (url !== undefined) return { ...payment, url };
    throw new ProviderError('unavailable', 'Stripe opened a checkout without a page');
  } catch (error) {
    // For a day, this key brings nothing else. If there is a checkout all the same, the sweep finds it.
    if (!isReplayedFailure(error)) throw error;
    throw new ProviderError('refused', error.message, { code: error.code });
  }
}

async function readPayment(
  stripe: Stripe,
  id: PaymentHandle,
  options: StripeOptions,
): Promise<ProviderPayment | undefined> {
  try {
    const session =
      'checkoutId' in id
        ? await callStripe(() =>
            stripe.checkout.sessions.retrieve(id.checkoutId, { expand: [MONEY] }),
          )
        : await findSession(stripe, id.paymentId);
    return session === undefined ? undefined : await withMoney(stripe, session, options);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function findSession(
  stripe: Stripe,
  paymentId: string,
): Promise<Stripe.Checkout.Session | undefined> {
  const page = await callStripe(() =>
    stripe.checkout.sessions.list({
      payment_intent: paymentId,
      limit: 1,
      expand: [`data.${MONEY}`],
    }),
  );
  return page.data[0];
}

async function listPayments(
  stripe: Stripe,
  { sinceMs, untilMs, cursor }: PaymentQuery,
  options: StripeOptions,
): Promise<PaymentPage> {
  const { data, has_more: hasMore } = await stripe.checkout.sessions.list({
    created: {
      gte: Math.floor(sinceMs / 1000),
      ...(untilMs === undefined ? {} : { lt: Math.ceil(untilMs / 1000) }),
    },
    limit: PAGE_SIZE,
    ...(cursor === undefined ? {} : { starting_after: cursor }),
    expand: [`data.${MONEY}`],
  });
  const payments: ProviderPayment[] = [];
  for (const session of data) {
    if (toPayment(session, options).orderUrl === undefined) continue;
    payments.push(await withMoney(stripe, session, options));
  }
  const next = hasMore ? data.at(-1)?.id : undefined;
  return { payments, ...(next === undefined ? {} : { next }) };
}

// Needs no key of ours: to expire twice is to expire once, while a key would bring back its first answer
// for a day, also when that was a failure.
async function expireCheckout(
  stripe: Stripe,
  checkoutId: string,
  options: StripeOptions,
): Promise<ProviderPayment> {
  try {
    const session = await callStripe(() => stripe.checkout.sessions.expire(checkoutId));
    return toPayment(session, options);
  } catch (error) {
    if (!(error instanceof ProviderError) || error.kind !== 'refused') throw error;
    // Only an open one can be expired, so this one has ended in another way.
    const payment = await readPayment(stripe, { checkoutId }, options);
    if (payment === undefined) throw error;
    if (payment.state !== 'open') return payment;
    throw new ProviderError('unavailable', error.message, { code: error.code });
  }
}

async function refund(stripe: Stripe, request: ProviderRefundRequest): Promise<ProviderRefund> {
  const { key, paymentId, orderUrl, currency } = request;
  const params: Stripe.RefundCreateParams = {
    payment_intent: paymentId,
    amount: toStripeAmount(request.amountMinor, currency),
    metadata: { [METADATA.order]: orderUrl, [METADATA.key]: key },
  };
  try {
    const created = await callStripe(() => stripe.refunds.create(params, { idempotencyKey: key }));
    return toRefund(created, paymentId);
  } catch (error) {
    if (!isReplayedFailure(error)) throw error;
    // For a day, this key brings nothing else, but the refund may be there.
    const there = (await listRefunds(stripe, paymentId)).find((one) => one.key === key);
    if (there !== undefined) return there;
    throw error;
  }
}

// Stripe takes refunds out of what can be paid out, not out of what is on its way there.
async function readBalance(stripe: Stripe): Promise<ProviderBalance[]> {
  const { available } = await stripe.balance.retrieve();
  return available.map(({ amount, currency: name }) => {
    const currency = name.toUpperCase();
    return { currency, amountMinor: fromStripeAmount(amount, currency) };
  });
}

async function withMoney(
  stripe: Stripe,
  session: Stripe.Checkout.Session,
  options: StripeOptions,
): Promise<ProviderPayment> {
  const payment = toPayment(session, options);
  const { paymentId, orderUrl } = payment;
  const charge = chargeOf(session);
  if (paymentId === undefined || orderUrl === undefined || charge === undefined) return payment;
  const { data = [], has_more: hasMore = true } = charge.refunds ?? {};
  const refunds = hasMore
    ? await listRefunds(stripe, paymentId)
    : data.map((one) => toRefund(one, paymentId));
  const disputes = charge.disputed ? await listDisputes(stripe, paymentId) : [];
  return { ...payment, refunds, disputes };
}

// A PaymentIntent has charges that failed too; the latest is the one that succeeded, or the last to fail.
function chargeOf({ payment_intent: intent }: Stripe.Checkout.Session): Stripe.Charge | undefined {
  const charge = typeof intent === 'object' ? intent?.latest_charge : undefined;
  return typeof charge === 'object' ? (charge ?? undefined) : undefined;
}

async function listRefunds(stripe: Stripe, paymentId: string): Promise<ProviderRefund[]> {
  const found: ProviderRefund[] = [];
  const list = stripe.refunds.list({ payment_intent: paymentId, limit: PAGE_SIZE });
  for await (const one of list) found.push(toRefund(one, paymentId));
  return found;
}

async function listDisputes(stripe: Stripe, paymentId: string) {
  const { data } = await stripe.disputes.list({ payment_intent: paymentId, limit: PAGE_SIZE });
  return data.map((one) => toDispute(one, paymentId));
}
