import { COUNTED_STATUSES } from '../orders/read-counts.ts';
import { checkBooks } from '../stock/check-stock.ts';
import type { Range } from './moving-range.ts';
import { Ranges } from './moving-range.ts';
import type { ShardBooks } from './shard-books.ts';
import type { OrderTally } from './tally-orders.ts';

/** Receives a sentence for each problem, by a name under which it is known if it is found again. */
export type Problems = Map<string, string>;

/** What an audit has read of a shard: its books before and after all of its orders. */
export interface ShardReading {
  before: ShardBooks;
  after: ShardBooks;
  tally: OrderTally;
}

/** Compares the books of ticket types and pools with the orders, archived ones included. */
export function checkBooksOfShard(reading: ShardReading, problems: Problems): void {
  const { before, tally } = reading;
  checkInvariants(reading, problems);
  const inPools = { held: new Ranges(), sold: new Ranges() };
  const tickets = new Set([
    ...before.stock.keys(),
    ...before.archive.sold.keys(),
    ...(['held', 'sold'] as const).flatMap((book) => [...tally.began.tickets[book].byName.keys()]),
  ]);
  for (const ticketId of tickets) {
    const stock = before.stock.get(ticketId) ?? before.archive.books.get(ticketId);
    for (const book of ['sold', 'held'] as const) {
      const range = rangeOf(reading, ticketId, book);
      const pool = before.poolOf.get(ticketId);
      if (pool !== undefined) inPools[book].addRange(pool, range);
      const name = `${book} ${ticketId}`;
      if (stock === undefined) {
        // An event that is created during the audit is not in the books that were read before.
        const isNew = reading.after.stock.has(ticketId);
        if (range.least === 0 || isNew) continue;
        problems.set(name, `ticket ${ticketId}: ${range.least} ${book}, but it has no books`);
      } else if (!isWithin(stock[book], range)) {
        const kind = book === 'sold' ? 'confirmed' : book;
        problems.set(
          name,
          `ticket ${ticketId}: ${kind} orders hold ${nearest(stock[book], range)}, but the books say ${stock[book]} ${book}`,
        );
      }
    }
  }
  checkPools(reading, inPools, problems);
}

function checkInvariants({ after }: ShardReading, problems: Problems): void {
  const named = [
    ...Array.from(after.stock, ([id, stock]) => [`ticket ${id}`, stock] as const),
    ...Array.from(after.pools, ([id, stock]) => [`pool ${id}`, stock] as const),
    ...Array.from(after.archive.books, ([id, stock]) => [`archived ${id}`, stock] as const),
  ];
  for (const [name, stock] of named) {
    for (const problem of checkBooks(name, stock)) problems.set(problem, problem);
  }
  for (const ticketId of after.archive.books.keys()) {
    if (!after.stock.has(ticketId)) continue;
    problems.set(
      `twice ${ticketId}`,
      `ticket ${ticketId} was archived with its event, but has books again`,
    );
  }
}

function checkPools(
  { before }: ShardReading,
  inPools: Record<'held' | 'sold', Ranges>,
  problems: Problems,
): void {
  const pools = new Set([...before.pools.keys(), ...before.poolOf.values()]);
  for (const pool of pools) {
    const stock = before.pools.get(pool);
    for (const book of ['sold', 'held'] as const) {
      const range = inPools[book].of(pool);
      const value = stock?.[book] ?? 0;
      if (isWithin(value, range)) continue;
      const found = nearest(value, range);
      problems.set(
        `${book} ${pool}`,
        `pool ${pool}: orders of its ticket types have ${found} ${book}, but the books say ${value}`,
      );
    }
  }
}

/** Compares the numbers of orders with those that the scripts counted. */
export function checkCounts({ before, after, tally }: ShardReading, problems: Problems): void {
  for (const status of COUNTED_STATUSES) {
    const value = before.counts.get(status) ?? 0;
    const { least, most } = tally.began.byStatus.of(status);
    const range = {
      least: least + (before.archive.orders.get(status) ?? 0),
      most: most + (after.archive.orders.get(status) ?? 0),
    };
    if (isWithin(value, range)) continue;
    const found = nearest(value, range);
    problems.set(
      `count ${status}`,
      `${found} orders were ${status}, but the counter says ${value}`,
    );
  }
  const archived = ({ archive }: ShardBooks) =>
    archive.orders.values().reduce((sum, orders) => sum + orders, 0);
  const [least, most] = [before.counts.get('placed') ?? 0, after.counts.get('placed') ?? 0];
  if (tally.total + archived(after) < least || tally.total + archived(before) > most) {
    const found = tally.total + archived(after);
    problems.set('count placed', `${found} orders were placed, but the counter says ${most}`);
  }
}

/** Compares what customers have of an event that limits them with their orders. */
export function checkLimits({ before, tally }: ShardReading, problems: Problems): void {
  for (const eventId of new Set([...before.bought.keys(), ...tally.began.bought.keys()])) {
    const counted = before.bought.get(eventId) ?? new Map<string, number>();
    const found = tally.began.bought.get(eventId) ?? new Ranges();
    for (const field of new Set([...counted.keys(), ...found.byName.keys()])) {
      const value = counted.get(field) ?? 0;
      const range = found.of(field);
      if (isWithin(value, range)) continue;
      const [who, what] = describeField(field);
      problems.set(
        `bought ${eventId} ${field}`,
        `event ${eventId}: ${who} has ${nearest(value, range)} ${what} by the orders, but ${value} are counted for the limit`,
      );
    }
  }
}

/** Compares how often codes were used with the orders that name them. */
export function checkCodes({ before, tally }: ShardReading, problems: Problems): void {
  for (const eventId of new Set([...before.codes.keys(), ...tally.began.codes.keys()])) {
    const counted = before.codes.get(eventId) ?? new Map<string, number>();
    const found = tally.began.codes.get(eventId) ?? new Ranges();
    for (const code of new Set([...counted.keys(), ...found.byName.keys()])) {
      const value = counted.get(code) ?? 0;
      const range = found.of(code);
      if (isWithin(value, range)) continue;
      problems.set(
        `code ${eventId} ${code}`,
        `event ${eventId}: orders use the code ${code} ${nearest(value, range)} times, but ${value} uses are counted`,
      );
    }
  }
}

// The names are pseudonyms already; a part of one is enough to find its field.
function describeField(field: string): [who: string, what: string] {
  if (field.startsWith('h:~')) return [`address ${field.slice(3, 11)}`, 'held orders'];
  if (field.startsWith('h:')) return [`customer ${field.slice(2, 10)}`, 'held orders'];
  return [`customer ${field.slice(0, 8)}`, 'tickets'];
}

function rangeOf({ before, after, tally }: ShardReading, ticketId: string, book: 'held' | 'sold') {
  const range = tally.began.tickets[book].of(ticketId);
  if (book === 'held') return range;
  return {
    least: range.least + (before.archive.sold.get(ticketId) ?? 0),
    most: range.most + (after.archive.sold.get(ticketId) ?? 0),
  };
}

function isWithin(value: number, { least, most }: Range): boolean {
  return value >= least && value <= most;
}

function nearest(value: number, { least, most }: Range): number {
  return value < least ? least : most;
}
