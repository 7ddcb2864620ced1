import {
  finishOrders,
  type FinishStep,
  type Ledger,
  openLedger,
  readDueHolds,
} from '../../src/index.ts';
import { connectTo } from './held-order.ts';

// Run as processes of their own by races.test.ts: workers that let holds expire and payers that pay for,
// leave and cancel the same orders, all at once. Each reports what it was answered.

export interface Race {
  url: string;
  role: 'worker' | 'payer';
  name: string;
  orderIds: string[];
}

/** The steps of this process that were done: order id and step. */
export type Done = [orderId: string, step: FinishStep['step']][];

const GIVE_UP_MS = 30;
const TOGETHER = 5;

const over = new AbortController();
const done: Done = [];

process.on('message', (message: Race | 'over') => {
  if (message === 'over') over.abort();
  else void race(message);
});
process.send?.('ready');

async function race({ url, role, name, orderIds }: Race): Promise<void> {
  const connection = await connectTo(url);
  const ledger = await openLedger(connection, 1);
  if (role === 'worker') await work(ledger);
  else await pay(ledger, { name, orderIds });
  process.send?.(done);
  await connection.close();
  process.disconnect?.();
}

async function work(ledger: Ledger): Promise<void> {
  while (!over.signal.aborted) {
    const orderIds = await readDueHolds(ledger, 0, { nowMs: Date.now(), count: 100 });
    await take(
      ledger,
      orderIds.map((orderId) => ({ orderId, step: 'expire' })),
    );
  }
}

// Goes through all orders in an order of its own, several at a time.
async function pay(ledger: Ledger, { name, orderIds }: Pick<Race, 'name' | 'orderIds'>) {
  const shuffled = orderIds.toSorted(() => Math.random() - 0.5);
  for (let i = 0; i < shuffled.length; i += TOGETHER) {
    const some = shuffled.slice(i, i + TOGETHER);
    await take(
      ledger,
      some.map((orderId) => ({ orderId, ...firstStep() })),
    );
    await take(
      ledger,
      some.map((orderId) => ({ orderId, ...lastStep(name) })),
    );
  }
}

const firstStep = () =>
  Math.random() < 0.7
    ? ({ step: 'open-payment', giveUpMs: GIVE_UP_MS } as const)
    : ({ step: 'expire' } as const);

function lastStep(cause: string) {
  const chance = Math.random();
  if (chance < 0.3) return { step: 'confirm', cause } as const;
  if (chance < 0.5) return { step: 'cancel', cause } as const;
  return chance < 0.8 ? ({ step: 'return-payment' } as const) : ({ step: 'expire' } as const);
}

async function take(ledger: Ledger, steps: FinishStep[]): Promise<void> {
  const finishes = await finishOrders(ledger, 0, steps);
  for (const [i, { orderId, step }] of steps.entries()) {
    if (finishes[i] === 'done') done.push([orderId, step]);
  }
}
