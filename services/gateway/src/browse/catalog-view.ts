import { setTimeout as delay } from 'node:timers/promises';
import { ApiError, EventQuery, type SellerInput, TicketQuery } from '@onsale/contracts';
import {
  type DataGuard,
  type EventDocument,
  KnownEvents,
  given,
  type Ledger,
  type Offer,
  type StoredEvent,
  type TicketType,
} from '@onsale/ledger';
import type { Logger } from '@onsale/service';
import { byStart, pageOfEvents, placesOf } from './event-query.ts';
import { makePage, makeTextPage, type Page } from './page.ts';
import { areSameLines, readOpenLines } from './read-open-lines.ts';
import { isSameStock, readStock } from './read-stock.ts';
import {
  isOver,
  type Moment,
  showEvent,
  showEventDetails,
  showTicket,
  turningPointsOf,
  visibleTickets,
} from './show-catalog.ts';
import { SellerView } from './seller-view.ts';
import { ignoredIn } from './ignored-parameters.ts';
import { checkPrices, matchesQuery } from './ticket-query.ts';

/** Maximum age of events and stock: half of the promised second. */
const REFRESH_MS = 500;

/** Pages kept until something changes. More are made for each request. */
const MAX_PAGES = 200;

/**
 * Everything on sale, in memory: the events, the seller's settings and the stock, refreshed twice a
 * second. A crowd that reloads its pages costs Redis nothing.
 */
export class CatalogView {
  readonly #ledger: Ledger;
  readonly #logger: Logger;
  readonly #guard: Pick<DataGuard, 'obstacle'>;
  readonly #stop = new AbortController();
  #refreshing: Promise<void> | undefined;
  #isLoaded = false;
  readonly #reader: KnownEvents;
  /** The version of the reader that is shown. */
  #shownVersion = -1;
  readonly #seller = new SellerView();
  /** All events but drafts and archived ones, the earliest first. */
  #events = new Map<string, StoredEvent>();
  #offers = new Map<string, Offer>();
  #moment: Moment = { nowMs: 0, stock: new Map(), pools: new Map(), openLines: new Set() };
  /** When the pages change by themselves, because a sale begins or ends. */
  #turnsAtMs = Infinity;
  readonly #pages = new Map<string, Page>();

  constructor(
    ledger: Ledger,
    { guard, logger }: { guard: Pick<DataGuard, 'obstacle'>; logger: Logger },
  ) {
    this.#ledger = ledger;
    this.#reader = new KnownEvents(ledger);
    this.#guard = guard;
    this.#logger = logger;
  }

  /** Loads everything, then keeps it fresh until closed. */
  async open(): Promise<void> {
    await this.#refresh();
    this.#refreshing = this.#refreshForever();
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#refreshing;
  }

  /** Why nothing can be shown yet. */
  obstacles(): string[] {
    return this.#isLoaded ? [] : ['the catalog is not loaded yet'];
  }

  /** The ticket type with this id, as `offer` finds it. */
  ticket(id: string): TicketType | undefined {
    return this.offer(id)?.ticket;
  }

  /**
   * What is sold under a ticket id, whether or not it can be ordered now; undefined when there is
   * none, or only in a draft or an archived event. Throws 503 before the catalog is loaded.
   */
  offer(ticketId: string): Offer | undefined {
    this.#requireCatalog();
    return this.#offers.get(ticketId);
  }

  /** An event; undefined when it does not exist, or is a draft or archived. Throws 503 before the catalog is loaded. */
  event(id: string): StoredEvent | undefined {
    this.#requireCatalog();
    return this.#events.get(id);
  }

  /** The stock and the time that are shown now. */
  get moment(): Moment {
    return { ...this.#moment, nowMs: Date.now() };
  }

  /** The seller's settings; undefined while nobody has set any. */
  get seller(): SellerInput | undefined {
    return this.#seller.settings;
  }

  /** `GET /seller`. */
  sellerPage(): Page {
    return this.#page(['seller'], () => this.#seller.show());
  }

  /** The ids of the events, other than drafts and archived ones, for which this is true. */
  eventIds(isMeant: (event: EventDocument) => boolean): string[] {
    return [...this.#events.values()].flatMap(({ document }) =>
      isMeant(document) ? [document.id] : [],
    );
  }

  /** `GET /events`, serialized once per change. Throws `ApiError` 400. */
  eventsPage(query: EventQuery): Page {
    return this.#page(['events', query], () => {
      const listed = this.#listed();
      const { events, next } = pageOfEvents(listed, query);
      const shown = events.map((event) => showEvent(event, this.#moment));
      return {
        events: shown,
        ...given({ next }),
        ...placesOf(listed),
        ...ignoredIn(query, EventQuery),
      };
    });
  }

  /** `GET /events/{eventId}`; undefined when it does not exist, or is a draft or archived. */
  eventPage(id: string): Page | undefined {
    const event = this.event(id);
    if (event === undefined) return undefined;
    return this.#page(['event', id], () => showEventDetails(event, this.#moment, this.seller));
  }

  /** `GET /tickets`, serialized once per change. Throws `ApiError` 400. */
  ticketsPage(query: TicketQuery): Page {
    checkPrices(query);
    return this.#page(['tickets', query], () => {
      const named = query.event === undefined ? undefined : this.#events.get(query.event);
      const events = query.event === undefined ? this.#listed() : named ? [named] : [];
      const tickets = events.flatMap((event) =>
        visibleTickets(event.document)
          .filter((ticket) => matchesQuery(ticket, query))
          .map((ticket) => showTicket(event, ticket, this.#moment)),
      );
      return { tickets, ...ignoredIn(query, TicketQuery) };
    });
  }

  /**
   * A text about one event, made once per change and kept by its name; undefined when the event does
   * not exist, or is a draft or archived.
   */
  eventText(
    id: string,
    name: string,
    make: (event: StoredEvent, moment: Moment) => string,
  ): Page | undefined {
    const event = this.event(id);
    if (event === undefined) return undefined;
    return this.#keep([name, id], () => makeTextPage(make(event, this.#moment)));
  }

  /** The same about the events that lists show, the earliest first. */
  listText(name: string, make: (events: readonly StoredEvent[]) => string): Page {
    return this.#keep([name], () => makeTextPage(make(this.#listed())));
  }

  // What lists show: neither rehearsals nor what is cancelled or over.
  #listed(): StoredEvent[] {
    const { nowMs } = this.#moment;
    return [...this.#events.values()].filter(
      (event) =>
        event.status !== 'cancelled' && event.document.rehearsal !== true && !isOver(event, nowMs),
    );
  }

  #page(name: readonly unknown[], make: () => unknown): Page {
    return this.#keep(name, () => makePage(make()));
  }

  #keep(name: readonly unknown[], make: () => Page): Page {
    this.#requireCatalog();
    if (Date.now() >= this.#turnsAtMs) this.#turn();
    const key = JSON.stringify(name);
    const kept = this.#pages.get(key);
    if (kept !== undefined) return kept;
    const page = make();
    if (this.#pages.size < MAX_PAGES) this.#pages.set(key, page);
    return page;
  }

  #requireCatalog(): void {
    if (this.#isLoaded) return;
    throw new ApiError('NOT_READY', 'the shop is not open yet; try again in a moment', {
      retryAfterS: 1,
    });
  }

  async #refreshForever(): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await delay(REFRESH_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      // The connection itself reports when Redis is unreachable; the old page stays up meanwhile.
      await this.#refresh().catch((error: unknown) =>
        this.#logger.debug({ err: error }, 'could not refresh events and stock'),
      );
    }
  }

  async #refresh(): Promise<void> {
    if (this.#guard.obstacle !== undefined) return;
    const [hasNewSeller] = await Promise.all([
      this.#seller.refresh(this.#ledger),
      this.#reader.refresh(),
    ]);
    const { version } = this.#reader;
    const haveChanged = version !== this.#shownVersion;
    const events = haveChanged ? this.#reader.shown().sort(byStart) : [...this.#events.values()];
    const [stock, openLines] = await Promise.all([
      readStock(this.#ledger, events),
      readOpenLines(this.#ledger, events),
    ]);
    const isSame =
      isSameStock(stock, this.#moment) && areSameLines(openLines, this.#moment.openLines);
    // Events and their stock change at once: a new event is never shown without tickets.
    if (haveChanged) this.#index(events);
    this.#shownVersion = version;
    this.#moment = { nowMs: Date.now(), ...stock, openLines };
    this.#isLoaded = true;
    if (haveChanged || hasNewSeller || !isSame) this.#turn();
  }

  #index(events: readonly StoredEvent[]): void {
    this.#events = new Map(events.map((event) => [event.document.id, event]));
    this.#offers = new Map(
      events.flatMap(({ document: event, status, shard }) =>
        event.tickets.map((ticket) => [ticket.id, { ticket, event, status, shard }]),
      ),
    );
  }

  // Everything shown is made anew.
  #turn(): void {
    this.#pages.clear();
    const nowMs = Date.now();
    this.#moment = { ...this.#moment, nowMs };
    const later = [...this.#events.values()]
      .flatMap(turningPointsOf)
      .filter((timeMs) => timeMs > nowMs);
    this.#turnsAtMs = later.reduce((a, b) => Math.min(a, b), Infinity);
  }
}
