import { readFile } from 'node:fs/promises';
import { applyCatalog, openLedger } from '@onsale/ledger';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import { type Command, UsageError } from '../command.ts';

/** Puts a catalog file into force, as a gateway does at startup. */
export const catalogApplyCommand: Command = {
  usage: 'catalog apply FILE',
  summary:
    'puts a catalog into force; sold tickets stay sold, and an older version changes nothing',
  options: {},
  words: { least: 1, most: 1 },
  async run({ redis, shards, print }, { words }) {
    const [file = ''] = words;
    const catalog = parseCatalog(await read(file), file);
    // This command checks SHARDS, because it may run before any service.
    const applied = await applyCatalog(await openLedger(redis, shards), catalog);
    print(
      {
        applied: `version ${catalog.version} is in force`,
        unchanged: `version ${catalog.version} is already in force`,
        newer: `nothing changed: a version newer than ${catalog.version} is in force`,
      }[applied.outcome] + (applied.outcome === 'newer' ? ` (${applied.version})` : ''),
    );
    return applied.outcome === 'newer' ? 1 : 0;
  },
};

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${(error as Error).message}`);
  }
}
