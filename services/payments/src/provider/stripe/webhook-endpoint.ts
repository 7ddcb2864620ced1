import { Stripe } from 'stripe';
import type { Examination } from '../provider.ts';
import { STRIPE_EVENTS } from './read-webhook.ts';
import { callStripe, isForbidden, refusalOf } from './stripe-client.ts';
import type { StripeOptions } from './stripe-options.ts';

/**
 * Checks the endpoint that Stripe sends its messages to. With `createEndpoint`, a missing one is created, whose
 * secret is told only then, and events that an endpoint lacks are added.
 */
export async function checkEndpoint(
  stripe: Stripe,
  options: StripeOptions,
  createEndpoint: boolean,
): Promise<Examination> {
  const name = 'webhook';
  const url = `${options.publicUrl}/webhooks/stripe`;
  try {
    const there = await callStripe(() => findEndpoint(stripe, url));
    if (there !== undefined) {
      const endpoint = createEndpoint ? await addEvents(stripe, there) : there;
      return { checks: checksOf(endpoint) };
    }
    if (!createEndpoint) {
      return { checks: [{ name, ok: false, message: `there is no endpoint for ${url}` }] };
    }
    const created = await callStripe(() =>
      stripe.webhookEndpoints.create({
        url,
        enabled_events: [...STRIPE_EVENTS],
        api_version: Stripe.API_VERSION,
        description: 'Onsale',
      }),
    );
    const { secret } = created;
    return {
      checks: checksOf(created),
      ...(secret === undefined ? {} : { webhookSecret: secret }),
    };
  } catch (error) {
    const { code, message } = refusalOf(error);
    const right = `Webhook Endpoints: ${createEndpoint ? 'write' : 'read'}`;
    const problem = isForbidden(error) ? `the key lacks the right ${right}` : `${code}: ${message}`;
    return { checks: [{ name, ok: false, message: problem }] };
  }
}

async function findEndpoint(stripe: Stripe, url: string) {
  for await (const endpoint of stripe.webhookEndpoints.list({ limit: 100 })) {
    if (endpoint.url === url) return endpoint;
  }
  return undefined;
}

async function addEvents(
  stripe: Stripe,
  endpoint: Stripe.WebhookEndpoint,
): Promise<Stripe.WebhookEndpoint> {
  const missing = missingEvents(endpoint);
  if (missing.length === 0) return endpoint;
  const all = [...endpoint.enabled_events, ...missing] as typeof missing;
  return await callStripe(() =>
    stripe.webhookEndpoints.update(endpoint.id, { enabled_events: all }),
  );
}

function checksOf(endpoint: Stripe.WebhookEndpoint): Examination['checks'] {
  const { api_version: version, status, url } = endpoint;
  const missing = missingEvents(endpoint);
  const isSame = version === Stripe.API_VERSION;
  return [
    { name: 'webhook', ok: status === 'enabled', message: `${url} is ${status}` },
    {
      name: 'webhook events',
      ok: missing.length === 0,
      message: missing.length === 0 ? 'all that are needed' : `lacks ${missing.join(', ')}`,
    },
    {
      name: 'webhook version',
      ok: isSame,
      message: isSame
        ? version
        : `${version ?? 'that of the account'}, but ${Stripe.API_VERSION} is needed, which can't be ` +
          'changed: delete the endpoint, and let doctor create it',
    },
    {
      name: 'webhook secret',
      ok: true,
      message:
        'Stripe tells it only once, so it cannot be compared: send a test event from the dashboard',
    },
  ];
}

function missingEvents({
  enabled_events: enabled,
}: Stripe.WebhookEndpoint): (typeof STRIPE_EVENTS)[number][] {
  if (enabled.includes('*')) return [];
  return STRIPE_EVENTS.filter((type) => !enabled.includes(type));
}
