import { writeFile } from 'node:fs/promises';
import { ANONYMIZED } from '@onsale/ledger';
import { type CommandCall, type ConnectingCommand, UsageError } from '../command.ts';
import type { AdminConfig } from '../config.ts';
import { counted } from '../counted.ts';
import { type Backup, listBackups } from '../person/list-backups.ts';
import type { PersonReport } from '../person/anonymize-person.ts';
import { withStores } from '../person/with-stores.ts';

/** Writes everything about one person, for whoever asks what is known of them. */
export const personExportCommand: ConnectingCommand = {
  usage: 'person export ADDRESS [--archive DIR] [--to FILE]',
  summary:
    'writes everything that is known of whoever has this e-mail address as JSON, to stdout or to a new ' +
    'file for your eyes only',
  options: { archive: { type: 'string' }, to: { type: 'string' } },
  words: { least: 1, most: 1 },
  connects: true,
  async run({ config, signal, print, warn, progress }, { words: [word = ''], options }) {
    const address = readAddress(word);
    const folder = readFolder(options, 'archive');
    // Most commands don't need what it loads.
    const { exportPerson } = await import('../person/export-person.ts');
    const { orders, problems, document } = await withStores(config, (stores) =>
      exportPerson(stores, { address, folder, signal, progress }),
    );
    const text = JSON.stringify(document, null, 2);
    const to = options['to'];
    if (typeof to === 'string') {
      await writeFile(to, `${text}\n`, { flag: 'wx', mode: 0o600 });
      print(`${counted(orders, 'order')} written to ${to}`);
    } else print(text);
    for (const problem of problems) warn(`archive: ${problem}`);
    return problems.length === 0 ? 0 : 1;
  },
};

/** Removes one person, for whoever asks for it. */
export const personAnonymizeCommand: ConnectingCommand = {
  usage: 'person anonymize ADDRESS [--archive DIR] [--backups DIR]',
  summary:
    'removes whoever has this e-mail address from all orders with an outcome and no open money, in Redis ' +
    'and its files, PostgreSQL and an archive, and says what it cannot reach',
  options: { archive: { type: 'string' }, backups: { type: 'string' } },
  words: { least: 1, most: 1 },
  connects: true,
  async run({ config, signal, print, progress }, { words: [word = ''], options }) {
    const address = readAddress(word);
    const folder = readFolder(options, 'archive');
    const backupFolder = readFolder(options, 'backups');
    const backups =
      backupFolder === undefined
        ? undefined
        : await listBackups(backupFolder, config.BACKUP_KEEP_DAYS);
    const { anonymizePerson } = await import('../person/anonymize-person.ts');
    const report = await withStores(config, (stores) =>
      anonymizePerson(stores, { address, config, folder, signal, progress }),
    );
    for (const line of describeReport(report, { config, folder })) print(line);
    for (const line of describeRest(report, { config, folder, backups })) print(line);
    return report.left.length === 0 && report.problems.length === 0 ? 0 : 1;
  },
};

function describeReport(
  { inRedis, recorded, files, servers, left, problems }: PersonReport,
  { config, folder }: { config: AdminConfig; folder: string | undefined },
): string[] {
  const places = [
    `${counted(inRedis, 'order')} in Redis`,
    ...(config.DATABASE_URL === undefined ? [] : [`${recorded} in PostgreSQL`]),
    ...(folder === undefined ? [] : [`${counted(files, 'file')} of the archive`]),
  ];
  return [
    `The person was removed from ${places.join(', ')}.`,
    `Servers of Redis that wrote their files anew: ${servers}.`,
    ...section('These orders keep the person for now; run it again when that has changed:', [
      ...left.map(({ order, why }) => `${order}: ${why}`),
    ]),
    ...section('NOT DONE, run it again:', problems),
  ];
}

// What no command of ours can reach is said each time, so that nobody promises more than was done.
function describeRest(
  { paymentIds }: PersonReport,
  {
    config,
    folder,
    backups,
  }: { config: AdminConfig; folder: string | undefined; backups: Backup[] | undefined },
): string[] {
  const rest = [
    ...(config.DATABASE_URL === undefined
      ? []
      : [
          'the files of PostgreSQL, until it has used their space again: its write-ahead log, and freed ' +
            'rows (VACUUM FULL in a quiet hour)',
        ]),
    ...(folder === undefined ? ['the files of archive, if there are any: --archive'] : []),
    'mails that were sent, exports, and the logs of your mail server',
    ...(paymentIds.length === 0
      ? ['the provider, if anything was paid']
      : [`the provider, with ${counted(paymentIds.length, 'payment')}: ${paymentIds.join(', ')}`]),
    ...(backups === undefined ? ['backups: --backups lists them'] : []),
    ...(backups ?? []).map(
      ({ name, madeAtMs, untilMs }) => `the backup ${name} of ${day(madeAtMs)}, ${ending(untilMs)}`,
    ),
  ];
  return section('Beyond the reach of this command (docs/personal-data.md):', rest);
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)];
}

const day = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

function ending(untilMs: number | undefined): string {
  if (untilMs === undefined) return 'until you delete it (BACKUP_KEEP_DAYS is not set)';
  return untilMs < Date.now() ? `overdue since ${day(untilMs)}` : `until ${day(untilMs)}`;
}

function readAddress(text: string): string {
  if (/^[^\s@]+@[^\s@]+$/.test(text) && text !== ANONYMIZED) return text;
  throw new UsageError('the address must be an e-mail address such as ada@example.com');
}

function readFolder(options: CommandCall['options'], name: string): string | undefined {
  const folder = options[name];
  return typeof folder === 'string' ? folder : undefined;
}
