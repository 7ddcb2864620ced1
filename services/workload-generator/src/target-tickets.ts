import { ApiError, type MixEntry, type Ticket } from '@onsale/contracts';
import { mixOfTickets } from './order-mix.ts';

/** The caller of a start waits for this. */
const TIMEOUT_MS = 2000;
/** A list of some thousand tickets; what sends more would fill the memory. */
const MAX_BYTES = 1024 * 1024;
/** Ordered until the target's tickets are known; such a target doesn't answer orders either. */
const NO_TICKETS: readonly MixEntry[] = [{ ticketId: 'unknown', qty: 1 }];

/** The tickets that the target sells. */
export class TargetTickets {
  readonly #url: string;
  #last: readonly Ticket[] = [];

  constructor(target: string) {
    this.#url = `${target.replace(/\/$/, '')}/tickets`;
  }

  /**
   * Asks the target for its tickets; returns whether they came. The last known ones stay valid if not.
   * Throws `ApiError` 503 when the answer is too long.
   */
  async read(): Promise<boolean> {
    // undici is a hundred files, which a generator that waits for its first run doesn't need.
    const { Agent, request } = await import('undici');
    const dispatcher = new Agent({ maxResponseSize: MAX_BYTES });
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const { statusCode, body } = await request(this.#url, { dispatcher, signal });
      const answer = (await body.json()) as { tickets?: Ticket[] };
      if (statusCode !== 200 || !Array.isArray(answer.tickets)) return false;
      this.#last = answer.tickets;
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
        const problem = `${this.#url} answers with more than ${MAX_BYTES} bytes, which no shop does`;
        throw new ApiError('SERVICE_UNAVAILABLE', problem, { cause: error });
      }
      // Down, or not a shop: the failures of the run will show it.
      return false;
    } finally {
      await dispatcher.destroy();
    }
  }

  get isKnown(): boolean {
    return this.#last.length > 0;
  }

  /** The configured mix, or one of all tickets. */
  mix(configured: readonly MixEntry[]): readonly MixEntry[] {
    if (configured.length > 0) return configured;
    return this.isKnown ? mixOfTickets(this.#last) : NO_TICKETS;
  }

  /** As `read`; throws `ApiError` 400 when the target does not sell what is to be ordered. */
  async check(mix: readonly MixEntry[]): Promise<void> {
    if (mix.length === 0) return;
    await this.read();
    if (!this.isKnown) return;
    const known = new Set(this.#last.map((ticket) => ticket.id));
    const details = mix.flatMap(({ ticketId }, i) =>
      known.has(ticketId)
        ? []
        : [{ path: `mix[${i}].ticketId`, message: 'is not on sale at the target' }],
    );
    const [first] = details;
    if (first === undefined) return;
    throw new ApiError('UNKNOWN_TICKET', `${first.path} ${first.message}`, { details });
  }
}
