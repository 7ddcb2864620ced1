import { ApiError, type MixEntry, type Ticket } from '@onsale/contracts';
import { mixOfTickets } from './order-mix.ts';

/** The target is asked in the way of a request for a run: nobody waits long for it. */
const TIMEOUT_MS = 2000;
/** Ordered while the target has not told its tickets yet; such a target answers nothing anyway. */
const NO_TICKETS: readonly MixEntry[] = [{ ticketId: 'unknown', qty: 1 }];

/** What the target sells. */
export class TargetTickets {
  readonly #url: string;
  #last: readonly Ticket[] = [];

  constructor(target: string) {
    this.#url = `${target.replace(/\/$/, '')}/tickets`;
  }

  /** Asks the target; whether it has answered. The answer before stays valid where it does not. */
  async read(): Promise<boolean> {
    try {
      // A hundred files, which a generator that only waits for a run does not need.
      const { request } = await import('undici');
      const { statusCode, body } = await request(this.#url, {
        headersTimeout: TIMEOUT_MS,
        bodyTimeout: TIMEOUT_MS,
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const answer = (await body.json()) as { tickets?: Ticket[] };
      if (statusCode !== 200 || !Array.isArray(answer.tickets)) return false;
      this.#last = answer.tickets;
      return true;
    } catch {
      // Down, or no shop: the run itself will show it, by kind.
      return false;
    }
  }

  get isKnown(): boolean {
    return this.#last.length > 0;
  }

  /** The mix as it is configured, or one of all tickets. */
  mix(configured: readonly MixEntry[]): readonly MixEntry[] {
    if (configured.length > 0) return configured;
    return this.isKnown ? mixOfTickets(this.#last) : NO_TICKETS;
  }

  /** Throws `ApiError` 400 when a target that is up does not sell what is to be ordered. */
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
