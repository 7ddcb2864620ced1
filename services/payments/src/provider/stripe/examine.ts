import type { Stripe } from 'stripe';
import type { Examination } from '../provider.ts';
import { callStripe, isForbidden, refusalOf } from './stripe-client.ts';
import { isLiveKey, type StripeOptions } from './stripe-options.ts';
import { checkEndpoint } from './webhook-endpoint.ts';

type Check = Examination['checks'][number];

/** Of the five minutes that a message may be old, most belong to the network. */
const MAX_CLOCK_DIFFERENCE_MS = 30_000;

/** Names nothing at Stripe. */
const NOTHING = 'onsale_doctor';

/** Checks what has to be right at Stripe. Throws `ProviderError` only when Stripe can't be reached. */
export async function examineStripe(
  stripe: Stripe,
  options: StripeOptions,
  { createEndpoint }: { createEndpoint: boolean },
): Promise<Examination> {
  const key = await checkKey(stripe, options);
  if (key[0]?.ok !== true) return { checks: key };
  const before = [
    ...key,
    checkAddress(options),
    ...(await checkRights(stripe)),
    await checkMethods(stripe, options),
  ];
  // Last, so that nothing can fail after it: the secret is told only once.
  const endpoint = await checkEndpoint(stripe, options, createEndpoint);
  return { ...endpoint, checks: [...before, ...endpoint.checks] };
}

async function checkKey(stripe: Stripe, { secretKey }: StripeOptions): Promise<Check[]> {
  const name = 'key';
  const askedAtMs = Date.now();
  try {
    const { livemode, lastResponse } = await callStripe(() => stripe.balance.retrieve());
    const kind = secretKey.startsWith('sk_')
      ? 'a key with all rights, where a restricted one is enough'
      : 'a restricted key';
    const mode = livemode ? 'live mode: real money' : 'test mode: no real money';
    const isRight = livemode === isLiveKey(secretKey);
    return [
      { name, ok: isRight, message: `${kind}; ${mode}` },
      checkClock(lastResponse.headers['date'], askedAtMs),
    ];
  } catch (error) {
    refusalOf(error);
    const message = isForbidden(error)
      ? 'the key lacks the right Balance: read'
      : 'Stripe does not know the key: STRIPE_SECRET_KEY is wrong, or was withdrawn';
    return [{ name, ok: false, message }];
  }
}

function checkClock(date: string | undefined, askedAtMs: number): Check {
  const name = 'clock';
  const theirsMs = Date.parse(date ?? '');
  if (Number.isNaN(theirsMs)) return { name, ok: false, message: 'Stripe did not tell its time' };
  // Their time lies between question and answer, and comes in whole seconds.
  const nowMs = Date.now();
  const differenceMs =
    theirsMs > nowMs ? theirsMs - nowMs : Math.max(0, askedAtMs - theirsMs - 1000);
  const ok = differenceMs <= MAX_CLOCK_DIFFERENCE_MS;
  const seconds = Math.round(differenceMs / 1000);
  return {
    name,
    ok,
    message: ok
      ? `at most ${seconds} s from Stripe's`
      : `${seconds} s from Stripe's, and messages older than 300 s are refused: set the clock`,
  };
}

function checkAddress({ publicUrl, secretKey }: StripeOptions): Check {
  const ok = publicUrl.startsWith('https://') || !isLiveKey(secretKey);
  const message = ok
    ? `buyers come back to ${publicUrl}`
    : `PUBLIC_URL is ${publicUrl}; in live mode it must begin with https://`;
  return { name: 'address', ok, message };
}

// A right to write is tried on something that does not exist: with the right, Stripe can't find it.
async function checkRights(stripe: Stripe): Promise<Check[]> {
  const tries: Record<string, () => Promise<unknown>> = {
    'Checkout Sessions: write': () => stripe.checkout.sessions.expire(`cs_${NOTHING}`),
    'PaymentIntents: read': () => stripe.paymentIntents.list({ limit: 1 }),
    'Charges and Refunds: write': () =>
      stripe.refunds.create({ payment_intent: `pi_${NOTHING}`, amount: 100 }),
    'Disputes: read': () => stripe.disputes.list({ limit: 1 }),
  };
  const missing: string[] = [];
  for (const [right, attempt] of Object.entries(tries)) {
    try {
      await callStripe(attempt);
    } catch (error) {
      if (isForbidden(error)) missing.push(right);
      else refusalOf(error);
    }
  }
  const ok = missing.length === 0;
  const message = ok
    ? 'the key has all that are needed'
    : `the key lacks ${missing.join(', ')}: change it in the dashboard`;
  return [{ name: 'rights', ok, message }];
}

async function checkMethods(stripe: Stripe, { paymentMethods }: StripeOptions): Promise<Check> {
  const name = 'methods';
  const wanted = paymentMethods.join(', ');
  try {
    const { data } = await callStripe(() =>
      stripe.paymentMethodConfigurations.list({ limit: 100 }),
    );
    const used = data.find((one) => one.is_default && one.application === null) ?? data[0];
    const methods = (used ?? {}) as Record<string, { available?: boolean } | undefined>;
    const off = paymentMethods.filter((method) => methods[method]?.available !== true);
    if (off.length === 0) return { name, ok: true, message: `switched on: ${wanted}` };
    const message = `not switched on in the dashboard, or not active yet: ${off.join(', ')}`;
    return { name, ok: false, message };
  } catch (error) {
    if (!isForbidden(error)) refusalOf(error);
    const message = `${wanted}: cannot be checked without the right Payment Method Configurations: read`;
    return { name, ok: false, message };
  }
}
