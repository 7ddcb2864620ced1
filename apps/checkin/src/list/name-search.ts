import type { ListedOrder } from '@onsale/contracts';
import type { ListedOrders } from './listed-orders.ts';

/** More than fit on a telephone are no help. */
const MOST_FOUND = 30;

export interface NamedTicket {
  order: ListedOrder;
  place: number;
}

/**
 * Tickets whose holder or buyer has all words of `text` in their name, however they are written; those whose names
 * begin with them first.
 */
export function searchNames(orders: ListedOrders, text: string): NamedTicket[] {
  const words = fold(text).split(' ').filter(Boolean);
  if (words.length === 0) return [];
  const found: (NamedTicket & { name: string; rank: number })[] = [];
  for (const [, { order }] of orders.entries()) {
    if (order === undefined) continue;
    const names = namesOf(order);
    if (!words.every((word) => names.all.includes(word))) continue;
    for (const [index, { place }] of order.tickets.entries()) {
      const name = names.each[index] ?? '';
      const rank = rankOf(name, names.buyer, words);
      if (rank !== undefined) found.push({ order, place, name, rank });
    }
  }
  found.sort((a, b) => a.rank - b.rank || compare(a.name, b.name) || a.place - b.place);
  return found.slice(0, MOST_FOUND).map(({ order, place }) => ({ order, place }));
}

// 0: the name of the holder has words that begin so. 1: that of the buyer has. 2: one of them has it somewhere.
function rankOf(holder: string, buyer: string, words: string[]): number | undefined {
  if (words.every((word) => ` ${holder}`.includes(` ${word}`))) return 0;
  if (words.every((word) => ` ${buyer}`.includes(` ${word}`))) return 1;
  if (words.every((word) => holder.includes(word) || buyer.includes(word))) return 2;
  return undefined;
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

interface Names {
  all: string;
  buyer: string;
  /** Of each ticket. */
  each: string[];
}

// An order that is told anew is another object.
const known = new WeakMap<ListedOrder, Names>();

function namesOf(order: ListedOrder): Names {
  let names = known.get(order);
  if (names === undefined) {
    const buyer = fold(order.buyer ?? '');
    const each = order.tickets.map(({ holder }) => (holder === undefined ? buyer : fold(holder)));
    names = { all: [buyer, ...each].join('\n'), buyer, each };
    known.set(order, names);
  }
  return names;
}

/** Orders whose names are made ready at a time, between which whoever scans is answered. */
const ORDERS_AT_A_TIME = 500;

/** Makes the names of a long list ready to be searched, so that the first search takes no seconds. */
export async function prepareNames(orders: ListedOrders, signal: AbortSignal): Promise<void> {
  let made = 0;
  for (const [, { order }] of orders.entries()) {
    if (order === undefined || known.has(order)) continue;
    namesOf(order);
    made += 1;
    if (made % ORDERS_AT_A_TIME > 0) continue;
    await new Promise((resolve) => setTimeout(resolve));
    if (signal.aborted) return;
  }
}

/** Small letters without marks: whoever types in a hurry types none. */
export function fold(name: string): string {
  if (IS_PLAIN.test(name))
    return name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, ' ')
      .trim();
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

// eslint-disable-next-line no-control-regex
const IS_PLAIN = /^[\x20-\x7e]*$/;

/** Those that are letters of their own, and no letters with marks. */
const LETTERS: Record<string, string> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' },
};
