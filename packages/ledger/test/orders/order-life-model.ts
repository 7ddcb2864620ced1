// The ledger in plain TypeScript, without Redis: what each script must do. Nothing is counted here: books,
// pools, counts, indexes, what customers have and how often codes were used all follow from the states of the orders
// (`expected`). Only the places of the line have states of their own.

/** Letters of the states, as in `order-states.ts`. */
export type Letter = 'p' | 'h' | 'o' | 'c' | 's' | 'b' | 'l' | 'n' | 'd' | 'f' | 'x' | 'k' | 'r';

export const SHOW = 'show-7';
export const LECTURE = 'lecture-18';
export const ROOM = `${SHOW}/room`;
/** What is on sale, and for which event. `relic` is from before ticket types had rules. */
export const EVENT_OF: Readonly<Record<string, string | undefined>> = {
  ...{ adult: SHOW, child: SHOW, box: SHOW, talk: LECTURE },
  relic: undefined,
};
/** The capacities of ticket types and of a room that some of them share. */
export const CAPACITY: Readonly<Record<string, number>> = {
  ...{ adult: 4, child: 4, box: 3, talk: 3, relic: 3 },
  [ROOM]: 6,
};
/** Those of the show; the lecture has none. */
export const LIMITS = { maxPerCustomer: 4, maxHoldsPerCustomer: 2, maxHoldsPerClient: 3 };

const EVENT_STEPS: Readonly<Record<string, readonly [from: string, to: string]>> = {
  pause: ['on_sale', 'paused'],
  resume: ['paused', 'on_sale'],
  close: ['on_sale paused', 'closed'],
  reopen: ['closed', 'on_sale'],
  cancel: ['on_sale paused closed', 'cancelled'],
};

/** The show's codes. `TEN` is used once by an order, `CREW` by each adult's ticket, also before their sale begins. */
export const CODES = {
  TEN: { unit: 'order', percent: 10, uses: 2 },
  CREW: {
    ...{ unit: 'ticket', uses: 3, percent: 50 },
    ...{ access: ['adult'], discounted: ['adult'], presale: true },
  },
} as const;
export type CodeName = keyof typeof CODES;

/** What somebody's place in the line of the show is in: a turn, ordered (`s`, and by what), or a missed turn. */
export interface ModelPlace {
  state: 't' | 's' | 'm';
  orderId: string;
  isOver: boolean;
}

/** How many of each ticket type. */
export type Wanted = Readonly<Record<string, number>>;
export type Ticket = readonly [line: number, number: number];

export interface ModelOrder {
  id: string;
  eventId: string;
  wanted: Wanted;
  isHeld: boolean;
  customer?: string | undefined;
  client?: string | undefined;
  place?: string | undefined;
  code?: CodeName | undefined;
  /** Of its code: those that it takes, or would take again; fewer where tickets have gone back on sale. */
  uses: number;
  letter: Letter;
  /** What it was confirmed, cancelled or refunded with, or who asked for it to be cancelled. */
  cause: string;
  /** What it had been paid with, once it is refunded. */
  paid: string;
  isDeadlinePast: boolean;
  isPaymentPast: boolean;
  refunds: { id: string; tickets: readonly Ticket[]; isRestocked: boolean }[];
  names: Record<string, string>;
}

export class Model {
  capacity: Record<string, number> = { ...CAPACITY };
  /** The ticket types that draw on the room. */
  inRoom = new Set(['adult', 'child']);
  status: Record<string, string> = { [SHOW]: 'on_sale', [LECTURE]: 'on_sale' };
  /** Why a ticket type is not on sale though its event is: `early` or `over`. */
  window: Record<string, string> = {};
  /** Whether orders of the show need a turn. */
  needsTurn = false;
  places: Record<string, ModelPlace> = {};
  codes: Record<CodeName, { uses: number; isOff: boolean }> = {
    TEN: { uses: CODES.TEN.uses, isOff: false },
    CREW: { uses: CODES.CREW.uses, isOff: false },
  };
  orders = new Map<string, ModelOrder>();
  archived: ModelOrder[] = [];
  keys = new Map<string, { id: string; request: string }>();
  isLogged = false;
  #log: string[] = [];
  /** How often each change of state happened, for example `ph`. */
  changes = new Map<string, number>();

  place(order: ModelOrder, request: { key?: string | undefined; room: number }): string {
    const content = JSON.stringify([order.eventId, order.wanted, order.code]);
    const first = this.keys.get(request.key ?? '');
    if (first && first.request !== content) return 'key-reused';
    if (first && first.id !== order.id) return `duplicate ${first.id}`;
    if (this.orders.has(order.id)) return 'placed';
    if (this.in('p').length >= request.room) return 'backlog-full';
    const why = this.#notOnSale(order);
    if (why !== undefined) return `not-on-sale ${why}`;
    const needsTurn =
      this.needsTurn && order.wanted['relic'] === undefined && order.eventId === SHOW;
    if (needsTurn && !this.#hasTurn(order.place)) return 'no-admission';
    const obstacle = this.#codeObstacle(order);
    if (obstacle !== undefined) return `code ${obstacle}`;
    const short = this.#shortage(order.wanted);
    if (short !== undefined) return short === 'b' ? 'held-by-others' : 'sold-out';
    // Where no turn is needed, a place has nothing to do with the order.
    const { place = '' } = order;
    const tags = needsTurn ? {} : { place: undefined };
    this.orders.set(order.id, { ...order, ...tags, refunds: [], names: {} });
    if (needsTurn) this.#serve(place, order.id);
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
    if (this.#isCancelled(order)) return 'n';
    if (this.#isOverLimit(order) || (order.isHeld && this.#hasTooManyHolds(order))) return 'l';
    if (this.#codeObstacle(order) !== undefined) return 'd';
    return this.#shortage(order.wanted) ?? (order.isHeld ? 'h' : 'c');
  }

  /** `moved`: what goes back on sale, by default all tickets that are left. */
  finish(id: string, step: string, cause = '', moved = this.ticketsLeft(id)): string {
    const order = this.orders.get(id)!;
    const { letter } = order;
    const starts = (from: string) => from.includes(letter);
    const refused = `refused ${letter}`;
    const isAgain = (to: Letter) => letter === to && order.cause === cause;
    switch (step) {
      case 'confirm':
        if (isAgain('c') || (letter === 'r' && order.paid === cause)) return 'already';
        if (!starts('hox')) return refused;
        if (this.#isCancelled(order)) return 'event-cancelled';
        if (letter === 'x' && this.#shortage(order.wanted) !== undefined) return 'sold-out';
        if (letter === 'x' && this.#isOverLimit(order)) return 'limit';
        if (letter === 'x' && this.#codeObstacle(order) !== undefined) return this.#note('code');
        if (letter === 'x' && !this.#takesTurnAgain(order)) return this.#note('turn');
        return this.#change(order, 'c', cause);
      case 'expire':
        if (letter === 'x') return 'already';
        if (!starts('ho')) return refused;
        if (!(letter === 'h' ? order.isDeadlinePast : order.isPaymentPast)) return 'not-due';
        if (order.cause === '') return this.#change(order, 'x', 'time');
        this.#change(order, 'k', order.cause);
        return 'done-as-asked';
      case 'cancel':
        if (isAgain('k')) return 'already';
        if (!starts('hc') || (letter === 'c' && order.cause !== '')) return refused;
        if (letter === 'c') this.#giveUsesBack(order, moved, true);
        return this.#change(order, 'k', cause);
      case 'refund':
        if (isAgain('r')) return 'already';
        if (!starts('c')) return refused;
        order.paid = order.cause;
        this.#giveUsesBack(order, moved, true);
        return this.#change(order, 'r', cause);
      case 'open-payment':
        if (letter === 'o') return 'already';
        if (!starts('h') || order.cause !== '') return refused;
        if (order.isDeadlinePast) return 'refused x';
        order.isPaymentPast = false;
        return this.#change(order, 'o', 'payment');
      case 'return-payment':
        if (letter === 'h') return 'already';
        if (!starts('o')) return refused;
        return this.#returnPayment(order);
      default:
        throw new Error(`the model knows no step ${step}`);
    }
  }

  /** A buyer asks for a held order to be cancelled. */
  requestCancel(id: string): string {
    const order = this.orders.get(id)!;
    if (order.letter === 'o') {
      if (order.cause === '') order.cause = 'buyer';
      return 'asked';
    }
    if (order.letter !== 'h') return `refused ${order.letter}`;
    if (!order.isDeadlinePast) order.cause = 'buyer';
    order.isDeadlinePast = true;
    return 'asked';
  }

  // Whoever asked for it to be cancelled meanwhile is still known, and it is due at once.
  #returnPayment(order: ModelOrder): 'done' {
    const { cause } = order;
    const done = this.#change(order, 'h', 'payment');
    order.cause = cause;
    if (cause !== '') order.isDeadlinePast = true;
    return done;
  }

  cancelWithoutRestock(id: string, cause: string): string {
    const order = this.orders.get(id)!;
    const left = this.ticketsLeft(id);
    const { letter } = order;
    const word = this.finish(id, 'cancel', cause, letter === 'c' ? [] : left);
    if (word === 'done' && letter === 'c') {
      order.refunds.push({ id: cause, tickets: left, isRestocked: false });
    }
    return word;
  }

  refundTickets(id: string, refund: ModelOrder['refunds'][number]): string {
    const order = this.orders.get(id)!;
    if (order.refunds.some((earlier) => earlier.id === refund.id)) return 'already';
    if (order.letter !== 'c') return `refused ${order.letter}`;
    const left = this.ticketsLeft(id);
    if (!refund.tickets.every((ticket) => has(left, ticket))) return 'ticket-refunded';
    order.refunds.push(refund);
    const isLast = refund.tickets.length === left.length;
    this.#giveUsesBack(order, refund.isRestocked ? refund.tickets : [], isLast);
    if (!isLast) return this.#change(order, 'c', refund.id);
    order.paid = order.cause;
    return this.#change(order, 'r', refund.id);
  }

  nameHolder(id: string, holder: { ticket: Ticket; name: string; cause: string }): string {
    const order = this.orders.get(id)!;
    if (order.letter !== 'c') return `refused ${order.letter}`;
    if (!has(this.ticketsLeft(id), holder.ticket)) return 'ticket-refunded';
    if (order.names[String(holder.ticket)] === holder.name) return 'already';
    order.names[String(holder.ticket)] = holder.name;
    return this.#change(order, 'c', holder.cause);
  }

  correct(id: string, { customer, cause }: { customer: string; cause: string }): string {
    const order = this.orders.get(id)!;
    if (!'hoc'.includes(order.letter)) return `refused ${order.letter}`;
    if (order.customer !== undefined) order.customer = customer;
    return this.#change(order, order.letter, cause);
  }

  /** All tickets of an order, and those of them that were not refunded. */
  ticketsOf(id: string): Ticket[] {
    return Object.values(this.orders.get(id)!.wanted).flatMap((qty, line) =>
      Array.from({ length: qty }, (_, i) => [line, i + 1] as const),
    );
  }

  ticketsLeft(id: string): Ticket[] {
    const gone = this.orders.get(id)!.refunds.flatMap(({ tickets }) => tickets);
    return this.ticketsOf(id).filter((ticket) => !has(gone, ticket));
  }

  deadLetter(id: string): void {
    const order = this.orders.get(id)!;
    if (order.letter === 'p') this.#change(order, 'f', 'failed');
  }

  replay(id: string): string {
    const order = this.orders.get(id)!;
    if (order.letter !== 'f') return 'replayed';
    if (!this.#takesTurnAgain(order)) return this.#note('no-turn');
    this.#change(order, 'p', 'replay');
    return 'replayed';
  }

  /** Gives a place a turn that has begun, unless it has ordered. Whether it has one now. */
  giveTurn(place: string): boolean {
    if (this.places[place]?.state === 's') return false;
    this.places[place] = { state: 't', orderId: '', isOver: false };
    return true;
  }

  /** The turn of a place is over: it has ordered in it, or has missed it if somebody has noticed. */
  endTurn(place: string, isNoticed: boolean): ModelPlace | undefined {
    const known = this.places[place];
    if (known !== undefined) known.isOver = true;
    if (known?.state === 't' && isNoticed) known.state = 'm';
    return known;
  }

  archive(id: string): void {
    this.archived.push(this.orders.get(id)!);
    this.orders.delete(id);
  }

  takeEventStep(eventId: string, step: string): string {
    const [from = '', to = ''] = EVENT_STEPS[step] ?? [];
    const status = this.status[eventId]!;
    if (status === to) return 'already';
    if (!from.split(' ').includes(status)) return 'STEP_REFUSED';
    this.status[eventId] = to;
    return 'done';
  }

  /** Changes capacities, or which ticket types draw on the room. */
  changeShow(change: { capacity?: Record<string, number>; inRoom?: Set<string> }): string {
    const before = { capacity: this.capacity, inRoom: this.inRoom };
    Object.assign(this, { ...before, ...change });
    const isShort = Object.entries(this.capacity).some(([book, capacity]) => {
      const { held, sold } = this.#bookOf(book);
      return held + sold > capacity;
    });
    if (!isShort) return 'written';
    Object.assign(this, before);
    return 'STOCK_CONFLICT';
  }

  takeLog(): string[] {
    return this.#log.splice(0);
  }

  /** The orders in some states that are not archived. */
  in(letters: string): ModelOrder[] {
    return [...this.orders.values()].filter((order) => letters.includes(order.letter));
  }

  /** Notes what was refused, to see whether it happened often enough. */
  #note<Word extends string>(word: Word): Word {
    this.changes.set(word, (this.changes.get(word) ?? 0) + 1);
    return word;
  }

  #hasTurn(place: string | undefined): boolean {
    const known = place === undefined ? undefined : this.places[place];
    return known?.state === 't' && !known.isOver;
  }

  #serve(place: string, orderId: string): void {
    this.places[place] = { state: 's', orderId, isOver: false };
  }

  // Whether an order that has ended may go on: its place is still its own, or has a turn, which it takes.
  #takesTurnAgain({ id, place }: ModelOrder): boolean {
    if (place === undefined || this.places[place]?.orderId === id) return true;
    if (!this.#hasTurn(place)) return false;
    this.#serve(place, id);
    this.#note('turn taken again');
    return true;
  }

  #giveTurnBack({ id, place }: ModelOrder): void {
    const known = place === undefined ? undefined : this.places[place];
    if (known?.state !== 's' || known.orderId !== id || known.isOver) return;
    Object.assign(known, { state: 't', orderId: '' });
  }

  #codeObstacle({ code, uses }: ModelOrder): string | undefined {
    if (code === undefined || uses === 0) return undefined;
    if (this.codes[code].isOff) return 'gone';
    return this.#used(code) + uses > this.codes[code].uses ? 'used-up' : undefined;
  }

  #used(code: CodeName): number {
    const takers = this.in('hockr').filter((order) => order.code === code);
    return takers.reduce((sum, { uses }) => sum + uses, 0);
  }

  #giveUsesBack(order: ModelOrder, moved: readonly Ticket[], isLast: boolean): void {
    const { code, wanted } = order;
    if (code === undefined) return;
    const kinds = Object.keys(wanted);
    const meant = moved.filter(([line]) => kinds[line] === 'adult').length;
    const back = code === 'CREW' ? meant : isLast && moved.length > 0 ? 1 : 0;
    order.uses -= Math.min(back, order.uses);
  }

  #change(order: ModelOrder, to: Letter, cause: string): 'done' {
    if (to === 'k' && 'ho'.includes(order.letter)) order.uses = 0;
    if (order.letter !== to && 'sblndfxk'.includes(to)) this.#giveTurnBack(order);
    if (this.isLogged) this.#log.push(`${order.id}:${order.letter}${to}:${cause}`);
    const change = order.letter + to;
    this.changes.set(change, (this.changes.get(change) ?? 0) + 1);
    if (order.letter !== to) order.cause = 'ckr'.includes(to) && cause !== 'sale' ? cause : '';
    order.letter = to;
    return 'done';
  }

  #notOnSale({ wanted, code }: ModelOrder): string | undefined {
    const tickets = Object.keys(wanted);
    const status = this.status[EVENT_OF[tickets[0] ?? ''] ?? ''];
    if (status !== undefined && status !== 'on_sale') return status;
    const isPresale = (ticket: string) => code === 'CREW' && ticket === 'adult';
    return tickets
      .map((ticket) => this.window[ticket])
      .find((why, i) => why !== undefined && !(why === 'early' && isPresale(tickets[i] ?? '')));
  }

  #isCancelled({ wanted }: ModelOrder): boolean {
    return this.status[EVENT_OF[Object.keys(wanted)[0] ?? ''] ?? ''] === 'cancelled';
  }

  // Why some tickets can't be had: `s` sold out, `b` held by others.
  #shortage(wanted: Wanted): 's' | 'b' | undefined {
    const needs = Object.entries(this.#demand(wanted)).map(([book, qty]) => {
      const { held, sold } = this.#bookOf(book);
      return { qty, held, remaining: this.capacity[book]! - held - sold };
    });
    if (needs.some(({ qty, held, remaining }) => remaining + held < qty)) return 's';
    return needs.some(({ qty, remaining }) => remaining < qty) ? 'b' : undefined;
  }

  #isOverLimit({ eventId, customer, wanted }: ModelOrder): boolean {
    if (customer === undefined || eventId !== SHOW) return false;
    return (this.#bought(eventId)[customer] ?? 0) + total(wanted) > LIMITS.maxPerCustomer;
  }

  #hasTooManyHolds({ eventId, customer, client }: ModelOrder): boolean {
    if (eventId !== SHOW) return false;
    const bought = this.#bought(eventId);
    const exceeds = (field: string, limit: number) => (bought[field] ?? 0) + 1 > limit;
    return (
      (customer !== undefined && exceeds(`h:${customer}`, LIMITS.maxHoldsPerCustomer)) ||
      (client !== undefined && exceeds(`h:~${client}`, LIMITS.maxHoldsPerClient))
    );
  }

  // What some tickets take from each of the books: their own, and that of the room.
  #demand(wanted: Wanted): Record<string, number> {
    const books: Record<string, number> = {};
    for (const [ticket, qty] of Object.entries(wanted)) {
      for (const book of this.inRoom.has(ticket) ? [ticket, ROOM] : [ticket]) {
        books[book] = (books[book] ?? 0) + qty;
      }
    }
    return books;
  }

  #bookOf(book: string): { held: number; sold: number } {
    const taken = (order: ModelOrder, tickets = order.wanted) => this.#demand(tickets)[book] ?? 0;
    const held = this.in('ho').reduce((count, order) => count + taken(order), 0);
    const sold = [...this.in('ckr'), ...this.archived].reduce((count, order) => {
      const back = order.refunds.filter(({ isRestocked }) => isRestocked);
      const kept = order.refunds.filter(({ isRestocked }) => !isRestocked);
      if (order.letter === 'c') return count + taken(order) - taken(order, ticketsIn(order, back));
      return 'kr'.includes(order.letter) ? count + taken(order, ticketsIn(order, kept)) : count;
    }, 0);
    return { held, sold };
  }

  #bought(eventId: string): Record<string, number> {
    const bought: Record<string, number> = {};
    const add = (field: string, count: number) => (bought[field] = (bought[field] ?? 0) + count);
    for (const order of this.in('hoc')) {
      if (order.eventId !== eventId) continue;
      const { customer, client, wanted, refunds } = order;
      const back = refunds.flatMap(({ tickets }) => tickets).length;
      if (customer !== undefined) add(customer, total(wanted) - back);
      if (customer !== undefined && order.letter !== 'c') add(`h:${customer}`, 1);
      if (client !== undefined && order.letter !== 'c') add(`h:~${client}`, 1);
    }
    return withoutZeros(bought);
  }

  /** What must be in Redis, without numbers that are zero. */
  expected() {
    const books = Object.entries(this.capacity).map(([book, capacity]) => {
      const { held, sold } = this.#bookOf(book);
      return [book, { capacity, remaining: capacity - held - sold, held, sold }] as const;
    });
    const all = [...this.orders.values(), ...this.archived];
    const count = (letters: string) => all.filter((order) => letters.includes(order.letter)).length;
    const ids = (letters: string) => this.in(letters).map(({ id }) => id);
    return {
      books: Object.fromEntries(books),
      counts: withoutZeros({
        placed: all.length,
        ...{ held: count('ho'), confirmed: count('c'), rejected: count('sblndf') },
        ...{ expired: count('x'), cancelled: count('k'), refunded: count('r') },
      }),
      bought: { show: this.#bought(SHOW), lecture: this.#bought(LECTURE) },
      used: withoutZeros({ TEN: this.#used('TEN'), CREW: this.#used('CREW') }),
      line: {
        places: Object.fromEntries(
          Object.entries(this.places).map(([place, { state, orderId, isOver }]) => {
            return [
              place,
              [state, orderId, isOver && state !== 'm' ? 'over' : ''].join(' ').trim(),
            ];
          }),
        ),
        turns: Object.keys(this.places)
          .filter((place) => this.places[place]?.state === 't')
          .toSorted(),
        served: Object.values(this.places).filter(({ state }) => state === 's').length,
      },
      holds: ids('h').toSorted(),
      payments: ids('o').toSorted(),
      backlog: this.in('p').length,
      orders: Object.fromEntries([...this.orders].map(([id, order]) => [id, headOf(order)])),
    };
  }
}

// Without times and deadlines.
function headOf({ letter, cause, customer, client, place, code, uses }: ModelOrder): string {
  const tags = [
    customer === undefined ? '' : `@${customer}`,
    client === undefined ? '' : `~${client}`,
    place === undefined ? '' : `!${place}`,
    code === undefined || uses === 0 ? '' : `+${code}.${uses}`,
  ];
  return [letter, cause === '' ? '' : `=${cause}`, ...tags].join('');
}

function ticketsIn({ wanted }: ModelOrder, refunds: ModelOrder['refunds']): Wanted {
  const lines = refunds.flatMap(({ tickets }) => tickets.map(([line]) => line));
  const counts = Object.keys(wanted).map((ticket, line) => {
    return [ticket, lines.filter((each) => each === line).length] as const;
  });
  return Object.fromEntries(counts);
}

export function withoutZeros(counts: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}

const has = (tickets: readonly Ticket[], ticket: Ticket): boolean =>
  tickets.some((other) => String(other) === String(ticket));

const total = (wanted: Wanted): number => Object.values(wanted).reduce((all, qty) => all + qty, 0);
