import { ApiError, type ErrorCode } from '@onsale/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ADDRESS_HEADER, type Auth } from './auth.ts';

/** What better-auth has answered. */
export interface AuthAnswer {
  body: Record<string, unknown>;
  /** Whoever is signed in by it, as far as it says so. */
  member: { id: string; name: string } | undefined;
}

/**
 * Asks better-auth in the name of a client, whose cookies it reads and sets. Throws `ApiError` when it
 * refuses.
 */
export async function askAuth(
  auth: Auth,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  { method, path, body }: { method: string; path: string; body?: unknown },
): Promise<AuthAnswer> {
  const { baseURL } = await auth.$context;
  const answer = await auth.handler(
    new Request(new URL(path, baseURL), {
      method,
      headers: headersOf(request),
      ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
    }),
  );
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) reply.header('set-cookie', cookies);
  const content = ((await answer.json()) ?? {}) as Record<string, unknown>;
  if (!answer.ok) throw refusalOf(answer.status, content);
  const { user } = content as { user?: { id: string; name: string } };
  return { body: content, member: user };
}

function headersOf({ headers, ip }: FastifyRequest): Headers {
  const passed = new Headers({ 'content-type': 'application/json', [ADDRESS_HEADER]: ip });
  for (const name of ['cookie', 'origin', 'user-agent'] as const) {
    const value = headers[name];
    if (value !== undefined) passed.set(name, value);
  }
  return passed;
}

const CODES: Record<string, [ErrorCode, string]> = {
  INVALID_EMAIL_OR_PASSWORD: ['SIGN_IN_FAILED', 'e-mail address or password is wrong'],
  INVALID_EMAIL: ['SIGN_IN_FAILED', 'e-mail address or password is wrong'],
  PASSKEY_NOT_FOUND: ['SIGN_IN_FAILED', 'this passkey belongs to no member'],
  AUTHENTICATION_FAILED: ['SIGN_IN_FAILED', 'the passkey was not accepted'],
  CHALLENGE_NOT_FOUND: ['SIGN_IN_FAILED', 'this took too long; try again'],
  INVALID_PASSWORD: ['WRONG_PASSWORD', 'the password is wrong'],
  INVALID_CODE: ['WRONG_CODE', 'the code is wrong'],
  INVALID_BACKUP_CODE: ['WRONG_CODE', 'the backup code is wrong, or was used before'],
  INVALID_TWO_FACTOR_COOKIE: ['WRONG_CODE', 'this took too long; sign in again'],
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: ['WRONG_CODE', 'too many wrong codes; sign in again'],
  SESSION_NOT_FRESH: ['SIGN_IN_AGAIN', 'sign out and in again to do this'],
  FAILED_TO_VERIFY_REGISTRATION: ['INVALID_REQUEST', 'the passkey was not accepted'],
  TOTP_ALREADY_ENABLED: ['INVALID_REQUEST', 'the second factor is on already'],
  TOTP_NOT_ENABLED: ['INVALID_REQUEST', 'the second factor is not on'],
  TWO_FACTOR_NOT_ENABLED: ['INVALID_REQUEST', 'the second factor is not on'],
};

/** How long a second factor is locked after ten wrong codes. */
const LOCKED_S = 15 * 60;

function refusalOf(status: number, { code, message }: Record<string, unknown>): Error {
  const known = CODES[String(code)];
  if (known !== undefined) return new ApiError(...known);
  if (code === 'ACCOUNT_TEMPORARILY_LOCKED') {
    const problem = 'too many wrong codes; try again in a quarter of an hour';
    return new ApiError('RATE_LIMITED', problem, { retryAfterS: LOCKED_S });
  }
  if (status === 401) return new ApiError('UNAUTHORIZED', 'sign in first');
  if (status < 500) return new ApiError('INVALID_REQUEST', 'this was not accepted');
  return new Error(`better-auth has answered ${status}: ${String(code ?? message)}`);
}
