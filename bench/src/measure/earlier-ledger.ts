import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type * as Present from '@onsale/ledger';
import type * as PresentParser from '@onsale/ledger/parse-catalog';
import { checkOut, hasRevision, installFunctionsOf, type TestRedis } from '@onsale/testing';
import { type LedgerCode, openBareLedger } from './backlog.ts';
import { CATALOG_FILE } from './onsale.ts';

/** The ledger of an earlier commit, run in this process next to the present one. */
export interface EarlierLedger {
  code: LedgerCode;
  /** What `openBenchLedger` does, by the earlier commit. */
  open(redis: TestRedis): Promise<Present.Ledger>;
  remove(): Promise<void>;
}

/** Checks out the ledger of a commit; undefined when the history lacks it, as in a shallow clone. */
export async function checkOutLedger(revision: string): Promise<EarlierLedger | undefined> {
  if (!(await hasRevision(revision))) return undefined;
  const checkout = await checkOut(revision);
  const { root } = checkout;
  const load = (file: string) =>
    import(pathToFileURL(join(root, 'packages/ledger/src', file)).href);
  const code = (await load('index.ts')) as typeof Present;
  const { parseCatalog } = (await load('catalog/parse-catalog.ts')) as typeof PresentParser;
  return {
    code,
    remove: () => checkout.remove(),
    open: async (redis) => {
      const ledger = await openBareLedger(redis);
      await installFunctionsOf(root, ledger.redis);
      const catalog = parseCatalog(await readFile(CATALOG_FILE, 'utf8'), CATALOG_FILE);
      await code.applyCatalog(ledger, catalog);
      return ledger;
    },
  };
}
