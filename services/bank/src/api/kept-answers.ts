import { createHash } from 'node:crypto';
import { ApiError } from '@onsale/contracts';
import type { FastifyRequest } from 'fastify';
import type { KeptAnswer } from '../books/documents.ts';
import type { Store } from '../books/store.ts';

const ANSWER = 'answer:';
/** As long as Stripe keeps them. */
const KEEP_MS = 86_400_000;
const MAX_KEY_LENGTH = 255;

/**
 * The first answers to requests with an `Idempotency-Key`, as Stripe keeps them: for a day, refusals
 * too, and nothing of requests that were not valid.
 */
export class KeptAnswers {
  readonly #store: Store;
  /** In the order of their time. */
  readonly #keys: string[];

  constructor(store: Store) {
    this.#store = store;
    this.#keys = Array.from(store.startingWith(ANSWER), ([key]) => key);
  }

  /**
   * Runs a request once, and answers it the same way again. `run` changes the books in one step, so that
   * change and answer are stored together. Throws 422 when the key came with other parameters before.
   */
  once<Answer extends object>(request: FastifyRequest, run: () => Answer): Answer {
    const given = request.headers['idempotency-key'];
    if (given === undefined) return run();
    if (typeof given !== 'string' || given === '' || given.length > MAX_KEY_LENGTH) {
      const message = `must have 1 to ${MAX_KEY_LENGTH} characters`;
      throw new ApiError('INVALID_REQUEST', `idempotency-key ${message}`, {
        details: [{ path: 'idempotency-key', message }],
      });
    }
    this.#forgetOld();
    const key = `${ANSWER}${given}`;
    const fingerprint = fingerprintOf(request);
    const kept = this.#store.get(key) as KeptAnswer | undefined;
    if (kept !== undefined) return repeat(kept, fingerprint) as Answer;
    const keep = (result: Pick<KeptAnswer, 'answer' | 'refusal'>) => {
      this.#store.put(key, { fingerprint, ...result, atMs: Date.now() } satisfies KeptAnswer);
      this.#keys.push(key);
    };
    try {
      const answer = run();
      keep({ answer });
      return answer;
    } catch (error) {
      if (error instanceof ApiError)
        keep({ refusal: { code: error.code, message: error.message } });
      throw error;
    }
  }

  #forgetOld(): void {
    const beforeMs = Date.now() - KEEP_MS;
    for (;;) {
      const [oldest] = this.#keys;
      if (oldest === undefined) return;
      const kept = this.#store.get(oldest) as KeptAnswer | undefined;
      if (kept !== undefined && kept.atMs >= beforeMs) return;
      this.#store.delete(oldest);
      this.#keys.shift();
    }
  }
}

function repeat(kept: KeptAnswer, fingerprint: string): object | undefined {
  if (kept.fingerprint !== fingerprint) {
    throw new ApiError(
      'IDEMPOTENCY_KEY_REUSED',
      'this idempotency-key was used before, with other parameters',
    );
  }
  if (kept.refusal !== undefined) throw new ApiError(kept.refusal.code, kept.refusal.message);
  return kept.answer;
}

function fingerprintOf({ url, body }: FastifyRequest): string {
  return createHash('sha256')
    .update(`${url} ${JSON.stringify(body) ?? ''}`)
    .digest('base64');
}
