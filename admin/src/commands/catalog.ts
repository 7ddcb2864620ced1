import {
  type AppliedCatalog,
  type AppliedEvent,
  applyCatalog,
  type Catalog,
  CatalogError,
  type CatalogDifference,
  diffCatalog,
  eventInputOf,
  type Ledger,
  openLedger,
  type Plan,
  readCatalog,
  ticketsOf,
} from '@onsale/ledger';
import { formatCatalog } from '@onsale/ledger/format-catalog';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import { type Command, type CommandContext, type OfflineCommand, UsageError } from '../command.ts';
import { printFields } from './print-fields.ts';
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
  summary: 'writes the events and the seller in force as a catalog file, or one event',
  options: { json: { type: 'boolean' } },
  words: { least: 0, most: 1 },
  async run({ openLedger: open, print, write }, { words: [eventId], options }) {
    const { events, seller } = await readCatalog(await open());
    const shown = events.filter(({ id }) => eventId === undefined || id === eventId);
    const shownSeller = eventId === undefined && seller !== undefined ? { seller } : {};
    if (eventId !== undefined && shown.length === 0) {
      throw new UsageError(`there is no event ${eventId}; event list shows all`);
    }
    if (options['json'] === true) {
      print(JSON.stringify({ ...shownSeller, events: shown.map(eventInputOf) }, null, 2));
    } else await write(formatCatalog({ ...shownSeller, events: shown }));
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
    const { events, seller } = difference;
    const all = [...events, ...(seller === undefined ? [] : [seller])];
    const isSame = all.every(({ outcome }) => outcome === 'unchanged');
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
      return exitCodeOf(difference);
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
    const applied = await applyCatalog(ledger, catalog, { force });
    printApplied(applied, print);
    return exitCodeOf(applied);
  } catch (error) {
    if (!(error instanceof CatalogError) || error.applied === undefined) throw error;
    printApplied(error.applied, print);
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

function printApplied(
  { events, seller, notInFile }: Pick<AppliedCatalog, 'events' | 'seller' | 'notInFile'>,
  print: (line: string) => void,
): void {
  printEvents(events, print);
  if (seller !== undefined) printSeller(seller, print);
  printRest(notInFile, print);
}

function printEvents(
  events: readonly Pick<AppliedEvent, 'eventId' | 'outcome'>[],
  print: (line: string) => void,
): void {
  for (const { eventId, outcome } of events) print(`${eventId} ${OUTCOMES[outcome]}`);
}

function printSeller({ outcome }: { outcome: Plan }, print: (line: string) => void): void {
  const what = outcome === 'created' ? 'is new' : OUTCOMES[outcome];
  print(`the seller ${what}`);
}

function printDifference(
  { events, seller, notInFile }: CatalogDifference,
  print: (line: string) => void,
): void {
  for (const event of events) {
    printEvents([event], print);
    printFields(event.differences, print);
  }
  if (seller !== undefined) {
    printSeller(seller, print);
    printFields(seller.differences, print);
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
function exitCodeOf({
  events,
  seller,
}: Pick<CatalogDifference, 'events' | 'seller'> | AppliedCatalog): 0 | 1 {
  const outcomes = [...events, ...(seller === undefined ? [] : [seller])];
  return outcomes.some(({ outcome }) => LEFT_ALONE.has(outcome)) ? 1 : 0;
}

async function readCatalogFile(file: string): Promise<Catalog> {
  return parseCatalog(await readTextFile(file), file);
}
