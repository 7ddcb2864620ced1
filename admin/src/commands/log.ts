import { setTimeout as delay } from 'node:timers/promises';
import {
  allShardsOf,
  type Ledger,
  type LogStatus,
  type LoggedChange,
  orderHandle,
  readLog,
  readLogStatus,
  READER_NAME,
  removeReader,
  shardName,
} from '@onsale/ledger';
import { type Command, UsageError } from '../command.ts';
import { isoTime, stateName } from '../order-json.ts';
import { table } from '../table.ts';

/** Shows the order log and its readers. */
export const logReadersCommand: Command = {
  usage: 'log readers [--json]',
  summary: 'shows how large the order log is, and how far each of its readers is behind',
  options: { json: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  async run({ openLedger, print }, { options }) {
    const logs = await readLogStatus(await openLedger());
    print(options['json'] === true ? JSON.stringify(logs, null, 2) : describe(logs));
    return 0;
  },
};

/** Gives up a reader that will not come back. */
export const logRemoveCommand: Command = {
  usage: 'log remove READER',
  summary: 'gives up a reader of the order log for good; what only it had not read is deleted',
  options: {},
  words: { least: 1, most: 1 },
  async run({ openLedger, print }, { words }) {
    const [reader = ''] = words;
    if (!READER_NAME.test(reader)) throw new UsageError(`${reader} is not the name of a reader`);
    const removed = await removeReader(await openLedger(), reader);
    print(
      removed === 0
        ? `${reader} is not a reader of the order log`
        : `${reader} no longer reads the order log`,
    );
    return removed === 0 ? 1 : 0;
  },
};

/** How often to look for new entries. */
const POLL_MS = 500;

/** Shows what is in the order log, without reading it as a reader does. */
export const logShowCommand: Command = {
  usage: 'log show [--after ID] [--follow] [--json]',
  summary: 'shows the changes in the order log that not every reader is done with',
  options: {
    after: { type: 'string' },
    follow: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  words: { least: 0, most: 0 },
  async run({ openLedger, signal, write }, { options }) {
    const after = options['after'] ?? '0-0';
    if (typeof after !== 'string' || !/^\d+(-\d+)?$/.test(after)) {
      throw new UsageError('--after needs the id of an entry, such as 1780833652281-0');
    }
    const ledger = await openLedger();
    const show = options['json'] === true ? jsonLine : textLine;
    const positions = new Map(allShardsOf(ledger).map((shard) => [shard, after]));
    for (;;) {
      for (const shard of positions.keys()) {
        for await (const page of readOn(ledger, shard, positions)) {
          signal.throwIfAborted();
          await write(page.map((change) => `${show(shard, change)}\n`).join(''));
        }
      }
      if (options['follow'] !== true) return 0;
      await delay(POLL_MS, undefined, { signal });
    }
  },
};

async function* readOn(
  ledger: Ledger,
  shard: number,
  positions: Map<number, string>,
): AsyncGenerator<LoggedChange[]> {
  for (;;) {
    const page = await readLog(ledger, shard, { after: positions.get(shard) ?? '0-0' });
    if (page.entries === 0) return;
    positions.set(shard, page.position);
    yield page.changes;
  }
}

// Without an order's id, because what is shown may end in a log.
function textLine(shard: number, change: LoggedChange): string {
  const { orderId, from, to, cause, atMs, entryId } = change;
  const step = `${stateName(from)} -> ${stateName(to)}`;
  return [isoTime(atMs), shardName(shard), entryId, orderHandle(orderId), step, cause].join('  ');
}

function jsonLine(shard: number, change: LoggedChange): string {
  const { from, to, atMs, ...rest } = change;
  const states = { from: stateName(from), to: stateName(to) };
  return JSON.stringify({ shard: shardName(shard), ...rest, ...states, at: isoTime(atMs) });
}

function describe(logs: readonly LogStatus[]): string {
  const rows = logs.flatMap(({ shard, readers }) =>
    readers.map((reader) => [
      shardName(shard),
      reader.reader,
      reader.position,
      entriesBehind(reader.entries, reader.isMore),
      duration(reader.ageMs),
      `${(reader.bytes / 1e6).toFixed(1)} MB`,
    ]),
  );
  if (rows.length === 0) return 'Nobody reads the order log, so nothing is logged.';
  const entries = logs.reduce((sum, log) => sum + log.entries, 0);
  const bytes = logs.reduce((sum, log) => sum + log.bytes, 0);
  return [
    table(['shard', 'reader', 'done with', 'entries behind', 'for', 'memory'], rows),
    '',
    `${entries.toLocaleString('en')} entries, about ${(bytes / 1e6).toFixed(1)} MB`,
  ].join('\n');
}

/** As a number that may be a lower bound. */
export function entriesBehind(entries: number, isMore: boolean): string {
  return `${entries.toLocaleString('en')}${isMore ? ' or more' : ''}`;
}

/** A time span for people. */
export function duration(ms: number): string {
  if (ms < 120_000) return `${(ms / 1000).toFixed(1)} s`;
  return ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
}
