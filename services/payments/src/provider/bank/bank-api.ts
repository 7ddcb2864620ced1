import { ProviderError } from '../provider.ts';

const DEFAULT_TIMEOUT_MS = 10_000;
/** A page of 100 checkouts, each with some refunds, takes 100 KiB. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;
const MAX_RETRY_AFTER_S = 600;

export interface BankApiOptions {
  /** BANK_URL. */
  url: string;
  /** BANK_TOKEN. */
  token: string;
  timeoutMs?: number;
}

/** Calls the HTTP API of the bank. Throws `ProviderError` and nothing else. */
export class BankApi {
  readonly #base: string;
  readonly #token: string;
  readonly #timeoutMs: number;

  constructor({ url, token, timeoutMs = DEFAULT_TIMEOUT_MS }: BankApiOptions) {
    this.#base = url.replace(/\/$/, '');
    this.#token = token;
    this.#timeoutMs = timeoutMs;
  }

  /** The answer as JSON; undefined when there is no such thing. */
  async get(path: string): Promise<unknown> {
    return await this.#call(path, {});
  }

  async post(path: string, { key, body }: { key: string; body?: object }): Promise<unknown> {
    const answer = await this.#call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (answer === undefined) throw new ProviderError('refused', 'the bank knows no such payment');
    return answer;
  }

  async #call(
    path: string,
    init: { method?: string; headers?: Record<string, string>; body?: string | null },
  ): Promise<unknown> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(this.#base + path, {
        ...init,
        headers: { ...init.headers, authorization: `Bearer ${this.#token}` },
        redirect: 'error',
        signal: AbortSignal.timeout(this.#timeoutMs),
      });
      text = await readText(response);
    } catch (error) {
      throw new ProviderError('unavailable', 'the bank did not answer', { cause: error });
    }
    const answer = parse(text);
    if (response.ok && answer !== undefined) return answer;
    if (response.status === 404 && answer !== undefined) return undefined;
    throw toProviderError(response, answer);
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

// Undefined for what is not a JSON object.
function parse(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function toProviderError(response: Response, answer: object | undefined): ProviderError {
  const { status } = response;
  const { code: said } = (answer ?? {}) as { code?: unknown };
  const code = typeof said === 'string' && /^[A-Z_]{1,40}$/.test(said) ? said : `HTTP_${status}`;
  const retryAfterS = Number(response.headers.get('retry-after') ?? NaN);
  const retryAfterMs =
    retryAfterS >= 0 ? Math.min(retryAfterS, MAX_RETRY_AFTER_S) * 1000 : undefined;
  const fail = (kind: ProviderError['kind'], message: string) =>
    new ProviderError(kind, message, { code, retryAfterMs });
  if (status === 429) return fail('rate_limited', 'the bank takes no more calls at the moment');
  if (code === 'NO_BALANCE') return fail('no_balance', 'the balance of the account is too low');
  // A wrong token is ours to correct: nothing that is due may be given up because of it.
  const isFinal = status >= 400 && status < 500 && ![401, 403, 408].includes(status);
  if (isFinal && answer !== undefined) return fail('refused', `the bank refused: ${code}`);
  return fail('unavailable', `the bank's answer can't be used: status ${status}`);
}
