import { compareFields, readSeller, writeSeller } from '@onsale/ledger';
import { formatSeller } from '@onsale/ledger/format-catalog';
import { parseSeller } from '@onsale/ledger/parse-catalog';
import { type Command, UsageError } from '../command.ts';
import { printFields } from './print-fields.ts';
import { readTextFile } from './read-file.ts';

/** Shows the seller's settings as a file that `seller apply` reads. */
export const sellerShowCommand: Command = {
  usage: 'seller show [--json]',
  summary:
    "shows the seller's settings (name, imprint, terms, …), as a file that seller apply reads",
  options: { json: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  async run({ openLedger, print, write, warn }, { options }) {
    const seller = await readSeller(await openLedger());
    if (seller === undefined) {
      warn('nothing is set; use seller apply FILE, or a catalog file with seller: in it');
      return 1;
    }
    const { revision, changedAtMs, document } = seller;
    const changedAt = new Date(changedAtMs).toISOString();
    if (options['json'] === true) {
      print(JSON.stringify({ revision, changedAt, seller: document }, null, 2));
      return 0;
    }
    print(`# revision ${revision}, changed ${changedAt}`);
    await write(formatSeller(document));
    return 0;
  },
};

/** Replaces the seller's settings. */
export const sellerApplyCommand: Command = {
  usage: 'seller apply FILE [--revision N] [--dry-run]',
  summary:
    "replaces the seller's settings by those in a file (YAML or JSON), and shows what changes; with " +
    '--revision only if they have it, --dry-run writes nothing',
  options: { revision: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  words: { least: 1, most: 1 },
  async run({ openLedger, print, warn }, { words: [file = ''], options }) {
    const document = parseSeller(await readTextFile(file), file);
    const ledger = await openLedger();
    const stored = await readSeller(ledger);
    const { revision = 0 } = stored ?? {};
    const expected = readRevision(options['revision']);
    if (expected !== undefined && expected !== revision) return changedSince(revision, warn);
    const differences = compareFields(stored?.document ?? {}, document);
    printFields(differences, print);
    if (options['dry-run'] === true) {
      print('Nothing was written.');
      return 0;
    }
    const now = await writeSeller(ledger, document, { revision });
    if (now === undefined) return changedSince(undefined, warn);
    print(`the seller ${now === revision ? 'is as in the file' : 'is changed'}, revision ${now}`);
    return 0;
  },
};

function changedSince(revision: number | undefined, warn: (line: string) => void): 1 {
  const there =
    revision === undefined
      ? 'somebody else has just changed them'
      : `they have revision ${revision}`;
  warn(`the seller's settings were changed: ${there}; nothing was written`);
  return 1;
}

function readRevision(text: string | boolean | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (typeof text === 'string' && /^(0|[1-9]\d{0,14})$/.test(text)) return Number(text);
  throw new UsageError('--revision must be the number that seller show shows, or 0 for none');
}
