import type {
  EntranceRules,
  EntranceSettings,
  ListedCheckIn,
  ListedOrder,
  ScanAnswer,
  TicketAtEntrance,
} from '@onsale/contracts';
import { eventTagOf, signCode, type SigningKey, ticketTag, typeTagOf } from '@onsale/ticket-codes';
import type { At, EntranceCase, OrderName, Reading, TicketOf } from './cases.ts';

// The event of the table of cases, for whoever runs it: the rule, the office with its database, the app.

export type TypeId = 'standard' | 'child' | 'pass' | 'saturday' | 'vip';
export const TYPES: readonly TypeId[] = ['standard', 'child', 'pass', 'saturday', 'vip'];
export const EVENT_DAYS = 3;
/** It has no summer time, and no machine of ours is in it. */
export const TIME_ZONE = 'Asia/Tokyo';
const OFFSET = '+09:00';
const DAY_MS = 24 * 60 * 60 * 1000;

export interface WorldOrder {
  name: OrderName;
  orderId: string;
  buyer: string;
  status: 'confirmed' | 'refunded' | 'cancelled';
  tickets: readonly WorldTicket[];
}

export interface WorldTicket {
  type: TypeId;
  /** From 0. */
  line: number;
  /** In the line, from 1. */
  number: number;
  place: number;
  version: number;
  holder?: string;
  state: 'valid' | 'refunded' | 'cancelled';
}

export interface EntranceWorld {
  eventId: string;
  orders: readonly WorldOrder[];
  rules: EntranceRules;
  settings: EntranceSettings;
  /** When it starts and ends (ISO 8601). */
  startsAt: string;
  endsAt: string;
  momentMs(at: At): number;
  /** As devices keep it. */
  listed(order: WorldOrder): ListedOrder;
  listedCheckIns(of: EntranceCase): ListedCheckIn[];
  orderOf(ticket: TicketOf): WorldOrder;
  /** As its code names it; the newest version unless another is given. */
  tagOf(ticket: TicketOf, version?: number): string;
  /** What a camera reads. */
  codeOf(reading: Reading, keys: { ours: SigningKey; others: SigningKey }): string;
  /** The answer that a case expects. */
  expected(of: EntranceCase): ScanAnswer;
}

interface Written {
  buyer: string;
  status?: WorldOrder['status'];
  tickets: readonly { type: TypeId; holder?: string; version?: number; refunded?: true }[];
}

const ORDERS: Record<OrderName, Written> = {
  family: {
    buyer: 'Ada Lovelace',
    tickets: [
      { type: 'standard' },
      { type: 'standard', holder: 'Byron King' },
      { type: 'standard' },
      { type: 'child' },
    ],
  },
  single: { buyer: 'Zoë Ærø', tickets: [{ type: 'standard' }] },
  passes: { buyer: 'Grace Hopper', tickets: [{ type: 'pass' }, { type: 'pass' }] },
  mixed: { buyer: 'Alan Turing', tickets: [{ type: 'standard' }, { type: 'saturday' }] },
  vip: { buyer: 'Edsger Dijkstra', tickets: [{ type: 'vip' }] },
  partly: {
    buyer: 'Barbara Liskov',
    tickets: [{ type: 'standard', refunded: true }, { type: 'standard' }],
  },
  refunded: { buyer: 'Tony Hoare', status: 'refunded', tickets: [{ type: 'standard' }] },
  cancelled: { buyer: 'Niklaus Wirth', status: 'cancelled', tickets: [{ type: 'standard' }] },
  reissued: { buyer: 'Donald Knuth', tickets: [{ type: 'standard', version: 3 }] },
};

/** The event from `firstDay` (such as `2087-07-03`) on, with orders that are called as `orderId` says. */
export function entranceWorld(options: {
  eventId: string;
  firstDay: string;
  orderId?: (name: OrderName) => string;
  /** What let in before. */
  deviceName?: string;
}): EntranceWorld {
  const { eventId, firstDay, orderId = (name) => `s0-${name}`, deviceName } = options;
  const dayText = (day: number) =>
    new Date(Date.parse(`${firstDay}T00:00:00Z`) + day * DAY_MS).toISOString().slice(0, 10);
  const momentMs = ([day, time]: At) => Date.parse(`${dayText(day)}T${time}:00${OFFSET}`);
  const moment = (at: At) => new Date(momentMs(at)).toISOString();
  const orders = Object.entries(ORDERS).map(([name, written]) =>
    orderOfWorld(name as OrderName, orderId(name as OrderName), written),
  );
  const entrances = [
    { entranceId: 'north', name: 'North gate' },
    { entranceId: 'south', name: 'South gate' },
  ];
  const typeRules = [
    { ticketId: 'standard', admits: 'once' as const },
    { ticketId: 'child', admits: 'once' as const, note: 'Child: check age' },
    { ticketId: 'pass', admits: 'daily' as const },
    { ticketId: 'saturday', admits: 'once' as const, days: [dayText(1)] },
    { ticketId: 'vip', admits: 'once' as const, entranceIds: ['south'] },
  ];
  const opensAt = moment([0, '18:00']);
  const rules: EntranceRules = {
    ...{ eventId, eventName: 'Three days', timeZone: TIME_ZONE, dayStartsAt: '06:00', opensAt },
    days: Array.from({ length: EVENT_DAYS }, (_, day) => dayText(day)),
    types: typeRules.map((rule) => ({ ...rule, name: nameOf(rule.ticketId) })),
    entrances,
  };
  const orderOf = ([name]: TicketOf) => orders.find((order) => order.name === name)!;
  const ticketOf = (of: TicketOf) => orderOf(of).tickets.find(({ place }) => place === of[1])!;
  const tagOf = (of: TicketOf, version = ticketOf(of).version) => {
    const { line, number } = ticketOf(of);
    return ticketTag({ orderId: orderOf(of).orderId, line, number, version });
  };
  const describe = (of: TicketOf): TicketAtEntrance => {
    const { type, holder } = ticketOf(of);
    const note = typeRules.find(({ ticketId }) => ticketId === type)?.note;
    return {
      ...{ ticket: tagOf(of), ticketId: type, type: nameOf(type) },
      ...{ place: of[1], of: orderOf(of).tickets.length, name: holder ?? orderOf(of).buyer },
      ...(note === undefined ? {} : { note }),
    };
  };
  return {
    ...{ eventId, orders, rules, momentMs, orderOf, tagOf },
    settings: { entrances, types: typeRules, dayStartsAt: '06:00', opensAt, namesOnDevices: true },
    ...{ startsAt: moment([0, '20:00']), endsAt: moment([EVENT_DAYS - 1, '23:00']) },
    listed: (order) => ({
      ...{ order: order.name, buyer: order.buyer },
      tickets: order.tickets.map(({ place, type, holder, state, version }) => ({
        ...{ place, ticketId: type, ticket: tagOf([order.name, place]), state },
        ...(holder === undefined ? {} : { holder }),
        ...(version === 1 ? {} : { replaced: earlier(version).map(tagOfVersion(order, place)) }),
      })),
    }),
    listedCheckIns: ({ before = [] }) =>
      before
        .filter(({ isUndone }) => isUndone !== true)
        .map(({ ticket: [order, place], at, on, entranceId = 'north' }) => ({
          ...{ order, place, day: dayText(on ?? at[0]), at: moment(at), entranceId },
          ...(deviceName === undefined ? {} : { device: deviceName }),
        })),
    codeOf(reading, { ours, others }) {
      if ('code' in reading && reading.code === 'malformed') return 'https://example.org/menu';
      const of: TicketOf = 'ticket' in reading ? reading.ticket : ['single', 1];
      const how = 'code' in reading ? reading.code : undefined;
      const stranger = { orderId: 's0-elsewhere', line: 0, number: 1, version: 1 };
      const event = how === 'other_event' ? `${eventId}-2` : eventId;
      const code = signCode(how === 'unknown_key' ? others : ours, {
        event: eventTagOf(event),
        type: typeTagOf(event, ticketOf(of).type),
        ticket:
          how === 'not_in_list'
            ? ticketTag(stranger)
            : tagOf(of, 'ticket' in reading ? reading.version : undefined),
      });
      if (how === 'forged') return alter(code);
      return 'ticket' in reading && reading.as === 'scanner' ? `${code.toLowerCase()}\r\n` : code;
    },
    expected({ read, before = [], list, expect }) {
      const { kind, reason, mayLetIn, others, inBefore, days, entranceIds, isClosed } = expect;
      const isKnown = 'ticket' in read && list !== 'none';
      const record = inBefore === undefined ? undefined : before[inBefore];
      return {
        kind,
        ...(reason === undefined ? {} : { reason }),
        ...(isKnown ? { ticket: describe(read.ticket) } : {}),
        ...(record === undefined
          ? {}
          : {
              before: {
                ...{ day: dayText(record.on ?? record.at[0]), at: moment(record.at) },
                entranceId: record.entranceId ?? 'north',
                ...(deviceName === undefined ? {} : { device: deviceName }),
              },
            }),
        ...(days === undefined ? {} : { days: days.map(dayText) }),
        ...(entranceIds === undefined ? {} : { entranceIds: [...entranceIds] }),
        ...(isClosed === true ? { opensAt } : {}),
        mayLetIn: mayLetIn ?? false,
        ...(others === undefined || !('ticket' in read)
          ? {}
          : { others: others.map((place) => describe([read.ticket[0], place])) }),
      };
    },
  };

  function tagOfVersion({ name }: WorldOrder, place: number): (version: number) => string {
    return (version) => tagOf([name, place], version);
  }
}

/** An answer without what no table can say: how old the list is, and the milliseconds. */
export function comparable(answer: ScanAnswer): ScanAnswer {
  const { listAgeMs: _, before, ...rest } = answer;
  if (before === undefined) return rest;
  // The office knows when something was scanned from two clocks and the time between them.
  const at = new Date(Math.round(Date.parse(before.at) / 60_000) * 60_000).toISOString();
  return { ...rest, before: { ...before, at } };
}

function orderOfWorld(name: OrderName, orderId: string, written: Written): WorldOrder {
  const { buyer, status = 'confirmed', tickets } = written;
  const lines = [...new Set(tickets.map(({ type }) => type))];
  return {
    ...{ name, orderId, buyer, status },
    tickets: tickets.map(({ type, holder, version = 1, refunded }, index) => ({
      ...{ type, version, place: index + 1, line: lines.indexOf(type) },
      number: tickets.slice(0, index + 1).filter((each) => each.type === type).length,
      ...(holder === undefined ? {} : { holder }),
      state: refunded === true ? 'refunded' : status === 'confirmed' ? 'valid' : status,
    })),
  };
}

const nameOf = (type: string) => `${type[0]?.toUpperCase()}${type.slice(1)}`;

const earlier = (version: number) => Array.from({ length: version - 1 }, (_, index) => index + 1);

// In the signature.
function alter(code: string): string {
  const middle = code.length - 20;
  return `${code.slice(0, middle)}${code[middle] === 'A' ? 'B' : 'A'}${code.slice(middle + 1)}`;
}
