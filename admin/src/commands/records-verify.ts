import { stat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FiledOrder } from '@onsale/records';
import { readArchiveFile } from '../archive-files/read-archive-file.ts';
import { ARCHIVE_FILE, SUM_SUFFIX } from '../archive-files/write-archive-file.ts';
import type { Command, CommandContext } from '../command.ts';
import { counted } from '../counted.ts';

/** How long to wait for a recorder that is behind. */
const RECORDER_WAIT_MS = 10_000;

/** Compares the records with Redis. */
export const recordsVerifyCommand: Command = {
  usage: 'records verify [--json]',
  summary:
    'compares the records with Redis, order by order and both ways; lists differences and exits with 1',
  options: { json: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  async run({ openLedger, openRecords, signal, print, progress }, { options }) {
    const ledger = await openLedger();
    const db = await openRecords();
    const { verifyRecords } = await import('@onsale/records');
    const { orders, problems } = await verifyRecords(db, ledger, {
      ...{ waitMs: RECORDER_WAIT_MS, signal },
      onProgress: (count) => progress(`${counted(count, 'order')} compared`),
    });
    if (options['json'] === true) print(JSON.stringify({ orders, problems }, null, 2));
    else {
      print(`${counted(orders, 'order')} compared`);
      print(
        problems.length === 0
          ? 'The records and Redis agree.'
          : ['DIFFERENT:', ...problems.map((problem) => `  ${problem}`)].join('\n'),
      );
    }
    return problems.length === 0 ? 0 : 1;
  },
};

/** Makes the tables of the records anew. */
export const recordsRebuildCommand: Command = {
  usage: 'records rebuild [--archive DIR]',
  summary:
    'makes the rows of all orders anew from Redis, the files of an archive and the records themselves',
  options: { archive: { type: 'string' } },
  words: { least: 0, most: 0 },
  async run(context, { options }) {
    const { openLedger, openRecords, signal, print, progress, warn } = context;
    const ledger = await openLedger();
    const db = await openRecords();
    const { rebuildRecords } = await import('@onsale/records');
    const folder = options['archive'];
    const broken: string[] = [];
    const files =
      typeof folder === 'string' ? { archive: readFiles(folder, { signal, broken }) } : {};
    const done = await rebuildRecords(db, ledger, {
      ...{ signal, ...files },
      onProgress: (orders) => progress(counted(orders, 'order')),
    });
    for (const problem of broken) warn(problem);
    for (const handle of done.unreadable)
      warn(`order ${handle} cannot be read, and stays as it was`);
    print(
      `${counted(done.fromRedis, 'order')} made anew from Redis, ${done.fromRecords.toLocaleString('en')} from their own records, ` +
        `${done.fromArchive.toLocaleString('en')} more from the archive`,
    );
    return broken.length === 0 && done.unreadable.length === 0 ? 0 : 1;
  },
};

/** Orders of one page of a file. */
const PAGE = 500;

// What left Redis in a file has left it at about the time at which the file was written.
async function* readFiles(
  folder: string,
  { signal, broken }: Pick<CommandContext, 'signal'> & { broken: string[] },
): AsyncGenerator<FiledOrder[]> {
  const names = (await readdir(folder)).sort();
  for (const name of names.filter((each) => ARCHIVE_FILE.test(each))) {
    signal.throwIfAborted();
    const hasSum = names.includes(name + SUM_SUFFIX);
    const { lines, problem } = await readArchiveFile(folder, name, hasSum);
    if (problem !== undefined) broken.push(`${name} ${problem}`);
    const archivedAt = (await stat(join(folder, name))).mtime;
    for (let i = 0; i < lines.length; i += PAGE) {
      yield lines.slice(i, i + PAGE).map((line) => {
        const { orderId, record, payment } = JSON.parse(line) as FiledOrder;
        return { orderId, record, payment, archivedAt };
      });
    }
  }
}
