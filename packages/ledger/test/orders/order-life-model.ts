// The ledger in a page, without Redis: what every script must do. Nothing is counted here: books, counts,
// indexes and what customers have all follow from the states of the orders (`expected`).

/** Letters of the states, as in `order-states.ts`. */
export type Letter = 'p' | 'h' | 'o' | 'c' | 's' | 'b' | 'l' | 'n' | 'f' | 'x' | 'k' | 'r';

/** What is on sale: each ticket type with its event and pool. `relic` is from before there were rules. */
export const TICKETS: Readonly<Record<string, { event?: string; pool?: string }>> = {
  adult: { event: 'show', pool: 'show/room' },
  child: { event: 'show', pool: 'show/room' },
  box: { event: 'show' },
  talk: { event: 'lecture' },
  relic: {},
};
export const CAPACITY: Readonly<Record<string, number>> = {
  ...{ adult: 4, child: 4, box: 3, talk: 3, relic: 3 },
  'show/room': 6,
};
export const LIMITS = { maxPerCustomer: 4, maxHoldsPerCustomer: 2, maxHoldsPerClient: 3 };

/** How many of each ticket type. */
export type Wanted = Readonly<Record<string, number>>;

export interface ModelOrder {
  id: string;
  eventId: string;
  wanted: Wanted;
  isHeld: boolean;
  customer?: string | undefined;
  client?: string | undefined;
  letter: Letter;
  /** What it was confirmed, cancelled or refunded with. */
  cause: string;
  /** What it had been paid with, once it is refunded. */
  paid: string;
  isDeadlinePast: boolean;
  isPaymentPast: boolean;
  /** Tickets refunded one by one, and those that stayed sold although their order is over. */
  returned: Wanted;
  unsold: Wanted;
}

export class Model {
  capacity: Record<string, number> = { ...CAPACITY };
  status: Record<string, string> = { show: 'on_sale', lecture: 'on_sale' };
  orders = new Map<string, ModelOrder>();
  keys = new Map<string, { id: string; request: string }>();
  /** Whether somebody reads the order log, and what was logged since `takeLog`. */
  isLogged = false;
  #log: string[] = [];
  /** How often each change of state happened, for example `ph`. */
  changes = new Map<string, number>();

  place(order: ModelOrder, request: { key?: string | undefined; room: number }): string {
    const content = JSON.stringify([order.eventId, order.wanted]);
    const first = this.keys.get(request.key ?? '');
    if (first && first.request !== content) return 'key-reused';
    if (first && first.id !== order.id) return `duplicate ${first.id}`;
    if (this.orders.has(order.id)) return 'placed';
    if (this.in('p').length >= request.room) return 'backlog-full';
    const status = this.statusOf(order);
    if (status !== undefined && status !== 'on_sale') return `not-on-sale ${status}`;
    const short = this.shortage(order.wanted);
    if (short !== undefined) return short === 'b' ? 'held-by-others' : 'sold-out';
    this.orders.set(order.id, { ...order });
    if (request.key !== undefined) this.keys.set(request.key, { id: order.id, request: content });
    return 'placed';
  }

  settle(id: string): string {
    const order = this.orders.get(id);
    if (order?.letter !== 'p') return 'already-settled';
    this.#change(order, this.#verdict(order), 'sale');
    return { c: 'confirmed', h: 'held' }[order.letter as string] ?? 'rejected';
  }

  #verdict(order: ModelOrder): Letter {
    if (this.statusOf(order) === 'cancelled') return 'n';
    if (this.#isOverLimit(order) || (order.isHeld && this.#hasTooManyHolds(order))) return 'l';
    return this.shortage(order.wanted) ?? (order.isHeld ? 'h' : 'c');
  }

  finish(id: string, step: string, cause = ''): string {
    const order = this.orders.get(id);
    if (order === undefined) return 'no-such-order';
    const { letter } = order;
    const may = (from: string) => from.includes(letter);
    const refused = `refused ${letter}`;
    const isAgain = (to: Letter) => letter === to && order.cause === cause;
    switch (step) {
      case 'confirm':
        if (isAgain('c') || (letter === 'r' && order.paid === cause)) return 'already';
        if (!may('hox')) return refused;
        if (this.statusOf(order) === 'cancelled') return 'event-cancelled';
        if (letter === 'x' && this.shortage(order.wanted) !== undefined) return 'sold-out';
        if (letter === 'x' && this.#isOverLimit(order)) return 'limit';
        return this.#change(order, 'c', cause);
      case 'expire':
        if (letter === 'x') return 'already';
        if (!may('ho')) return refused;
        if (!(letter === 'h' ? order.isDeadlinePast : order.isPaymentPast)) return 'not-due';
        return this.#change(order, 'x', 'time');
      case 'cancel':
        if (isAgain('k')) return 'already';
        if (!may('hc') || (letter === 'c' && order.cause !== '')) return refused;
        return this.#change(order, 'k', cause);
      case 'refund':
        if (isAgain('r')) return 'already';
        if (letter !== 'c') return refused;
        order.paid = order.cause;
        return this.#change(order, 'r', cause);
      case 'open-payment':
        if (letter === 'o') return 'already';
        if (letter !== 'h') return refused;
        if (order.isDeadlinePast) return 'refused x';
        order.isPaymentPast = false;
        return this.#change(order, 'o', 'payment');
      case 'return-payment':
        if (letter === 'h') return 'already';
        if (letter !== 'o') return refused;
        return this.#change(order, 'h', 'payment');
      default:
        throw new Error(`the model knows no step ${step}`);
    }
  }

  /** A partial refund of a confirmed order. */
  giveBack(id: string, refund: { tickets: Wanted; restock: boolean; cause: string }): void {
    const order = this.orders.get(id)!;
    order.returned = sum(order.returned, refund.tickets);
    if (!refund.restock) order.unsold = sum(order.unsold, refund.tickets);
    this.#change(order, 'c', refund.cause);
  }

  deadLetter(id: string): void {
    const order = this.orders.get(id)!;
    if (order.letter === 'p') this.#change(order, 'f', 'failed');
  }

  replay(id: string): void {
    const order = this.orders.get(id)!;
    if (order.letter === 'f') this.#change(order, 'p', 'replay');
  }

  resize(book: string, capacity: number): boolean {
    const { held, sold } = this.#bookOf(book);
    if (capacity < held + sold) return false;
    this.capacity[book] = capacity;
    return true;
  }

  takeLog(): string[] {
    return this.#log.splice(0);
  }

  /** The orders in some states. */
  in(letters: string): ModelOrder[] {
    return [...this.orders.values()].filter((order) => letters.includes(order.letter));
  }

  statusOf(order: Pick<ModelOrder, 'wanted'>): string | undefined {
    const [ticket = ''] = Object.keys(order.wanted);
    return this.status[TICKETS[ticket]?.event ?? ''];
  }

  /** Why some tickets can't be had: `s` sold out, `b` held by others. */
  shortage(wanted: Wanted): 's' | 'b' | undefined {
    const needs = Object.entries(demand(wanted)).map(([book, qty]) => {
      const { held, sold } = this.#bookOf(book);
      return { qty, held, remaining: this.capacity[book]! - held - sold };
    });
    if (needs.some(({ qty, held, remaining }) => remaining + held < qty)) return 's';
    return needs.some(({ qty, remaining }) => remaining < qty) ? 'b' : undefined;
  }

  #change(order: ModelOrder, to: Letter, cause: string): 'done' {
    if (this.isLogged) this.#log.push(`${order.id}:${order.letter}${to}:${cause}`);
    const change = order.letter + to;
    this.changes.set(change, (this.changes.get(change) ?? 0) + 1);
    if (order.letter !== to) order.cause = 'ckr'.includes(to) && cause !== 'sale' ? cause : '';
    order.letter = to;
    return 'done';
  }

  #isOverLimit({ eventId, customer, wanted }: ModelOrder): boolean {
    if (customer === undefined || eventId !== 'show') return false;
    return (this.#bought(eventId)[customer] ?? 0) + total(wanted) > LIMITS.maxPerCustomer;
  }

  #hasTooManyHolds({ eventId, customer, client }: ModelOrder): boolean {
    if (eventId !== 'show') return false;
    const bought = this.#bought(eventId);
    const exceeds = (field: string, limit: number) => (bought[field] ?? 0) + 1 > limit;
    return (
      (customer !== undefined && exceeds(`h:${customer}`, LIMITS.maxHoldsPerCustomer)) ||
      (client !== undefined && exceeds(`h:~${client}`, LIMITS.maxHoldsPerClient))
    );
  }

  #bookOf(book: string): { held: number; sold: number } {
    const tickets = (order: ModelOrder) => demand(order.wanted)[book] ?? 0;
    const held = this.in('ho').reduce((count, order) => count + tickets(order), 0);
    const sold = this.in('ckr').reduce((count, order) => {
      const kept = order.letter === 'c' ? tickets(order) - (demand(order.returned)[book] ?? 0) : 0;
      return count + kept + (demand(order.unsold)[book] ?? 0);
    }, 0);
    return { held, sold };
  }

  #bought(eventId: string): Record<string, number> {
    const bought: Record<string, number> = {};
    const add = (field: string, count: number) => (bought[field] = (bought[field] ?? 0) + count);
    for (const order of this.in('hoc')) {
      if (order.eventId !== eventId) continue;
      const { customer, client } = order;
      if (customer !== undefined) add(customer, total(order.wanted) - total(order.returned));
      if (customer !== undefined && order.letter !== 'c') add(`h:${customer}`, 1);
      if (client !== undefined && order.letter !== 'c') add(`h:~${client}`, 1);
    }
    return bought;
  }

  /** What must be in Redis, without numbers that are zero. */
  expected() {
    const books = Object.entries(this.capacity).map(([book, capacity]) => {
      const { held, sold } = this.#bookOf(book);
      return [book, { capacity, remaining: capacity - held - sold, held, sold }] as const;
    });
    const count = (letters: string) => this.in(letters).length;
    const ids = (letters: string) => this.in(letters).map(({ id }) => id);
    return {
      books: Object.fromEntries(books),
      counts: withoutZeros({
        placed: this.orders.size,
        ...{ held: count('ho'), confirmed: count('c'), rejected: count('sblnf') },
        ...{ expired: count('x'), cancelled: count('k'), refunded: count('r') },
      }),
      bought: {
        show: withoutZeros(this.#bought('show')),
        lecture: withoutZeros(this.#bought('lecture')),
      },
      holds: ids('h').toSorted(),
      payments: ids('o').toSorted(),
      backlog: count('p'),
      orders: Object.fromEntries([...this.orders].map(([id, order]) => [id, headOf(order)])),
    };
  }
}

// Without times and deadlines.
function headOf({ letter, cause, customer, client }: ModelOrder): string {
  const tags = [
    customer === undefined ? '' : `@${customer}`,
    client === undefined ? '' : `~${client}`,
  ];
  return [letter, cause === '' ? '' : `=${cause}`, ...tags].join('');
}

/** What some tickets take from each of the books: their own, and those of pools. */
export function demand(wanted: Wanted): Record<string, number> {
  const books: Record<string, number> = {};
  for (const [ticket, qty] of Object.entries(wanted)) {
    const pool = TICKETS[ticket]?.pool;
    for (const book of pool === undefined ? [ticket] : [ticket, pool]) {
      books[book] = (books[book] ?? 0) + qty;
    }
  }
  return books;
}

export function withoutZeros(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}

const total = (wanted: Wanted): number => Object.values(wanted).reduce((all, qty) => all + qty, 0);

function sum(a: Wanted, b: Wanted): Wanted {
  const tickets = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return Object.fromEntries(tickets.map((ticket) => [ticket, (a[ticket] ?? 0) + (b[ticket] ?? 0)]));
}
