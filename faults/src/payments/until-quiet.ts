import { setTimeout as delay } from 'node:timers/promises';
import { type Ledger, PAYMENTS_SWEEP_KEY, readCounts, readDuePayments } from '@onsale/ledger';
import { eventually } from '@onsale/testing';
import type { BankAccount } from './bank-account.ts';

/** What is still going on; all zero when nothing will happen by itself any more. */
interface Bustle {
  /** Orders that are not settled, or held. */
  waitingOrders: number;
  /** Orders that payments will look at again. */
  waitingPayments: number;
  /** Payments that the bank has not decided. */
  undecided: number;
}

const LOOK_EVERY_MS = 250;
/** Whatever moves is looked at within an hour; open disputes, which wait for a person, later. */
const AHEAD_MS = 2 * 3_600_000;

/** Waits until nothing is open. Returns what still is after `timeoutMs`, as a sentence. */
export async function untilQuiet(
  ledger: Ledger,
  bank: BankAccount,
  timeoutMs: number,
): Promise<string | undefined> {
  const deadlineMs = performance.now() + timeoutMs;
  for (;;) {
    const bustle = await look(ledger, bank);
    if (Object.values(bustle).every((count) => count === 0)) return undefined;
    if (performance.now() > deadlineMs) {
      return `not quiet after ${timeoutMs / 1000} s: ${JSON.stringify(bustle)}`;
    }
    await delay(LOOK_EVERY_MS);
  }
}

/** What a sweep finds, it takes for lost when it finds it again; and one may have been under way. */
const SWEEPS = 3;

/** Waits until the provider was asked for everything that no message has told. */
export async function untilSwept({ redis }: Ledger): Promise<void> {
  const key = PAYMENTS_SWEEP_KEY;
  // As if the time of a killed process were over, which would have been the next one to sweep.
  await redis.command(key, ['HDEL', key, 'owner']);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const mark = await redis.command(key, ['HGET', key, 'mark']);
    await eventually(
      async () => await redis.command(key, ['HGET', key, 'mark']),
      (next) => next !== mark,
    );
  }
}

async function look(ledger: Ledger, bank: BankAccount): Promise<Bustle> {
  const { placed, held: _held, ...outcomes } = await readCounts(ledger, 0);
  const settled = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  const { due } = await readDuePayments(ledger, 0, Date.now() + AHEAD_MS);
  // Messages may still wait for their next try: what they say is known by a sweep.
  const { orders } = await bank.books();
  return {
    waitingOrders: placed - settled,
    waitingPayments: due,
    undecided: orders.reduce((sum, { undecided }) => sum + undecided, 0),
  };
}
