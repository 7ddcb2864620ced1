import {
  type Ledger,
  newOrderId,
  type NewOrder,
  openLedger,
  type Order,
  placeOrders,
  readCounts,
  readOrder,
} from '@onsale/ledger';
import { checkSale, eventually, type SaleCheck, type System } from '@onsale/testing';

/** As many as one call takes. */
const BATCH = 256;

/** Orders that are held for some time, as if their event wanted a payment. */
export interface HeldOrders {
  ledger: Ledger;
  ids: readonly string[];
  /** How long each is held once it is settled. */
  holdMs: ReadonlyMap<string, number>;
}

/**
 * Places held orders of one ticket each, and waits until workers have settled all of them. A gateway
 * must have set up the stock.
 */
export async function holdOrders(
  system: System,
  { count, holdMs }: { count: number; holdMs: () => number },
): Promise<HeldOrders> {
  const ledger = await openLedger(system.connection, system.shards);
  const holds = new Map<string, number>();
  while (holds.size < count) {
    const size = Math.min(BATCH, count - holds.size);
    const orders = Array.from({ length: size }, () => heldOrder(holdMs()));
    const placements = await placeOrders(ledger, 0, { orders, maxBacklog: 1e9 });
    const refused = placements.find(({ outcome }) => outcome !== 'placed');
    if (refused !== undefined) throw new Error(`an order was not placed: ${refused.outcome}`);
    for (const { id, holdMs: ms = 0 } of orders) holds.set(id, ms);
  }
  await eventually(
    async () => await readCounts(ledger, 0),
    ({ held, expired }) => held + expired === count,
  );
  return { ledger, ids: [...holds.keys()], holdMs: holds };
}

/** A new order of one ticket that is to be held. */
export function heldOrder(holdMs: number): NewOrder {
  const id = newOrderId(0, Date.now());
  return {
    id,
    eventId: 'show',
    currency: 'EUR',
    customer: { name: 'Ada', email: `${id}@example.com` },
    paymentMethod: 'online',
    lines: [{ ticketId: 'seat', type: 'adult', qty: 1, unitMinor: 1000 }],
    totalMinor: 1000,
    holdMs,
  };
}

/** Orders of a system that are held at present. */
export async function countHeld(ledger: Ledger): Promise<number> {
  return (await readCounts(ledger, 0)).held;
}

/** All of these orders, as they are now. Throws when one is missing. */
export async function readOrders({ ledger, ids }: HeldOrders): Promise<Order[]> {
  const orders: Order[] = [];
  for (let i = 0; i < ids.length; i += BATCH) {
    const batch = ids.slice(i, i + BATCH).map(async (id) => await readOrder(ledger, id));
    for (const order of await Promise.all(batch)) {
      if (order === undefined) throw new Error('an order is missing');
      orders.push(order);
    }
  }
  return orders;
}

/** What became of the orders, once each of them has an outcome. */
export async function checkHeldOrders(system: System, { ids }: HeldOrders): Promise<SaleCheck> {
  const orders = new Map(ids.map((id) => [id, id]));
  return await checkSale(system, { orders, soldOut: 0, repeated: 0 });
}
