import {
  adoptStranded,
  allShardsOf,
  orderHandle,
  readStreams,
  requeueLostOrders,
  shardName,
  type StreamInfo,
} from '@onsale/ledger';
import type { Command } from '../command.ts';
import { table } from '../table.ts';

/** Shows the backlog of each order stream and the consumers. */
export const streamInfoCommand: Command = {
  usage: 'stream info [--json]',
  summary: 'shows the backlog of each order stream, how long it has waited, and its consumers',
  options: { json: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  async run({ openLedger, print }, { options }) {
    const streams = await readStreams(await openLedger());
    print(options['json'] === true ? JSON.stringify(streams, null, 2) : describe(streams));
    return 0;
  },
};

/** The consumer that adopts stranded entries, as if they had been idle there for an hour. */
const HEIR = { consumer: 'repair', idleMs: 3_600_000 };

/** Queues orders again whose entries were removed by hand or are stranded. */
export const streamRepairCommand: Command = {
  usage: 'stream repair',
  summary: 'queues orders again that have no stream entry, or whose entry no worker will get',
  options: {},
  words: { least: 0, most: 0 },
  async run({ openLedger, signal, print }) {
    let count = 0;
    const ledger = await openLedger();
    for (const shard of allShardsOf(ledger)) {
      for (const { id, orderId } of await adoptStranded(ledger, shard, HEIR)) {
        print(
          `${orderId === '' ? `entry ${id}` : orderHandle(orderId)} was returned to the workers`,
        );
        count += 1;
      }
    }
    for await (const orderId of requeueLostOrders(ledger)) {
      signal.throwIfAborted();
      print(`${orderHandle(orderId)} is queued again`);
      count += 1;
    }
    print(count === 0 ? 'No order was lost.' : `Orders queued again: ${count}.`);
    return 0;
  },
};

function describe(streams: readonly StreamInfo[]): string {
  const totals = table(
    ['shard', 'backlog', 'delivered', 'oldest', 'dead letters', 'consumers'],
    streams.map((stream) => [
      shardName(stream.shard),
      stream.waiting,
      stream.pending,
      stream.oldestMs === undefined ? '-' : `${(stream.oldestMs / 1000).toFixed(1)} s`,
      stream.deadLetters,
      stream.consumers.length,
    ]),
  );
  const consumers = streams.flatMap((stream) =>
    stream.consumers.map((consumer) => [
      shardName(stream.shard),
      consumer.name,
      consumer.pending,
      `${(consumer.idleMs / 1000).toFixed(1)} s`,
    ]),
  );
  if (consumers.length === 0) return totals;
  return `${totals}\n\n${table(['shard', 'consumer', 'delivered', 'idle'], consumers)}`;
}
