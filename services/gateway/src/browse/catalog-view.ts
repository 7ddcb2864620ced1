import { setTimeout as delay } from 'node:timers/promises';
import { ApiError, type Event, type TicketQuery } from '@onsale/contracts';
import {
  type Catalog,
  type EventDocument,
  type DataGuard,
  type Ledger,
  joinCatalog,
  type Offer,
  readCatalogParts,
  readCatalogVersions,
  readShownStock,
  shardOf,
  type ShownStock,
  ticketsOf,
  type TicketType,
} from '@onsale/ledger';
import type { Logger } from '@onsale/service';
import { makePage, type Page } from './page.ts';
import { showEvent, showTicket } from './show-catalog.ts';
import { matchesQuery } from './ticket-query.ts';

/** Maximum age of `remaining`: half of the promised second. */
const REFRESH_MS = 500;

/**
 * Everything on sale, in memory: the catalog and, refreshed twice a second, the stock. A crowd that
 * reloads its pages costs Redis nothing.
 */
export class CatalogView {
  readonly #ledger: Ledger;
  readonly #logger: Logger;
  readonly #guard: Pick<DataGuard, 'obstacle'>;
  readonly #stop = new AbortController();
  #refreshing: Promise<void> | undefined;
  /** The catalog of each shard. */
  #parts: readonly (Catalog | undefined)[] = [];
  #events = new Map<string, EventDocument>();
  #tickets = new Map<string, TicketType>();
  #stock = new Map<string, ShownStock>();
  #allTickets: Page | undefined;
  #allEvents: Page | undefined;

  constructor(
    ledger: Ledger,
    { guard, logger }: { guard: Pick<DataGuard, 'obstacle'>; logger: Logger },
  ) {
    this.#ledger = ledger;
    this.#guard = guard;
    this.#logger = logger;
  }

  /** Loads everything, then keeps it fresh until closed. */
  async open(): Promise<void> {
    await this.#refresh(this.#ledger);
    this.#refreshing = this.#refreshForever(this.#ledger);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#refreshing;
  }

  /** Why nothing can be shown yet. */
  obstacles(): string[] {
    return this.#hasCatalog() ? [] : ['the catalog is not loaded yet'];
  }

  /** The ticket type with this id, if on sale. Throws 503 before the catalog is loaded. */
  ticket(id: string): TicketType | undefined {
    this.#requireCatalog();
    return this.#tickets.get(id);
  }

  /**
   * What is sold under a ticket id, whatever the status of its event; undefined when there is
   * none. Throws 503 before the catalog is loaded.
   */
  offer(ticketId: string): Offer | undefined {
    const ticket = this.ticket(ticketId);
    const event = ticket && this.#events.get(ticket.eventId);
    if (ticket === undefined || event === undefined) return undefined;
    return { ticket, event, status: 'on_sale', shard: shardOf(event.id, this.#ledger.shards) };
  }

  /** `GET /events`, serialized once per catalog. */
  eventsPage(): Page {
    this.#requireCatalog();
    this.#allEvents ??= makePage({ events: [...this.#events.values()].map(showEvent) });
    return this.#allEvents;
  }

  /** One event; undefined when it does not exist. */
  event(id: string): Event | undefined {
    this.#requireCatalog();
    const event = this.#events.get(id);
    return event === undefined ? undefined : showEvent(event);
  }

  /** `GET /tickets`, serialized once per change of stock. */
  ticketsPage(query: TicketQuery): Page {
    if (Object.keys(query).length === 0) return this.allTicketsPage();
    this.#requireCatalog();
    return this.#makeTicketsPage((ticket) => matchesQuery(ticket, query));
  }

  /** The same, without filters. */
  allTicketsPage(): Page {
    this.#requireCatalog();
    this.#allTickets ??= this.#makeTicketsPage(() => true);
    return this.#allTickets;
  }

  #hasCatalog(): boolean {
    return this.#parts.some((part) => part !== undefined);
  }

  #requireCatalog(): void {
    if (this.#hasCatalog()) return;
    throw new ApiError('NOT_READY', 'the shop is not open yet; try again in a moment', {
      retryAfterS: 1,
    });
  }

  #makeTicketsPage(isShown: (ticket: TicketType) => boolean): Page {
    const tickets = [...this.#tickets.values()].filter(isShown);
    return makePage({
      tickets: tickets.map((ticket) => showTicket(ticket, this.#stock.get(ticket.id))),
    });
  }

  async #refreshForever(ledger: Ledger): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await delay(REFRESH_MS, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      // The connection itself reports when Redis is unreachable; the old page stays up meanwhile.
      await this.#refresh(ledger).catch((error: unknown) =>
        this.#logger.debug({ err: error }, 'could not refresh the stock'),
      );
    }
  }

  async #refresh(ledger: Ledger): Promise<void> {
    if (this.#guard.obstacle !== undefined) return;
    // Compared shard by shard, because versions differ while a catalog is being applied.
    const versions = await readCatalogVersions(ledger);
    if (versions.some((version, shard) => version !== this.#parts[shard]?.version)) {
      const parts = await readCatalogParts(ledger);
      const catalog = joinCatalog(parts);
      if (catalog === undefined) return;
      this.#parts = parts;
      this.#events = new Map(catalog.events.map((event) => [event.id, event]));
      const tickets = catalog.events.flatMap((event) => event.tickets);
      this.#tickets = new Map(tickets.map((ticket) => [ticket.id, ticket]));
      this.#allEvents = undefined;
      this.#allTickets = undefined;
    }
    const shards = await Promise.all(
      this.#parts.map((part, shard) => {
        const shown = part === undefined ? [] : ticketsOf(part).map((ticket) => ticket.id);
        return readShownStock(ledger, shard, shown);
      }),
    );
    this.#stock = new Map(shards.flatMap((stock) => Array.from(stock)));
    this.#allTickets = undefined;
  }
}
