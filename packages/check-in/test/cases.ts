import type { AnswerKind, AnswerReason } from '@onsale/contracts';

// What is decided at the entrance, case by case. The rule alone, the office with its database, and the app in a
// browser are each driven through this table: whoever changes one of them changes the same for all. The event, which
// has three days and opens at 18:00 on the first, is in entrance-world.ts.

/** A day of the event, from 0, and a time by its clock. */
export type At = readonly [day: number, time: string];

/**
 * `family`: three standard, one with a holder, and a child. `single`: one standard. `passes`: two that admit daily.
 * `mixed`: a standard, and one for the second day. `vip`: one for the south gate. `partly`: two, of which the first
 * was refunded. `reissued`: one in its third version.
 */
export type OrderName =
  | 'family'
  | 'single'
  | 'passes'
  | 'mixed'
  | 'vip'
  | 'partly'
  | 'refunded'
  | 'cancelled'
  | 'reissued';

export type TicketOf = readonly [order: OrderName, place: number];

/** The code of a ticket, a ticket that was found by name, or a code that is of no ticket in the list. */
export type Reading =
  | { ticket: TicketOf; version?: number; as?: 'scanner' | 'name' }
  | { code: 'malformed' | 'unknown_key' | 'forged' | 'other_event' | 'not_in_list' };

export interface EntranceCase {
  name: string;
  read: Reading;
  /** Default: 20:00 on the first day. */
  at?: At;
  /** Default: north. */
  entranceId?: 'north' | 'south';
  /** What was let in before; `on`: the day of the event that it counted for, where the date is another. */
  before?: readonly {
    ticket: TicketOf;
    at: At;
    on?: number;
    entranceId?: 'north' | 'south';
    isUndone?: true;
  }[];
  /** Of a device: that it has no list, or one so old. The office always has it. */
  list?: 'none' | { ageMs: number };
  expect: Expected;
}

export interface Expected {
  kind: AnswerKind;
  reason?: AnswerReason;
  /** Default: no. */
  mayLetIn?: boolean;
  /** Places of the others of the order who would be welcome. */
  others?: readonly number[];
  /** Which one of `before` it tells of. */
  inBefore?: number;
  days?: readonly number[];
  entranceIds?: readonly string[];
  /** Whether it tells when it opens. */
  isClosed?: true;
}

const HOUR_MS = 60 * 60 * 1000;

export const CASES: readonly EntranceCase[] = [
  {
    name: 'a ticket is welcome',
    read: { ticket: ['single', 1] },
    expect: { kind: 'welcome' },
  },
  {
    name: 'the others of its order may come with it',
    read: { ticket: ['family', 1] },
    expect: { kind: 'welcome', others: [2, 3, 4] },
  },
  {
    name: 'a ticket is called by its holder, and a note is shown',
    read: { ticket: ['family', 4] },
    expect: { kind: 'welcome', others: [1, 2, 3] },
  },
  {
    name: 'others who are in are not offered',
    read: { ticket: ['family', 2] },
    before: [
      { ticket: ['family', 1], at: [0, '19:00'] },
      { ticket: ['family', 4], at: [0, '19:01'] },
    ],
    expect: { kind: 'welcome', others: [3] },
  },
  {
    name: 'others who are not admitted today are not offered',
    read: { ticket: ['mixed', 1] },
    expect: { kind: 'welcome' },
  },
  {
    name: 'others who were refunded are not offered',
    read: { ticket: ['partly', 2] },
    expect: { kind: 'welcome' },
  },
  {
    name: 'small letters and an end of line are what scanners type',
    read: { ticket: ['single', 1], as: 'scanner' },
    expect: { kind: 'welcome' },
  },
  {
    name: 'whoever has lost the telephone is found by name',
    read: { ticket: ['family', 2], as: 'name' },
    expect: { kind: 'welcome', others: [1, 3, 4] },
  },

  {
    name: 'a ticket admits once',
    read: { ticket: ['single', 1] },
    before: [{ ticket: ['single', 1], at: [0, '19:40'] }],
    expect: { kind: 'already_in', inBefore: 0 },
  },
  {
    name: 'a ticket that was let in elsewhere is in',
    read: { ticket: ['single', 1] },
    before: [{ ticket: ['single', 1], at: [0, '19:40'], entranceId: 'south' }],
    expect: { kind: 'already_in', inBefore: 0 },
  },
  {
    name: 'a ticket found by name that is in',
    read: { ticket: ['single', 1], as: 'name' },
    before: [{ ticket: ['single', 1], at: [0, '19:40'] }],
    expect: { kind: 'already_in', inBefore: 0 },
  },
  {
    name: 'a ticket that admits once does not on the next day either',
    read: { ticket: ['single', 1] },
    at: [1, '20:00'],
    before: [{ ticket: ['single', 1], at: [0, '20:00'] }],
    expect: { kind: 'already_in', inBefore: 0 },
  },
  {
    name: 'another ticket of the order is not it',
    read: { ticket: ['family', 3] },
    before: [{ ticket: ['family', 1], at: [0, '19:00'] }],
    expect: { kind: 'welcome', others: [2, 4] },
  },
  {
    name: 'what was taken back admits again',
    read: { ticket: ['single', 1] },
    before: [{ ticket: ['single', 1], at: [0, '19:40'], isUndone: true }],
    expect: { kind: 'welcome' },
  },
  {
    name: 'a pass admits on the second day as well',
    read: { ticket: ['passes', 1] },
    at: [1, '20:00'],
    before: [{ ticket: ['passes', 1], at: [0, '20:00'] }],
    expect: { kind: 'welcome', others: [2] },
  },
  {
    name: 'a pass admits once a day',
    read: { ticket: ['passes', 1] },
    at: [1, '21:00'],
    before: [
      { ticket: ['passes', 1], at: [0, '20:00'] },
      { ticket: ['passes', 1], at: [1, '20:00'] },
    ],
    expect: { kind: 'already_in', inBefore: 1 },
  },
  {
    name: 'the small hours belong to the day before',
    read: { ticket: ['passes', 2] },
    at: [1, '05:59'],
    before: [{ ticket: ['passes', 2], at: [0, '23:30'] }],
    expect: { kind: 'already_in', inBefore: 0 },
  },
  {
    name: 'whoever came in the small hours came on the day before',
    read: { ticket: ['passes', 2] },
    at: [1, '06:00'],
    before: [{ ticket: ['passes', 2], at: [1, '02:00'], on: 0 }],
    expect: { kind: 'welcome', others: [1] },
  },

  {
    name: 'a ticket of another day',
    read: { ticket: ['mixed', 2] },
    expect: { kind: 'not_valid', reason: 'other_day', mayLetIn: true, days: [1] },
  },
  {
    name: 'a ticket of this day',
    read: { ticket: ['mixed', 2] },
    at: [1, '12:00'],
    expect: { kind: 'welcome', others: [1] },
  },
  {
    name: 'after the last day',
    read: { ticket: ['single', 1] },
    at: [3, '12:00'],
    expect: { kind: 'not_valid', reason: 'other_day', mayLetIn: true, days: [0, 1, 2] },
  },
  {
    name: 'a ticket of another entrance',
    read: { ticket: ['vip', 1] },
    expect: {
      kind: 'not_valid',
      reason: 'other_entrance',
      mayLetIn: true,
      entranceIds: ['south'],
    },
  },
  {
    name: 'a ticket at its entrance',
    read: { ticket: ['vip', 1] },
    entranceId: 'south',
    expect: { kind: 'welcome' },
  },
  {
    name: 'before it opens',
    read: { ticket: ['single', 1] },
    at: [0, '17:59'],
    expect: { kind: 'not_yet', mayLetIn: true, isClosed: true },
  },
  {
    name: 'the evening before',
    read: { ticket: ['single', 1] },
    at: [-1, '20:00'],
    expect: { kind: 'not_yet', mayLetIn: true, isClosed: true },
  },
  {
    name: 'of another day, before it opens',
    read: { ticket: ['mixed', 2] },
    at: [-1, '20:00'],
    expect: { kind: 'not_valid', reason: 'other_day', mayLetIn: true, days: [1] },
  },
  {
    name: 'when it opens',
    read: { ticket: ['single', 1] },
    at: [0, '18:00'],
    expect: { kind: 'welcome' },
  },

  {
    name: 'a ticket that was refunded',
    read: { ticket: ['partly', 1] },
    expect: { kind: 'not_valid', reason: 'refunded' },
  },
  {
    name: 'an order that was refunded',
    read: { ticket: ['refunded', 1] },
    expect: { kind: 'not_valid', reason: 'refunded' },
  },
  {
    name: 'an order that was refunded, found by name',
    read: { ticket: ['refunded', 1], as: 'name' },
    expect: { kind: 'not_valid', reason: 'refunded' },
  },
  {
    name: 'an order that was cancelled',
    read: { ticket: ['cancelled', 1] },
    expect: { kind: 'not_valid', reason: 'cancelled' },
  },
  {
    name: 'the first version of a ticket that was replaced',
    read: { ticket: ['reissued', 1], version: 1 },
    expect: { kind: 'not_valid', reason: 'replaced' },
  },
  {
    name: 'the second version of a ticket that was replaced again',
    read: { ticket: ['reissued', 1], version: 2 },
    expect: { kind: 'not_valid', reason: 'replaced' },
  },
  {
    name: 'the newest version of a ticket',
    read: { ticket: ['reissued', 1], version: 3 },
    expect: { kind: 'welcome' },
  },

  {
    name: 'no code of a ticket',
    read: { code: 'malformed' },
    expect: { kind: 'not_valid', reason: 'malformed' },
  },
  {
    name: 'a code of another shop',
    read: { code: 'unknown_key' },
    expect: { kind: 'not_valid', reason: 'unknown_key' },
  },
  {
    name: 'a code that was altered',
    read: { code: 'forged' },
    expect: { kind: 'not_valid', reason: 'forged' },
  },
  {
    name: 'a ticket of another event',
    read: { code: 'other_event' },
    expect: { kind: 'not_valid', reason: 'other_event' },
  },
  {
    name: 'a good code of a ticket that nobody knows',
    read: { code: 'not_in_list' },
    expect: { kind: 'undecided', reason: 'not_in_list', mayLetIn: true },
  },

  {
    name: 'a device without a list',
    read: { ticket: ['single', 1] },
    list: 'none',
    expect: { kind: 'undecided', reason: 'no_list', mayLetIn: true },
  },
  {
    name: 'a list of an hour ago',
    read: { ticket: ['single', 1] },
    list: { ageMs: HOUR_MS },
    expect: { kind: 'welcome' },
  },
  {
    name: 'a list of yesterday',
    read: { ticket: ['single', 1] },
    list: { ageMs: 25 * HOUR_MS },
    expect: { kind: 'undecided', reason: 'old_list', mayLetIn: true },
  },
  {
    name: 'a list of yesterday that knows who was in',
    read: { ticket: ['single', 1] },
    before: [{ ticket: ['single', 1], at: [0, '19:00'] }],
    list: { ageMs: 25 * HOUR_MS },
    expect: { kind: 'already_in', inBefore: 0 },
  },
  {
    name: 'a list of yesterday that knows what was refunded',
    read: { ticket: ['refunded', 1] },
    list: { ageMs: 25 * HOUR_MS },
    expect: { kind: 'not_valid', reason: 'refunded' },
  },
  {
    name: 'a list of yesterday without the key of a code',
    read: { code: 'unknown_key' },
    list: { ageMs: 25 * HOUR_MS },
    expect: { kind: 'undecided', reason: 'old_list', mayLetIn: true },
  },
  {
    name: 'a list of yesterday without the ticket',
    read: { code: 'not_in_list' },
    list: { ageMs: 25 * HOUR_MS },
    expect: { kind: 'undecided', reason: 'old_list', mayLetIn: true },
  },
  {
    name: 'a list of yesterday, and a code that was altered',
    read: { code: 'forged' },
    list: { ageMs: 25 * HOUR_MS },
    expect: { kind: 'not_valid', reason: 'forged' },
  },
];
