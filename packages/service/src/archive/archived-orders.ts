import { ApiError, type ArchivedOrder } from '@onsale/contracts';
import { ConfigError } from '../process/config.ts';
import type { Logger } from '../process/logger.ts';
import { Counter, type Registry } from '../process/metrics.ts';

/** Whoever waits for an answer has waited for Redis before, and two seconds are all that nginx gives. */
const TIMEOUT_MS = 1000;
/** Questions of one process at once: the office must not get more of an old order's fame than it can do. */
const MAX_ASKED = 4;
/** Those that wait for their turn. */
const MAX_WAITING = 200;
/** An order of 20 lines with a payment has a few KiB. */
const MAX_ANSWER_BYTES = 1024 * 1024;
const RETRY_AFTER_S = 5;

/** Reads orders that have left Redis, from the office. */
export class ArchivedOrders {
  readonly #url: string;
  readonly #token: string;
  readonly #logger: Logger;
  readonly #count: (outcome: ArchiveOutcome) => void;
  readonly #waiting: (() => void)[] = [];
  #asked = 0;
  #isAway = false;

  constructor(options: { url: string; token: string; logger: Logger; registry: Registry }) {
    this.#url = options.url.replace(/\/+$/, '');
    this.#token = options.token;
    this.#logger = options.logger;
    const reads = new Counter({
      name: 'onsale_archive_reads_total',
      help: 'Archived orders asked of the office: found, missing, unavailable, or full (four are being asked)',
      labelNames: ['outcome'],
      registers: [options.registry],
    });
    this.#count = (outcome) => reads.inc({ outcome });
  }

  /**
   * Reads an order; undefined when the office does not know it. Rejects with `ApiError` 503 when the office
   * does not answer in time, or when too much is asked of it already: at once, unless it is to wait for its
   * turn.
   */
  async read(orderId: string, { inTurn = false } = {}): Promise<ArchivedOrder | undefined> {
    await this.#takePlace(inTurn);
    try {
      const order = await this.#ask(orderId);
      this.#count(order === undefined ? 'missing' : 'found');
      this.#noteAnswer();
      return order;
    } catch (error) {
      this.#count('unavailable');
      this.#noteAway(error);
      throw unavailable(error);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#asked -= 1;
      else next();
    }
  }

  // Whoever is done hands the place over to the first that waits.
  async #takePlace(inTurn: boolean): Promise<void> {
    if (this.#asked < MAX_ASKED) {
      this.#asked += 1;
      return;
    }
    if (!inTurn || this.#waiting.length >= MAX_WAITING) {
      this.#count('full');
      throw unavailable();
    }
    await new Promise<void>((resolve) => void this.#waiting.push(resolve));
  }

  async #ask(orderId: string): Promise<ArchivedOrder | undefined> {
    const response = await fetch(`${this.#url}/archive/orders/${encodeURIComponent(orderId)}`, {
      headers: { authorization: `Bearer ${this.#token}` },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const answer = parse(await readText(response));
    if (response.status === 404 && answer?.['code'] === 'ORDER_NOT_FOUND') return undefined;
    if (response.status === 200 && isArchivedOrder(answer, orderId)) return answer;
    const { code } = answer ?? {};
    throw new Error(`it answers ${response.status}${typeof code === 'string' ? ` ${code}` : ''}`);
  }

  // Once for each time that it goes away.
  #noteAway(error: unknown): void {
    const level = this.#isAway ? 'debug' : 'warn';
    this.#isAway = true;
    this.#logger[level]({ err: error }, 'the office cannot be asked for archived orders');
  }

  #noteAnswer(): void {
    if (this.#isAway) this.#logger.info('the office answers for archived orders again');
    this.#isAway = false;
  }
}

/** `full`: too much was asked already. */
type ArchiveOutcome = 'found' | 'missing' | 'unavailable' | 'full';

/** Undefined where there is no office. Throws `ConfigError` when its token is missing. */
export function openArchivedOrders({
  config,
  ...parts
}: {
  config: { OFFICE_URL?: string; OFFICE_TOKEN?: string };
  logger: Logger;
  registry: Registry;
}): ArchivedOrders | undefined {
  const { OFFICE_URL: url, OFFICE_TOKEN: token } = config;
  if (url === undefined) return undefined;
  if (token === undefined) {
    throw new ConfigError(['OFFICE_TOKEN is missing: the office answers nobody without it']);
  }
  return new ArchivedOrders({ url, token, ...parts });
}

function unavailable(cause?: unknown): ApiError {
  const message = 'the order has been archived, and the archive cannot be asked at the moment';
  return new ApiError('ARCHIVE_UNAVAILABLE', message, { retryAfterS: RETRY_AFTER_S, cause });
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) throw new Error('its answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

// Undefined for what is not a JSON object.
function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function isArchivedOrder(
  answer: Record<string, unknown> | undefined,
  orderId: string,
): answer is Record<string, unknown> & ArchivedOrder {
  const { orderId: id, record, payment } = answer ?? {};
  const isText = payment === undefined || typeof payment === 'string';
  return id === orderId && typeof record === 'string' && isText;
}
