import type { Ledger } from '../ledger.ts';
import { type Finish, finishOrders, type FinishStep } from './finish.ts';
import { packItems } from './items.ts';
import { type OrderExtras, refundedTickets, type TicketPosition } from './order-extras.ts';
import { parseOrderId } from './order-id.ts';
import { tailOf, tailWith } from './order-record.ts';
import { type Order, readOrderRecord, toOrder } from './order.ts';

// What is done with one order by a person or a program of the office: the order is read, the change is
// computed, and finish makes it only if the record is still the same.

/** The result of a change; `changed` only if the record was different at each of many attempts. */
export type OrderChangeResult =
  | Finish
  /** The order has no such ticket. */
  | 'no-such-ticket'
  /** A ticket was refunded before, by another refund. */
  | 'ticket-refunded'
  /** More than the order cost, with all refunds. */
  | 'too-much';

/** The cause of a name that a buyer put on a ticket. */
export const HOLDER_NAMED = 'buyer:holder';

/** Another change in between is rare, and ten in a row mean that something is wrong. */
const MAX_ATTEMPTS = 10;

/**
 * Cancels a held order, or a confirmed one for which nothing was paid. Its tickets go back on sale
 * unless `restock` is false, which only a confirmed order allows.
 */
export async function cancelOrder(
  ledger: Ledger,
  orderId: string,
  { cause, restock = true }: { cause: string; restock?: boolean },
): Promise<Finish> {
  const step = { orderId, step: 'cancel', cause } as const;
  return (await changeOrder(ledger, orderId, (order, record) => {
    if (restock || order.status !== 'confirmed') return step;
    const tickets = ticketsLeft(order);
    const refund = { id: cause, atMs: Date.now(), amountMinor: 0, tickets, restocked: false };
    const refunds = [...(order.extras?.refunds ?? []), refund];
    const after = tailWith(record, { ...order.extras, refunds });
    const change = { before: tailOf(record), after, restock: '', returned: tickets.length };
    return { ...step, change };
  })) as Finish;
}

/**
 * Notes a refund in a confirmed order, which is refunded when no ticket is left. A refund with an id
 * that the order has is `already` there. The tickets, by default all that are left, go back on sale
 * unless `restock` is false; with no tickets, only money goes back. Throws `RangeError` when the
 * amount is not a number of minor units.
 */
export async function refundTickets(
  ledger: Ledger,
  orderId: string,
  refund: {
    id: string;
    tickets?: readonly TicketPosition[];
    amountMinor: number;
    restock?: boolean;
  },
): Promise<OrderChangeResult> {
  const { id, amountMinor, restock = true } = refund;
  if (!Number.isSafeInteger(amountMinor) || amountMinor < 0) {
    throw new RangeError(`${amountMinor} is not an amount in minor units`);
  }
  return await changeOrder(ledger, orderId, (order, record) => {
    const { extras = {} } = order;
    const { refunds = [] } = extras;
    if (refunds.some((earlier) => earlier.id === id)) return 'already';
    if (order.status !== 'confirmed') return { refused: order.status };
    const left = ticketsLeft(order);
    const tickets = refund.tickets ?? left;
    const obstacle = findObstacle(order, tickets, left);
    if (obstacle !== undefined) return obstacle;
    const before = refunds.reduce((sum, earlier) => sum + earlier.amountMinor, 0);
    if (before + amountMinor > order.totalMinor) return 'too-much';
    const noted = { id, atMs: Date.now(), amountMinor, tickets, restocked: restock };
    return {
      orderId,
      step: tickets.length === left.length ? 'refund' : 'amend',
      cause: id,
      change: {
        before: tailOf(record),
        after: tailWith(record, { ...extras, refunds: [...refunds, noted] }),
        restock: restock ? packTickets(order, tickets) : '',
        returned: tickets.length,
      },
    };
  });
}

/** Puts a name on a ticket of a confirmed order; the ticket gets a new version with a new name. */
export async function nameHolder(
  ledger: Ledger,
  orderId: string,
  { ticket, name, cause }: { ticket: TicketPosition; name: string; cause: string },
): Promise<OrderChangeResult> {
  return await changeHolder(ledger, orderId, { ticket, cause }, (holder) =>
    holder.name === name ? undefined : { name, version: holder.version + 1 },
  );
}

/**
 * Issues a ticket of a confirmed order again, which makes earlier copies invalid. `version` is the
 * one that is replaced: if the ticket has a later one, this has been done before.
 */
export async function reissueTicket(
  ledger: Ledger,
  orderId: string,
  { ticket, version, cause }: { ticket: TicketPosition; version: number; cause: string },
): Promise<OrderChangeResult> {
  return await changeHolder(ledger, orderId, { ticket, cause }, (holder) =>
    holder.version > version ? undefined : { ...holder, version: version + 1 },
  );
}

/** The name on a ticket ("" for none) and its version. */
export function holderOf(
  { extras = {} }: Pick<Order, 'extras'>,
  [line, number]: TicketPosition,
): { name: string; version: number } {
  const found = extras.holders?.find((holder) => holder[0] === line && holder[1] === number);
  return found === undefined ? { name: '', version: 1 } : { name: found[2], version: found[3] };
}

async function changeHolder(
  ledger: Ledger,
  orderId: string,
  { ticket, cause }: { ticket: TicketPosition; cause: string },
  change: (holder: ReturnType<typeof holderOf>) => ReturnType<typeof holderOf> | undefined,
): Promise<OrderChangeResult> {
  return await changeOrder(ledger, orderId, (order, record) => {
    if (order.status !== 'confirmed') return { refused: order.status };
    const obstacle = findObstacle(order, [ticket], ticketsLeft(order));
    if (obstacle !== undefined) return obstacle;
    const holder = change(holderOf(order, ticket));
    if (holder === undefined) return 'already';
    const { extras = {} } = order;
    const others = extras.holders?.filter((other) => !isSame(other, ticket)) ?? [];
    const [line, number] = ticket;
    const holders: OrderExtras['holders'] = [
      ...others,
      [line, number, holder.name, holder.version],
    ];
    const after = tailWith(record, { ...extras, holders });
    const amended = { before: tailOf(record), after, restock: '', returned: 0 };
    return { orderId, step: 'amend', cause, change: amended };
  });
}

async function changeOrder(
  ledger: Ledger,
  orderId: string,
  decide: (order: Order, record: string) => FinishStep | OrderChangeResult,
): Promise<OrderChangeResult> {
  const shard = parseOrderId(orderId, ledger.shards)?.shard;
  if (shard === undefined) return 'no-such-order';
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const record = await readOrderRecord(ledger, orderId);
    if (record === undefined) return 'no-such-order';
    const decided = decide(toOrder(ledger, orderId, record), record);
    if (typeof decided === 'string' || 'refused' in decided) return decided;
    const [finish = 'changed'] = await finishOrders(ledger, shard, [decided]);
    if (finish !== 'changed') return finish;
  }
  return 'changed';
}

/** The tickets of an order that were not refunded. */
export function ticketsLeft(order: Order): TicketPosition[] {
  const gone = refundedTickets(order.extras ?? {});
  const all = order.lines.flatMap(({ qty }, line) =>
    Array.from({ length: qty }, (_, i) => [line, i + 1] as const),
  );
  return all.filter((ticket) => !gone.some((other) => isSame(other, ticket)));
}

/** Why these tickets can't be refunded or changed; undefined when they can. */
export function findObstacle(
  order: Order,
  tickets: readonly TicketPosition[],
  left: readonly TicketPosition[],
): 'no-such-ticket' | 'ticket-refunded' | undefined {
  const named = new Set(tickets.map(String));
  const exist = tickets.every(([line, number]) => {
    return Number.isInteger(number) && number >= 1 && number <= (order.lines[line]?.qty ?? 0);
  });
  if (!exist || named.size < tickets.length) return 'no-such-ticket';
  const all = tickets.every((ticket) => left.some((other) => isSame(other, ticket)));
  return all ? undefined : 'ticket-refunded';
}

function packTickets(order: Order, tickets: readonly TicketPosition[]): string {
  const lines = order.lines.map((line, i) => {
    return { ...line, qty: tickets.filter(([of]) => of === i).length };
  });
  return packItems(lines.filter(({ qty }) => qty > 0));
}

function isSame(one: readonly [number, number, ...unknown[]], other: TicketPosition): boolean {
  return one[0] === other[0] && one[1] === other[1];
}
