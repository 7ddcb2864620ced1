import type { ErrorDetail } from './generated/index.ts';
import { noteServerTime } from './server-clock.ts';

/** A lost answer is noticed after so long; the gateway itself answers a buyer within a second. */
const TIMEOUT_MS = 10_000;

/** `timeoutMs` is for what takes its time; `onHeaders` is told the headers of a success. */
export interface RequestOptions extends RequestInit {
  timeoutMs?: number;
  onHeaders?: (headers: Headers) => void;
}

/** The server has answered, and not with success. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: ErrorDetail[];
  /** Seconds after which asking again makes sense. */
  readonly retryAfterS: number | undefined;

  constructor(status: number, body: ErrorAnswer, retryAfterS: number | undefined) {
    super(body.error);
    this.name = 'ApiError';
    this.status = status;
    this.code = body.code;
    this.details = body.details;
    this.retryAfterS = retryAfterS;
  }
}

/** No answer came: whether the server has done what it was asked is unknown. */
export class NetworkError extends Error {
  constructor(cause: unknown) {
    super('no answer', { cause });
    this.name = 'NetworkError';
  }
}

interface ErrorAnswer {
  error: string;
  code: string;
  details: ErrorDetail[];
}

/** Answers below 500 that mean "not now": the request came too slowly, or too many came. */
const NOT_NOW = new Set([408, 429]);

/** Whether the same request may succeed later. */
export function isTemporary(error: unknown): boolean {
  if (error instanceof NetworkError) return true;
  return error instanceof ApiError && (error.status >= 500 || NOT_NOW.has(error.status));
}

/** Sends a request and reads the JSON of its answer. Throws `ApiError` or `NetworkError`. */
export async function request<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
  const { signal, timeoutMs = TIMEOUT_MS, onHeaders, ...rest } = options;
  let response: Response;
  try {
    response = await fetch(path, {
      ...rest,
      signal: within(timeoutMs, signal),
    });
    noteServerTime(response.headers.get('date'));
    if (response.ok) {
      onHeaders?.(response.headers);
      // What an answer is like is settled by the interface; whether it is JSON shows here.
      const answer: Answer = response.status === 204 ? undefined : await response.json();
      return answer;
    }
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new NetworkError(error);
  }
  throw new ApiError(response.status, await readError(response), retryAfter(response));
}

// AbortSignal.any is missing in Safari before 17.4, which old telephones can't leave.
function within(timeoutMs: number, signal: AbortSignal | null | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(timeoutMs);
  if (signal === null || signal === undefined) return timeout;
  const both = new AbortController();
  if (signal.aborted) both.abort(signal.reason);
  for (const each of [signal, timeout]) {
    each.addEventListener('abort', () => both.abort(each.reason), {
      once: true,
      signal: both.signal,
    });
  }
  return both.signal;
}

async function readError(response: Response): Promise<ErrorAnswer> {
  const body: Partial<ErrorAnswer> = await response.json().catch(() => ({}));
  return {
    error: body.error ?? response.statusText,
    code: body.code ?? 'INTERNAL',
    details: body.details ?? [],
  };
}

function retryAfter(response: Response): number | undefined {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}
