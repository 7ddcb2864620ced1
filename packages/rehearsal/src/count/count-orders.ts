import type { Order, OrderTickets, TicketKey } from '@onsale/contracts';
import type { Door } from '@onsale/crowd';
import { verifyCode } from '@onsale/ticket-codes/verify';
import { setTimeout as delay } from 'node:timers/promises';
import type { GivenTicket, ShownOrder } from '../evidence.ts';
import { inParallel } from './in-parallel.ts';

const AT_ONCE = 64;
const LOOKS_AGAIN_MS = 500;
const TRIES = 5;
const OPEN = new Set(['pending', 'held']);

/** What the shop's pages say of these orders once they have an outcome, or at the deadline. */
export async function countOrders(
  door: Pick<Door, 'ask'>,
  orderIds: readonly string[],
  { deadlineMs, signal }: { deadlineMs: number; signal: AbortSignal },
): Promise<Map<string, ShownOrder>> {
  const shown = new Map<string, ShownOrder>();
  let open = [...orderIds];
  while (open.length > 0 && !signal.aborted) {
    await inParallel(open, AT_ONCE, async (id) => {
      const order = await insist<Order>(door, { for: 'outcome', path: `/orders/${id}` });
      if (order === undefined) return;
      shown.set(id, { status: order.status, totalMinor: minorOf(order.grandTotal) });
    });
    open = open.filter((id) => OPEN.has(shown.get(id)?.status ?? 'held'));
    if (open.length === 0 || performance.now() > deadlineMs) break;
    await delay(LOOKS_AGAIN_MS);
  }
  return shown;
}

/** The tickets that the buyers of these orders are given, each checked by the keys that the shop publishes. */
export async function countTickets(
  door: Pick<Door, 'ask'>,
  confirmed: readonly string[],
  { url, eventId }: { url: string; eventId: string },
): Promise<Map<string, GivenTicket[]> | undefined> {
  const keys = await readKeys(url);
  if (keys === undefined) return undefined;
  const tickets = new Map<string, GivenTicket[]>();
  await inParallel(confirmed, AT_ONCE, async (id) => {
    const given = await insist<OrderTickets>(door, {
      for: 'tickets',
      path: `/orders/${id}/tickets`,
    });
    const checked: GivenTicket[] = [];
    for (const { code, state } of given?.tickets ?? []) {
      if (code === undefined || state !== 'valid') continue;
      const { ok } = await verifyCode(code, keys, { eventId });
      checked.push({ code, isSigned: ok });
    }
    tickets.set(id, checked);
  });
  return tickets;
}

async function readKeys(url: string): Promise<readonly TicketKey[] | undefined> {
  const response = await fetch(`${url}/api/v1/ticket-keys`).catch(() => undefined);
  if (response?.status !== 200) return undefined;
  return ((await response.json()) as { keys: TicketKey[] }).keys;
}

async function insist<Body>(
  door: Pick<Door, 'ask'>,
  request: { for: 'outcome' | 'tickets'; path: string },
): Promise<Body | undefined> {
  for (let left = TRIES; left > 0; left--) {
    const answer = await door.ask<Body>({ ...request, method: 'GET' }).catch(() => undefined);
    if (answer?.status === 200 || answer?.status === 404) return answer.body;
    await delay(LOOKS_AGAIN_MS);
  }
  return undefined;
}

/** Of an amount in the currency; all that we make up have two decimals. */
export function minorOf(amount: number): number {
  return Math.round(amount * 100);
}
