import { openLedger } from '../../src/index.ts';
import { connectTo } from './held-order.ts';
import { callsOf, type Lives } from './one-life.ts';

// Run as a process of its own by kills.test.ts: makes all calls of `one-life.ts`, and kills itself before
// or after one of the commands that it sends.

export interface Orders {
  url: string;
  lives: Lives;
  /** The command at which it dies, counted from 1, and whether it was still sent. */
  kill: { command: number; isSent: boolean };
}

process.on('message', (orders: Orders) => void live(orders));
process.send?.('ready');

async function live({ url, lives, kill }: Orders): Promise<void> {
  const connection = await connectTo(url);
  const ledger = await openLedger(connection, 1);
  let commands = 0;
  const redis = {
    ...{ nodes: () => connection.nodes() },
    command: async (key: string, args: readonly string[]) => {
      commands += 1;
      if (commands === kill.command && !kill.isSent) process.kill(process.pid, 'SIGKILL');
      const reply = await connection.command(key, args);
      if (commands === kill.command) process.kill(process.pid, 'SIGKILL');
      return reply;
    },
  };
  for (const call of callsOf(lives, 'killed')) await call({ ...ledger, redis });
  // Others have settled its orders, so that it had fewer commands to send.
  process.kill(process.pid, 'SIGKILL');
}
