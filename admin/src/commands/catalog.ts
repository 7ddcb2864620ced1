import {
  type AppliedEvent,
  applyCatalog,
  type Catalog,
  CatalogError,
  type CatalogDifference,
  diffCatalog,
  eventInputOf,
  type Ledger,
  openLedger,
  readCatalog,
  ticketsOf,
} from '@onsale/ledger';
import { formatCatalog } from '@onsale/ledger/format-catalog';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import { type Command, type CommandContext, type OfflineCommand, UsageError } from '../command.ts';
import { readTextFile } from './read-file.ts';

/** Checks a catalog file; needs no Redis. */
export const catalogValidateCommand: OfflineCommand = {
  usage: 'catalog validate FILE',
  summary: 'checks a catalog file and names every problem with its line',
  options: {},
  words: { least: 1, most: 1 },
  isOffline: true,
  async run({ print }, { words: [file = ''] }) {
    const catalog = await readCatalogFile(file);
    const { length: events } = catalog.events;
    print(`${file} is valid: ${events} events, ${ticketsOf(catalog).length} ticket types`);
    return 0;
  },
};

/** Writes what is in force as a catalog file. */
export const catalogShowCommand: Command = {
  usage: 'catalog show [EVENT] [--json]',
  summary: 'writes the events in force as a catalog file',
  options: { json: { type: 'boolean' } },
  words: { least: 0, most: 1 },
  async run({ openLedger: open, print, write }, { words: [eventId], options }) {
    const { events } = await readCatalog(await open());
    const shown = events.filter(({ id }) => eventId === undefined || id === eventId);
    if (eventId !== undefined && shown.length === 0) {
      throw new UsageError(`there is no event ${eventId}; event list shows all`);
    }
    if (options['json'] === true) {
      print(JSON.stringify({ events: shown.map(eventInputOf) }, null, 2));
    } else await write(formatCatalog(shown));
    return 0;
  },
};

/** Compares a file with what is in force. */
export const catalogDiffCommand: Command = {
  usage: 'catalog diff FILE',
  summary: 'shows how a catalog file differs from the events in force; exits with 1 if it does',
  options: {},
  words: { least: 1, most: 1 },
  async run({ openLedger: open, print }, { words: [file = ''] }) {
    const catalog = await readCatalogFile(file);
    const difference = await diffCatalog(await open(), catalog);
    printDifference(difference, print);
    const isSame = difference.events.every(({ outcome }) => outcome === 'unchanged');
    return isSame ? 0 : 1;
  },
};

/** Puts a catalog file into force, as a gateway does at startup. */
export const catalogApplyCommand: Command = {
  usage: 'catalog apply FILE [--dry-run] [--force]',
  summary:
    'puts the events of a catalog file into force, each content once; --force also replaces what ' +
    'was changed elsewhere since, --dry-run shows what would be done',
  options: { 'dry-run': { type: 'boolean' }, force: { type: 'boolean' } },
  words: { least: 1, most: 1 },
  async run({ redis, shards, print, warn }, { words: [file = ''], options }) {
    const catalog = await readCatalogFile(file);
    const force = options['force'] === true;
    // This command checks SHARDS, because it may run before any service.
    const ledger = await openLedger(redis, shards);
    if (options['dry-run'] === true) {
      const difference = await diffCatalog(ledger, catalog, { force });
      printDifference(difference, print);
      print('Nothing was written.');
      return exitCodeOf(difference.events);
    }
    return await apply(ledger, catalog, { force, print, warn });
  },
};

async function apply(
  ledger: Ledger,
  catalog: Catalog,
  { force, print, warn }: { force: boolean } & Pick<CommandContext, 'print' | 'warn'>,
): Promise<0 | 1> {
  try {
    const { events, notInFile, adopted } = await applyCatalog(ledger, catalog, { force });
    if (adopted.length > 0) print(`taken over from the release before: ${adopted.join(', ')}`);
    printEvents(events, print);
    printRest(notInFile, print);
    return exitCodeOf(events);
  } catch (error) {
    if (!(error instanceof CatalogError) || error.applied === undefined) throw error;
    printEvents(error.applied.events, print);
    printRest(error.applied.notInFile, print);
    warn(error.message);
    return 1;
  }
}

const OUTCOMES: Record<AppliedEvent['outcome'], string> = {
  created: 'is new, and on sale',
  changed: 'is changed',
  unchanged: 'is as in the file',
  'changed-elsewhere': 'was changed elsewhere since and is left alone; --force replaces it',
  'applied-before': 'is newer than this content of the file and is left alone; --force replaces it',
  archived: 'is archived and stays as it is',
  refused: 'was refused',
};

function printEvents(
  events: readonly Pick<AppliedEvent, 'eventId' | 'outcome'>[],
  print: (line: string) => void,
): void {
  for (const { eventId, outcome } of events) print(`${eventId} ${OUTCOMES[outcome]}`);
}

function printDifference(
  { events, notInFile }: CatalogDifference,
  print: (line: string) => void,
): void {
  for (const event of events) {
    printEvents([event], print);
    for (const { field, stored, file } of event.differences) {
      print(`  ${field}: ${stored ?? '(none)'} -> ${file ?? '(none)'}`);
    }
  }
  printRest(notInFile, print);
}

function printRest(notInFile: readonly string[], print: (line: string) => void): void {
  for (const eventId of notInFile) print(`${eventId} is not in the file and goes on as it is`);
}

const LEFT_ALONE: ReadonlySet<AppliedEvent['outcome']> = new Set([
  ...(['changed-elsewhere', 'applied-before', 'archived'] as const),
]);

// 1 when the file is not in force.
function exitCodeOf(events: readonly Pick<AppliedEvent, 'outcome'>[]): 0 | 1 {
  return events.some(({ outcome }) => LEFT_ALONE.has(outcome)) ? 1 : 0;
}

async function readCatalogFile(file: string): Promise<Catalog> {
  return parseCatalog(await readTextFile(file), file);
}
