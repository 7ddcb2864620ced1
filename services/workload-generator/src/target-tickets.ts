import {
  ApiError,
  type LoadConfig,
  type LoadGoods,
  type MixEntry,
  REHEARSAL_EVENT,
  type Ticket,
} from '@onsale/contracts';
import { mixOfTickets, type PricedEntry } from './order-mix.ts';

/** The caller of a start waits for this. */
const TIMEOUT_MS = 2000;
/** A list of some thousand tickets; what sends more would fill the memory. */
const MAX_BYTES = 1024 * 1024;
/** Ordered until the target's tickets are known; such a target doesn't answer orders either. */
const NO_TICKETS: readonly PricedEntry[] = [{ ticketId: 'unknown', qty: 1 }];

/** What a run orders, and why just that. */
export interface Goods {
  sells: LoadGoods;
  mix: readonly PricedEntry[];
}

type Wanted = Pick<LoadConfig, 'event' | 'mix'>;

/** The tickets that the target sells. */
export class TargetTickets {
  readonly #url: string;
  #onSale: readonly Ticket[] = [];
  /** The tickets of events that were asked for; the list of what is on sale may not show them. */
  readonly #ofEvent = new Map<string, readonly Ticket[]>();

  constructor(target: string) {
    this.#url = `${target.replace(/\/$/, '')}/tickets`;
  }

  /**
   * Asks the target for its tickets and for those of an event, which its list does not show if it is
   * a rehearsal. Returns whether they came; the last known ones stay valid if not. Throws `ApiError`
   * 503 when an answer is too long.
   */
  async read(event: string): Promise<boolean> {
    const [all, some] = await Promise.all([
      this.#ask(''),
      this.#ask(`?event=${encodeURIComponent(event)}`),
    ]);
    if (all?.tickets === undefined || some === undefined) return false;
    this.#onSale = all.tickets;
    // A target that knows no such filter may answer with everything.
    const own = (some.tickets ?? []).filter(({ eventId }) => eventId === event);
    if (own.length > 0) this.#ofEvent.set(event, own);
    else this.#ofEvent.delete(event);
    return true;
  }

  get isKnown(): boolean {
    return this.#onSale.length + this.#ofEvent.size > 0;
  }

  /** The configured mix, or one of all tickets of the event, or of all that are on sale. */
  goods({ event, mix }: Wanted): Goods {
    if (mix.length > 0) return { sells: 'mix', mix: mix.map((entry) => this.#priced(entry)) };
    if (!this.isKnown) return { sells: 'unknown', mix: NO_TICKETS };
    const own = this.#ofEvent.get(event);
    return own === undefined
      ? { sells: 'everything', mix: mixOfTickets(this.#onSale) }
      : { sells: 'event', mix: mixOfTickets(own) };
  }

  /** As `read`; throws `ApiError` 400 when the target does not sell what is to be ordered. */
  async check({ event, mix }: Wanted): Promise<void> {
    await this.read(event);
    if (!this.isKnown) return;
    // Only a rehearsal can be missing without being missed: many targets have none.
    if (mix.length === 0 && event !== REHEARSAL_EVENT && !this.#ofEvent.has(event)) {
      const details = [{ path: 'event', message: 'has no tickets at the target' }];
      throw new ApiError('INVALID_REQUEST', `event ${details[0]?.message}`, { details });
    }
    const known = new Set(this.#known().map((ticket) => ticket.id));
    const details = mix.flatMap(({ ticketId }, i) =>
      known.has(ticketId)
        ? []
        : [{ path: `mix[${i}].ticketId`, message: 'is not on sale at the target' }],
    );
    const [first] = details;
    if (first === undefined) return;
    throw new ApiError('UNKNOWN_TICKET', `${first.path} ${first.message}`, { details });
  }

  #priced(entry: MixEntry): PricedEntry {
    const ticket = this.#known().find(({ id }) => id === entry.ticketId);
    return ticket === undefined
      ? entry
      : { ...entry, price: ticket.price, currency: ticket.currency };
  }

  #known(): readonly Ticket[] {
    return [this.#onSale, ...this.#ofEvent.values()].flat();
  }

  // Undefined when there is no answer; without tickets when it isn't a list of tickets.
  async #ask(query: string): Promise<{ tickets?: Ticket[] } | undefined> {
    // undici is a hundred files, which a generator that waits for its first run doesn't need.
    const { Agent, request } = await import('undici');
    const dispatcher = new Agent({ maxResponseSize: MAX_BYTES });
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const { statusCode, body } = await request(this.#url + query, { dispatcher, signal });
      const answer = (await body.json()) as { tickets?: Ticket[] };
      return statusCode === 200 && Array.isArray(answer.tickets) ? answer : {};
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
        const problem = `${this.#url} answers with more than ${MAX_BYTES} bytes, which no shop does`;
        throw new ApiError('TARGET_UNAVAILABLE', problem, { cause: error });
      }
      // Down, or not a shop: the failures of the run will show it.
      return undefined;
    } finally {
      await dispatcher.destroy();
    }
  }
}
