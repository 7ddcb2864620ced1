import {
  adoptStranded,
  orderHandle,
  readStreams,
  requeueLostOrders,
  shardsOf,
  type StreamInfo,
} from '@onsale/ledger';
import type { Command } from '../command.ts';
import { table } from '../table.ts';

/** Shows what waits in the order streams, and which consumers have it. */
export const streamInfoCommand: Command = {
  usage: 'stream info [--json]',
  summary: 'shows what waits in each order stream, for how long, and its consumers',
  options: { json: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  async run({ openLedger, print }, { options }) {
    const streams = await readStreams(await openLedger());
    print(options['json'] === true ? JSON.stringify(streams, null, 2) : describe(streams));
    return 0;
  },
};

/** The consumer whose pending list stranded entries are put into, as if idle there for an hour. */
const HEIR = { consumer: 'repair', idleMs: 3_600_000 };

/** Puts orders back in line whose entries somebody has removed, or that no worker is given any more. */
export const streamRepairCommand: Command = {
  usage: 'stream repair',
  summary: 'puts orders back in line that no entry leads to, or whose entry no worker is given',
  options: {},
  words: { least: 0, most: 0 },
  async run({ openLedger, signal, print }) {
    let count = 0;
    const ledger = await openLedger();
    for (const shard of shardsOf(ledger)) {
      for (const { id, orderId } of await adoptStranded(ledger, shard, HEIR)) {
        print(
          `${orderId === '' ? `entry ${id}` : orderHandle(orderId)} is given to the workers again`,
        );
        count += 1;
      }
    }
    for await (const orderId of requeueLostOrders(ledger)) {
      signal.throwIfAborted();
      print(`${orderHandle(orderId)} is in line again`);
      count += 1;
    }
    print(count === 0 ? 'No order was lost.' : `In line again: ${count}.`);
    return 0;
  },
};

function describe(streams: readonly StreamInfo[]): string {
  const totals = table(
    ['shard', 'waiting', 'in work', 'oldest', 'dead letters', 'consumers'],
    streams.map((stream) => [
      `s${stream.shard}`,
      stream.waiting,
      stream.pending,
      stream.oldestMs === undefined ? 'none waits' : `${(stream.oldestMs / 1000).toFixed(1)} s`,
      stream.deadLetters,
      stream.consumers.length,
    ]),
  );
  const consumers = streams.flatMap((stream) =>
    stream.consumers.map((consumer) => [
      `s${stream.shard}`,
      consumer.name,
      consumer.pending,
      `${(consumer.idleMs / 1000).toFixed(1)} s`,
    ]),
  );
  if (consumers.length === 0) return totals;
  return `${totals}\n\n${table(['shard', 'consumer', 'in work', 'idle'], consumers)}`;
}
