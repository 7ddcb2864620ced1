import { setTimeout as delay } from 'node:timers/promises';
import {
  type Ledger,
  moveReader,
  openLedger,
  orderLogKey,
  readLog,
  registerReader,
  removeReader,
} from '@onsale/ledger';
import { type Scene, saleUnderAttack } from '../sale-under-attack.ts';
import type { Scenario } from '../scenario.ts';

/** It reads, but is away during the sale. */
const AWAY = 'recorder';
/** It never reads at all. */
const GONE = 'gone';

/** The reader of the order log is away during a whole sale, while workers die; then it reads. */
export const pausedLogReader: Scenario = {
  name: 'paused-log-reader',
  fault: 'the reader of the order log is away while workers are killed; another never comes back',
  promise: 'it finds every change once; removing the other frees the log',
  run: (stage) =>
    saleUnderAttack(stage, {
      workers: 2,
      pauseMs: 10,
      times: stage.quick ? 2 : 20,
      prepare: async (system) => {
        const ledger = await openLedger(system.connection, system.shards);
        for (const reader of [AWAY, GONE]) await registerReader(ledger, reader);
        return {};
      },
      once: async ({ system, workers }) => {
        await delay(stage.random.integer(50, 300));
        const [victim] = workers.splice(0, 1);
        victim?.signal('SIGKILL');
        await victim?.exited;
        workers.push(await system.startWorker());
      },
      examine: examineLog,
    }),
};

async function examineLog({ system, orders }: Scene): Promise<string[]> {
  const ledger = await openLedger(system.connection, system.shards);
  const changes = await readAll(ledger);
  const broken: string[] = [];
  const missing = [...orders.values()].filter((id) => changes.get(id)?.join() !== 'pc:sale').length;
  if (missing > 0) broken.push(`${missing} orders are not in the log, or more than once`);
  if (changes.size !== orders.size) broken.push(`the log has ${changes.size} orders`);
  if ((await lengthOf(ledger)) === 0) broken.push('the log forgot what nobody has read');
  await removeReader(ledger, GONE);
  const left = await lengthOf(ledger);
  if (left !== 0) broken.push(`${left} entries stay in the log that nobody waits for`);
  return broken;
}

// The changes of each order, as its reader sees them; the reader is done with each page.
async function readAll(ledger: Ledger): Promise<Map<string, string[]>> {
  const changes = new Map<string, string[]>();
  let position = '0-0';
  for (;;) {
    const page = await readLog(ledger, 0, { after: position });
    if (page.entries === 0) return changes;
    for (const { orderId, from, to, cause } of page.changes) {
      changes.set(orderId, [...(changes.get(orderId) ?? []), `${from}${to}:${cause}`]);
    }
    ({ position } = page);
    await moveReader(ledger, 0, { reader: AWAY, position });
  }
}

async function lengthOf({ redis }: Ledger): Promise<number> {
  const key = orderLogKey(0);
  return Number(await redis.command(key, ['XLEN', key]));
}
