import type { ErrorDetail } from '@onsale/contracts';

/** An answer of a service that is not a success, or none at all. */
export class RequestError extends Error {
  /** 0 when no answer came. */
  readonly status: number;
  readonly code: string;
  readonly details: readonly ErrorDetail[];

  constructor(
    message: string,
    answer: { status: number; code: string; details?: readonly ErrorDetail[]; cause?: unknown },
  ) {
    super(message, { cause: answer.cause });
    this.name = 'RequestError';
    this.status = answer.status;
    this.code = answer.code;
    this.details = answer.details ?? [];
  }

  /** Nobody is there: no connection, or a proxy that says so. Nothing was refused. */
  get isUnreachable(): boolean {
    return this.code === 'UNREACHABLE';
  }
}

/** Sends and reads JSON; every failure is a `RequestError`. */
export async function requestJson<Answer>(
  url: string,
  options: { method?: string; body?: unknown; signal?: AbortSignal } = {},
): Promise<Answer> {
  const { method = 'GET', body, signal } = options;
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      ...(signal === undefined ? {} : { signal }),
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
  } catch (error) {
    throw new RequestError('no answer', { status: 0, code: 'UNREACHABLE', cause: error });
  }
  const text = await response.text().catch(() => '');
  const answer = parse(text);
  if (response.ok && answer !== undefined) return answer as Answer;
  throw errorOf(response.status, answer);
}

function errorOf(status: number, answer: unknown): RequestError {
  const { error, code, details } = (answer ?? {}) as Partial<{
    error: string;
    code: string;
    details: ErrorDetail[];
  }>;
  // Our own services always say what is wrong; whoever does not is a proxy in front of nothing.
  if (typeof error !== 'string' || typeof code !== 'string') {
    return new RequestError(`no answer (HTTP ${status})`, { status, code: 'UNREACHABLE' });
  }
  return new RequestError(error, { status, code, details: details ?? [] });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
