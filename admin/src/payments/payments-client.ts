import { setTimeout as delay } from 'node:timers/promises';
import type { DoctorReport, Operation, Reconciliation, StaffPayment } from '@onsale/contracts';
import { type MarkPaidRequest, type RefundRequest, staffPayments } from '@onsale/contracts';
import { ConfigError } from '@onsale/service';
import type { Static } from 'typebox';
import type { AdminConfig } from '../config.ts';

/** Payments could not be asked, or has refused; the message says what to do. */
export class PaymentsError extends Error {}

/** The staff routes of payments. Every call is safe to repeat. */
export interface PaymentsClient {
  show(orderId: string): Promise<StaffPayment>;
  refund(orderId: string, request: Static<typeof RefundRequest>): Promise<StaffPayment>;
  markPaid(orderId: string, request: Static<typeof MarkPaidRequest>): Promise<StaffPayment>;
  reconcile(period: { from: string; to: string }): Promise<Reconciliation>;
  runDoctor(options: { createEndpoint: boolean }): Promise<DoctorReport>;
}

/** Payments asks the provider for some of these; it gives up on each call long before. */
const CALL_TIMEOUT_MS = 60_000;
/** Reads the provider's list of a whole period, at the pace that the provider allows. */
const RECONCILE_TIMEOUT_MS = 3_600_000;

/** What calls need of the configuration. */
type PaymentsAddress = Pick<AdminConfig, 'PAYMENTS_URL' | 'PAYMENTS_TOKEN' | 'CONNECT_TIMEOUT_MS'>;

/** Throws `ConfigError` without a token. Its calls throw `PaymentsError`. */
export function openPayments(config: PaymentsAddress, signal: AbortSignal): PaymentsClient {
  const { PAYMENTS_URL: address, PAYMENTS_TOKEN: token } = config;
  if (token === undefined) throw new ConfigError([NO_TOKEN]);
  const call = async <T>(
    { method, url }: Operation,
    { orderId = '', body, timeoutMs = CALL_TIMEOUT_MS }: CallOptions = {},
  ): Promise<T> => {
    const path = url.replace(':orderId', encodeURIComponent(orderId));
    const late = AbortSignal.timeout(timeoutMs);
    const ask = async () =>
      await fetch(`${address.replace(/\/$/, '')}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.any([signal, late]),
      });
    try {
      const response = await connecting(ask, { forMs: config.CONNECT_TIMEOUT_MS, signal });
      return (await readAnswer(response, address)) as T;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof PaymentsError) throw error;
      if (late.aborted) throw new PaymentsError(`${address} has not answered in ${timeoutMs} ms`);
      throw new PaymentsError(
        `cannot reach payments at ${address}: ${reasonOf(error)}; does it run, and is PAYMENTS_URL right?`,
      );
    }
  };
  return {
    show: (orderId) => call(staffPayments.getPayment, { orderId }),
    refund: (orderId, body) => call(staffPayments.refundPayment, { orderId, body }),
    markPaid: (orderId, body) => call(staffPayments.markPaid, { orderId, body }),
    reconcile: (body) => call(staffPayments.reconcile, { body, timeoutMs: RECONCILE_TIMEOUT_MS }),
    runDoctor: (body) => call(staffPayments.runDoctor, { body }),
  };
}

/**
 * Repeats a call as long as nobody takes the connection: a new pod is let through only after moments, and so
 * is what has just been started.
 */
async function connecting(
  ask: () => Promise<Response>,
  { forMs, signal }: { forMs: number; signal: AbortSignal },
): Promise<Response> {
  const untilMs = performance.now() + forMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (reasonOf(error) !== 'ECONNREFUSED' || performance.now() > untilMs) throw error;
      await delay(CONNECT_EVERY_MS, undefined, { signal });
    }
  }
}

const CONNECT_EVERY_MS = 200;

interface CallOptions {
  orderId?: string;
  body?: unknown;
  timeoutMs?: number;
}

const NO_TOKEN =
  'PAYMENTS_TOKEN is missing: the token that payments was started with, or PAYMENTS_TOKEN_FILE with its ' +
  'file; of npm start it is .data/secrets/payments-token';

const WRONG_TOKEN =
  'payments refused the token; PAYMENTS_TOKEN (or PAYMENTS_TOKEN_FILE) must be the one it was started with';

async function readAnswer(response: Response, address: string): Promise<unknown> {
  const text = await response.text();
  const answer = parse(text);
  if (response.ok && answer !== undefined) return answer;
  const problem: Partial<Problem> | undefined = answer;
  if (response.status === 401) throw new PaymentsError(WRONG_TOKEN);
  // A service without a token has no such routes, and neither has another service.
  if (problem?.code === 'NOT_FOUND') {
    throw new PaymentsError(
      `what runs at ${address} has no routes for the seller's team: it is not payments, or was started ` +
        'without PAYMENTS_TOKEN',
    );
  }
  if (typeof problem?.error !== 'string') {
    throw new PaymentsError(
      `what runs at ${address} is not payments; it answered ${response.status}`,
    );
  }
  const details = (problem.details ?? []).map(({ path, message }) => `\n  ${path} ${message}`);
  throw new PaymentsError(`${problem.error} (${problem.code})${details.join('')}`);
}

interface Problem {
  error: string;
  code: string;
  details: { path: string; message: string }[];
}

function parse(text: string): object | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

// The cause says more than "fetch failed".
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error & { cause?: NodeJS.ErrnoException };
  return cause?.code ?? cause?.message ?? message;
}
