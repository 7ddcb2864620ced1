import { mkdir } from 'node:fs/promises';
import {
  allShardsOf,
  archiveOrders,
  type ArchiveReport,
  DAY_MS,
  type Ledger,
  readReaders,
  shardName,
  type StoredOrder,
  type WithPayment,
  toOrder,
} from '@onsale/ledger';
import { readSettings } from '@onsale/records';
import { checkArchive } from '../archive-files/check-archive.ts';
import { tidyArchive, writeArchiveFile } from '../archive-files/write-archive-file.ts';
import { archiveRecords } from '../archive-records.ts';
import { type Command, UsageError } from '../command.ts';
import { counted } from '../counted.ts';
import { orderJson } from '../order-json.ts';

/** How long to wait for readers of the order log; one that is alive needs a moment only. */
const READERS_WAIT_MS = 5000;
/** The reader of the order log that records orders in the office's database. */
const RECORDER = 'recorder';

/** Takes old orders out of Redis; for a daily job. */
export const archiveCommand: Command = {
  usage: 'archive --to DIR [--recorded] [--dry-run] [--json]',
  summary:
    'takes orders out of Redis, into files in DIR: refused ones after KEEP_REFUSED_HOURS, others KEEP_DAYS ' +
    'after their event; --recorded: only what the office has recorded, which then still finds it',
  options: {
    to: { type: 'string' },
    recorded: { type: 'boolean' },
    'dry-run': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  words: { least: 0, most: 0 },
  async run({ openLedger, openRecords, keep, signal, print, progress }, { options }) {
    const folder = options['to'];
    if (typeof folder !== 'string') throw new UsageError('archive needs --to and a folder');
    const ledger = await openLedger();
    const isRecorded = options['recorded'] === true;
    if (!isRecorded && (await hasRecorder(ledger))) throw new UsageError(NEEDS_RECORDED);
    const isDryRun = options['dry-run'] === true;
    const recorded = isRecorded ? await openRecords() : undefined;
    const records = recorded && (await archiveRecords(ledger, recorded));
    // What the seller has set in the console counts before what the command was started with.
    const settings = recorded && (await readSettings(recorded));
    const soldMs = settings === undefined ? keep.soldMs : settings.document.keepDays * DAY_MS;
    if (!isDryRun) {
      await mkdir(folder, { recursive: true });
      await tidyArchive(folder);
    }
    const files: string[] = [];
    const report = await archiveOrders(ledger, {
      ...{ keep: { ...keep, soldMs }, isDryRun, signal, waitMs: READERS_WAIT_MS },
      store: storeIn(ledger, folder, files),
      ...(records === undefined ? {} : { records }),
      onProgress: ({ read, archived, retired }) =>
        progress(
          `${read.toLocaleString('en')} orders read, ${(archived + retired).toLocaleString('en')} archived`,
        ),
    });
    if (options['json'] === true) {
      print(JSON.stringify({ ...report, kept: Object.fromEntries(report.kept), files }, null, 2));
    } else print(describe(report, { isDryRun, files: files.length, folder }));
    return report.behind.length === 0 && report.openEvents.length === 0 ? 0 : 1;
  },
};

/** Verifies the files that `archive` has written. */
export const archiveCheckCommand: Command = {
  usage: 'archive check DIR',
  summary: 'compares each file of an archive with its checksum; lists problems and exits with 1',
  options: {},
  words: { least: 1, most: 1 },
  async run({ signal, print, progress }, { words }) {
    const [folder = ''] = words;
    const check = await checkArchive(folder, {
      signal,
      onFile: (files) => progress(`${counted(files, 'file')} read`),
    });
    const repeated = check.repeated === 0 ? '' : ` (${check.repeated} of them more than once)`;
    print(`${counted(check.orders, 'order')}${repeated} in ${counted(check.files, 'file')}`);
    print(
      check.problems.length === 0
        ? 'Every file is as it was written.'
        : ['BROKEN:', ...check.problems.map((problem) => `  ${problem}`)].join('\n'),
    );
    return check.problems.length === 0 ? 0 : 1;
  },
};

const NEEDS_RECORDED =
  'orders are recorded here: add --recorded, so that the office finds them when they have left; or give the ' +
  'recorder up with log remove recorder';

async function hasRecorder(ledger: Ledger): Promise<boolean> {
  const readers = await Promise.all(allShardsOf(ledger).map((each) => readReaders(ledger, each)));
  return readers.flat().some(({ reader }) => reader === RECORDER);
}

function storeIn(ledger: Ledger, folder: string, files: string[]) {
  return async (shard: number, orders: readonly (StoredOrder & WithPayment)[]): Promise<void> => {
    const lines = orders.map(({ id, record, payment }) =>
      // The records as they were, too: they can be put back.
      JSON.stringify({ ...orderJson(toOrder(ledger, id, record)), record, payment }),
    );
    files.push(await writeArchiveFile(folder, { shard: shardName(shard), lines }));
  };
}

/** Why orders stay, in the order in which it matters. */
const REASONS: Record<string, string> = {
  behind: 'a reader of the order log is not done with them',
  unrecorded: 'they are not recorded as they are here',
  unreadable: 'they cannot be read: run audit',
  newer: 'only a newer version knows their state',
  'no-event': 'their event is not known',
  money: 'their payment, a refund or a dispute is not decided',
  open: 'they are pending or held',
  recent: 'it is not their time yet',
} satisfies Record<
  ArchiveReport['kept'] extends Map<infer Reason, number> ? Reason & string : never,
  string
>;

function describe(
  report: ArchiveReport,
  { isDryRun, files, folder }: { isDryRun: boolean; files: number; folder: string },
): string {
  const leave = (count: number) =>
    isDryRun ? 'would leave' : count === 1 ? 'has left' : 'have left';
  const kept = Object.entries(REASONS).flatMap(([reason, words]) => {
    const count = [...report.kept].find(([each]) => each === reason)?.[1];
    if (count === undefined) return [];
    return [`${counted(count, 'order')} ${count === 1 ? 'stays' : 'stay'}: ${words}`];
  });
  return [
    `${counted(report.archived, 'order')} ${leave(report.archived)}, and ${report.retired.toLocaleString('en')} that got neither tickets nor money`,
    ...(report.payments === 0
      ? []
      : [
          `${counted(report.payments, 'payment')} of archived orders ${leave(report.payments)}, with money that had moved since`,
        ]),
    ...(files === 0 ? [] : [`${counted(files, 'new file')} in ${folder}`]),
    ...kept,
    ...report.events.map((event) => `event ${event} is archived`),
    ...report.openEvents.map(
      ({ eventId, name }) =>
        `event ${eventId} cannot be archived: the books of ${name} do not close; run audit`,
    ),
    ...report.behind.map(
      ({ shard, reader }) =>
        `reader ${reader} is behind in shard ${shardName(shard)}: see log readers; log remove ${reader} gives it up`,
    ),
  ].join('\n');
}
