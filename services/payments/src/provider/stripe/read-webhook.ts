import { Stripe } from 'stripe';
import { type Headers, ProviderError, type ProviderEvent, WebhookError } from '../provider.ts';
import { idOf, orderUrlOf, METADATA, toPayment } from './read-session.ts';
import { isLiveKey, type StripeOptions } from './stripe-options.ts';

/** What we are told of; `payments doctor` compares the endpoint with it. */
export const STRIPE_EVENTS = [
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
  'charge.refunded',
  'refund.created',
  'refund.updated',
  'refund.failed',
  'charge.dispute.created',
  'charge.dispute.updated',
  'charge.dispute.closed',
  'charge.dispute.funds_withdrawn',
  'charge.dispute.funds_reinstated',
] as const;

/** Older messages may be somebody's recording. Stripe signs anew each time it sends one again. */
const TOLERANCE_S = 300;

/** Reads a message of Stripe. Throws `WebhookError` for all that it would not send. */
export function readStripeWebhook(
  { headers, rawBody }: { headers: Headers; rawBody: Buffer },
  options: StripeOptions,
): ProviderEvent {
  const event = verify(rawBody, headers['stripe-signature'], options.webhookSecrets);
  const { id, created } = event;
  if (event.object !== 'event' || typeof id !== 'string' || !Number.isInteger(created)) {
    throw new WebhookError('is not an event of Stripe');
  }
  if (event.livemode !== isLiveKey(options.secretKey)) {
    throw new WebhookError(
      event.livemode ? 'is about real money, but the key is for tests' : 'is only a test',
    );
  }
  return { id, createdAtMs: created * 1000, about: aboutOf(event, options.publicUrl) };
}

function verify(
  rawBody: Buffer,
  signature: string | string[] | undefined,
  secrets: readonly string[],
): Stripe.Event {
  if (typeof signature !== 'string') throw new WebhookError('has no signature');
  let problem = 'is not signed with our secret';
  for (const secret of secrets) {
    try {
      return Stripe.webhooks.constructEvent(rawBody, signature, secret, TOLERANCE_S);
    } catch (error) {
      // The client says more only in its message, and signs before it reads.
      const { message } = error as Error;
      if (!(error instanceof Stripe.errors.StripeSignatureVerificationError)) {
        throw new WebhookError('is signed, but not an event of Stripe');
      }
      if (message.includes('tolerance')) problem = 'is too old, or the clock is wrong';
    }
  }
  throw new WebhookError(problem);
}

// Sessions of a checkout tell all that changed with their event; for refunds and disputes, the whole
// payment is read, because the messages about them come in any order.
function aboutOf(event: Stripe.Event, publicUrl: string): ProviderEvent['about'] {
  const isKnown = STRIPE_EVENTS.some((type) => type === event.type);
  const object: unknown = event.data?.object;
  if (!isKnown || typeof object !== 'object' || object === null) return undefined;
  const { metadata, payment_intent: intent } = object as Partial<Stripe.Charge>;
  const isOurs = orderUrlOf(metadata, publicUrl) !== undefined;
  if (event.type.startsWith('checkout.session.')) {
    return isOurs ? { payment: paymentOf(event, publicUrl) } : undefined;
  }
  // What is made in the dashboard, and every dispute, has no metadata.
  if (metadata?.[METADATA.order] !== undefined && !isOurs) return undefined;
  const paymentId = idOf(intent);
  return paymentId === undefined ? undefined : { paymentId };
}

function paymentOf(event: Stripe.Event, publicUrl: string) {
  const hasFailed = event.type === 'checkout.session.async_payment_failed';
  try {
    return toPayment(event.data.object, { publicUrl, hasFailed });
  } catch (error) {
    if (error instanceof ProviderError) throw new WebhookError('lacks what a session has');
    throw error;
  }
}
