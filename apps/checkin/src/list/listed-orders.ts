import { findInOrder, type FoundInList } from '@onsale/check-in';
import type { EntranceRules, ListedCheckIn, ListedOrder } from '@onsale/contracts';
import type { Entry } from '../device/database.ts';

/** The orders of a list in memory, by their tickets: a lookup takes microseconds. */
export class ListedOrders {
  readonly #entries = new Map<string, Entry>();
  /** The order of each ticket, also by what it was called before. */
  readonly #orderOf = new Map<string, string>();
  #tickets = 0;
  #named = 0;

  get orders(): number {
    return this.#entries.size;
  }

  get tickets(): number {
    return this.#tickets;
  }

  get hasNames(): boolean {
    return this.#named > 0;
  }

  entries(): IterableIterator<[string, Entry]> {
    return this.#entries.entries();
  }

  entry(order: string): Entry | undefined {
    return this.#entries.get(order);
  }

  /** A ticket as its code names it; undefined when it is in no order of the list. */
  find(ticket: string): FoundInList | undefined {
    const entry = this.#entries.get(this.#orderOf.get(ticket) ?? '');
    const place = entry?.order === undefined ? undefined : findInOrder(entry.order, ticket);
    if (entry?.order === undefined || place === undefined) return undefined;
    return { order: entry.order, ...place, checkIns: entry.checkIns };
  }

  put(order: string, entry: Entry): void {
    const before = this.#entries.get(order)?.order;
    if (before !== entry.order) {
      this.#tickets += (entry.order?.tickets.length ?? 0) - (before?.tickets.length ?? 0);
      this.#named += Number(isNamed(entry.order)) - Number(isNamed(before));
      for (const { ticket, replaced = [] } of entry.order?.tickets ?? []) {
        this.#orderOf.set(ticket, order);
        for (const each of replaced) this.#orderOf.set(each, order);
      }
    }
    this.#entries.set(order, entry);
  }

  /** Puts what the office says, without what this device did. Returns the orders that are different. */
  add(
    { orders, checkIns }: { orders: readonly ListedOrder[]; checkIns: readonly ListedCheckIn[] },
    rules: EntranceRules,
  ): Set<string> {
    const touched = new Set<string>();
    for (const order of orders) {
      this.put(order.order, { order, checkIns: this.entry(order.order)?.checkIns ?? [] });
      touched.add(order.order);
    }
    for (const checkIn of checkIns) {
      this.put(checkIn.order, withCheckIn(this.entry(checkIn.order), checkIn, rules));
      touched.add(checkIn.order);
    }
    return touched;
  }
}

/** An order with one more check-in of a ticket, or without it when that was undone. */
export function withCheckIn(
  entry: Entry | undefined,
  checkIn: ListedCheckIn,
  rules: EntranceRules,
): Entry {
  const { order, checkIns = [] } = entry ?? {};
  const ticketId = order?.tickets.find(({ place }) => place === checkIn.place)?.ticketId;
  const rule = rules.types.find((each) => each.ticketId === ticketId);
  const isDaily = ticketId === undefined || rule?.admits === 'daily';
  // The office has one for each ticket, or for each of its days.
  const others = checkIns.filter(
    ({ place, day }) => place !== checkIn.place || (isDaily && day !== checkIn.day),
  );
  return { order, checkIns: checkIn.undone === true ? others : [...others, checkIn] };
}

function isNamed(order: ListedOrder | undefined): boolean {
  return order?.buyer !== undefined || order?.tickets.some(({ holder }) => holder) === true;
}
