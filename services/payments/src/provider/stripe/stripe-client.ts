import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { Stripe } from 'stripe';
import { ProviderError } from '../provider.ts';
import type { StripeOptions } from './stripe-options.ts';

/** A checkout takes Stripe well below a second; whoever waits longer asks again with the same key. */
const CALL_TIMEOUT_MS = 10_000;

/** Whatever it says, money does not wait longer. */
const MAX_RETRY_AFTER_S = 600;

/** Far more than one process is allowed to call. */
const MAX_CONNECTIONS = 50;

/**
 * The official client. It does not repeat calls by itself, because whoever calls stores what to repeat; a
 * connection that was closed is the exception, and harmless, since each call that changes something has
 * a key. It tells Stripe nothing about this machine.
 */
export function openStripeClient({ secretKey, apiUrl }: StripeOptions): Stripe {
  const url = apiUrl === undefined ? undefined : new URL(apiUrl);
  const Agent = url?.protocol === 'http:' ? HttpAgent : HttpsAgent;
  return new Stripe(secretKey, {
    apiVersion: Stripe.API_VERSION,
    httpAgent: new Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS }),
    maxNetworkRetries: 0,
    timeout: CALL_TIMEOUT_MS,
    telemetry: false,
    ...(url === undefined ? {} : addressOf(url)),
  });
}

function addressOf(url: URL): { host: string; port: string; protocol: 'http' | 'https' } {
  const protocol = url.protocol === 'http:' ? 'http' : 'https';
  return { host: url.hostname, port: url.port || (protocol === 'http' ? '80' : '443'), protocol };
}

/** Makes a call. Throws `ProviderError` and nothing else. */
export async function callStripe<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toProviderError(error);
  }
}

/** The key is none, or was withdrawn. */
const WRONG_KEY = 'wrong_key';

/** The key lacks the right to it. */
const NO_RIGHT = 'no_right';

/** Whether Stripe says that there is no such thing. */
export function isMissing(error: unknown): boolean {
  return error instanceof ProviderError && error.code === 'resource_missing';
}

/** Whether the key lacks the right to it. */
export function isForbidden(error: unknown): boolean {
  return error instanceof ProviderError && error.code === NO_RIGHT;
}

/** What Stripe answered instead of doing something; throws `error` when it was no answer. */
export function refusalOf(error: unknown): ProviderError {
  if (!(error instanceof ProviderError)) throw error;
  const { kind, code } = error;
  if (kind !== 'refused' && code !== NO_RIGHT && code !== WRONG_KEY) throw error;
  return error;
}

/** Whether Stripe only repeats its first answer to a key, and that was a failure: what happened is unknown. */
export function isReplayedFailure(error: unknown): error is ProviderError {
  return error instanceof ProviderError && error.code === REPLAYED_FAILURE;
}

const REPLAYED_FAILURE = 'replayed_failure';

// Messages of Stripe may quote our parameters, which have nothing of a customer, and a key.
function toProviderError(error: unknown): ProviderError {
  if (error instanceof ProviderError) return error;
  const { errors } = Stripe;
  if (!(error instanceof errors.StripeError)) {
    return new ProviderError('unavailable', 'the response of Stripe makes no sense', {
      cause: error,
    });
  }
  const { statusCode = 0 } = error;
  const message = hideKeys(error.message);
  const more = { code: error.code ?? error.rawType ?? error.type };
  if (error instanceof errors.StripeConnectionError) {
    return new ProviderError('unavailable', message, { code: 'no_connection' });
  }
  // One object is in use by another call, which says nothing of how many calls Stripe takes.
  if (more.code === 'lock_timeout') return new ProviderError('unavailable', message, more);
  if (error instanceof errors.StripeRateLimitError) {
    return new ProviderError('rate_limited', message, {
      ...more,
      retryAfterMs: retryAfterMs(error),
    });
  }
  if (statusCode >= 500 && error.headers?.['idempotent-replayed'] === 'true') {
    return new ProviderError('unavailable', message, { code: REPLAYED_FAILURE });
  }
  // A key that was withdrawn or lacks a right was not answered for good: a person puts it right.
  if (error instanceof errors.StripeAuthenticationError) {
    return new ProviderError('unavailable', message, { code: WRONG_KEY });
  }
  if (error instanceof errors.StripePermissionError) {
    return new ProviderError('unavailable', message, { code: NO_RIGHT });
  }
  if (more.code === 'balance_insufficient') return new ProviderError('no_balance', message, more);
  // Two calls with one key at the same time get 409: the other one is being done.
  const isRefused = statusCode >= 400 && statusCode < 500 && statusCode !== 409;
  return new ProviderError(isRefused ? 'refused' : 'unavailable', message, more);
}

function hideKeys(text: string): string {
  return text.replace(/\b([rs]k|whsec)_\S+/g, '$1_…');
}

function retryAfterMs(error: InstanceType<typeof Stripe.errors.StripeError>): number | undefined {
  const seconds = Number(error.headers?.['retry-after']);
  return seconds >= 0 ? Math.min(seconds, MAX_RETRY_AFTER_S) * 1000 : undefined;
}
