import { readFile } from 'node:fs/promises';
import { applyCatalog, openLedger } from '@onsale/ledger';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import { type Command, UsageError } from '../command.ts';

/** Puts a catalog file in force, as a gateway does at its start. */
export const catalogApplyCommand: Command = {
  usage: 'catalog apply FILE',
  summary: 'puts a catalog in force; sold tickets stay sold, an older version changes nothing',
  options: {},
  words: { least: 1, most: 1 },
  async run({ redis, shards, print }, { words }) {
    const [file = ''] = words;
    const catalog = parseCatalog(await read(file), file);
    // The one command that may create the data, so it needs to be told the number of shards.
    const applied = await applyCatalog(await openLedger(redis, shards), catalog);
    print(
      {
        applied: `version ${catalog.version} is in force`,
        unchanged: `version ${catalog.version} was in force already`,
        newer: `nothing changed: a newer version than ${catalog.version} is in force`,
      }[applied.outcome] + (applied.outcome === 'newer' ? ` (${applied.version})` : ''),
    );
    return applied.outcome === 'newer' ? 1 : 0;
  },
};

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} can't be read: ${(error as Error).message}`);
  }
}
