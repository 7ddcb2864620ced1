import { setTimeout as delay } from 'node:timers/promises';
import type { BankSum } from '../evidence.ts';

interface BankBooks {
  orders: {
    orderUrl: string;
    payments: number;
    paidMinor: number;
    refundedMinor: number;
    pendingMinor: number;
  }[];
  waitingMessages: number;
}

/** Money on its way back, and messages that were not taken yet. */
const SETTLES_MS = 30_000;
const LOOK_MS = 500;

/** What the bank's own books say of these orders, once nothing is on its way. */
export async function countBank(
  { url, token }: { url: string; token: string },
  { isOurs, signal }: { isOurs: (orderId: string) => boolean; signal: AbortSignal },
): Promise<BankSum[]> {
  const deadlineMs = performance.now() + SETTLES_MS;
  for (;;) {
    const sums = await readBooks(url, token);
    const ours = sums.orders.map(sumOf).filter(({ orderId }) => isOurs(orderId));
    const isOver = sums.waitingMessages === 0 && ours.every(({ openMinor }) => openMinor === 0);
    if (isOver || signal.aborted || performance.now() > deadlineMs) return ours;
    await delay(LOOK_MS);
  }
}

function sumOf(sum: BankBooks['orders'][number]): BankSum {
  const { orderUrl, payments, paidMinor, refundedMinor, pendingMinor } = sum;
  const orderId = orderUrl.split('/').at(-1) ?? '';
  return { orderId, payments, paidMinor, refundedMinor, openMinor: pendingMinor };
}

async function readBooks(url: string, token: string): Promise<BankBooks> {
  const response = await fetch(`${url}/books`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`the bank answered ${response.status} for its books`);
  return (await response.json()) as BankBooks;
}
