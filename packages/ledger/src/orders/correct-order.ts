import { hash } from 'node:crypto';
import type { Ledger } from '../ledger.ts';
import { findObstacle, holderOf, ticketsLeft } from './change-order.ts';
import { type Finish, finishOrders } from './finish.ts';
import type { OrderExtras, TicketPosition } from './order-extras.ts';
import { parseOrderId } from './order-id.ts';
import { changeRecord, tailOf } from './order-record.ts';
import { type Order, readOrderRecord, toOrder } from './order.ts';

// What the seller's team corrects in an order at the wish of its buyer. No ticket and no money moves.

/** What an order is to say; what is left out stays as it is. */
export interface Correction {
  /** With another address also what the customer is known by, where the order says that (`customerKey`). */
  customer?: { name: string; email: string; key?: string | undefined };
  answers?: NonNullable<OrderExtras['answers']>;
  /** Names on tickets, only of a confirmed order: a ticket with a new name has a new version. */
  holders?: readonly { ticket: TicketPosition; name: string }[];
  /** Tickets that are issued again, only of a confirmed order: each has a new version. */
  reissued?: readonly TicketPosition[];
}

/** `changed`: the order is not as it was read. */
export type CorrectionResult = Finish | 'no-such-ticket' | 'ticket-refunded';

const VERSION_CHARACTERS = 22;

/** What an order looks like: another one after each change. */
export function orderVersion(record: string): string {
  return hash('sha256', record, 'base64url').slice(0, VERSION_CHARACTERS);
}

/**
 * Corrects an order that is held or confirmed, if it is as it was read: `version` is that of the record. The
 * limit of its customer goes with it to another address, and is not asked. With nothing to correct,
 * `already`.
 */
export async function correctOrder(
  ledger: Ledger,
  orderId: string,
  { correction, version, cause }: { correction: Correction; version: string; cause: string },
): Promise<CorrectionResult> {
  const shard = parseOrderId(orderId, ledger.shards)?.shard;
  const record = shard === undefined ? undefined : await readOrderRecord(ledger, orderId);
  if (shard === undefined || record === undefined) return 'no-such-order';
  if (orderVersion(record) !== version) return 'changed';
  const order = toOrder(ledger, orderId, record);
  const obstacle = obstacleTo(order, correction);
  if (obstacle !== undefined) return obstacle;
  const after = corrected(record, order, correction);
  if (after === record) return 'already';
  const { key } = correction.customer ?? {};
  const change = {
    ...{ before: tailOf(record), after: tailOf(after), restock: '', returned: 0 },
    ...(key === undefined ? {} : { customerKey: key }),
  };
  const [finish = 'changed'] = await finishOrders(ledger, shard, [
    { orderId, step: 'correct', cause, change },
  ]);
  return finish;
}

function obstacleTo(order: Order, { holders, reissued }: Correction): CorrectionResult | undefined {
  const isOfTickets = holders !== undefined || reissued !== undefined;
  if (order.status !== 'confirmed' && (isOfTickets || order.status !== 'held')) {
    return { refused: order.status };
  }
  const tickets = [...(holders ?? []).map(({ ticket }) => ticket), ...(reissued ?? [])];
  return findObstacle(order, tickets, ticketsLeft(order));
}

function corrected(record: string, order: Order, correction: Correction) {
  const { customer, answers, holders, reissued } = correction;
  const extras: OrderExtras = { ...order.extras };
  if (answers !== undefined) extras.answers = answers;
  if (extras.answers?.length === 0) delete extras.answers;
  const renamed = holders?.filter(({ ticket, name }) => holderOf(order, ticket).name !== name);
  const again = reissued?.map((ticket) => ({ ticket, name: holderOf(order, ticket).name }));
  const named = withNewVersions(order, [...(renamed ?? []), ...(again ?? [])]);
  if (named !== undefined) extras.holders = named;
  const { name, email } = customer ?? order.customer;
  return changeRecord(record, ([head, items, total, currency, eventId, , , method, , ...newer]) => {
    return [head, items, total, currency, eventId, name, email, method, extras, ...newer];
  });
}

function withNewVersions(
  order: Order,
  tickets: readonly { ticket: TicketPosition; name: string }[],
): OrderExtras['holders'] {
  let holders = order.extras?.holders;
  for (const { ticket, name } of tickets) {
    const [line, number] = ticket;
    const others = holders?.filter((other) => other[0] !== line || other[1] !== number) ?? [];
    holders = [...others, [line, number, name, holderOf(order, ticket).version + 1]];
  }
  return holders;
}
