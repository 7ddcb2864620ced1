import {
  CatalogError,
  DataFormatError,
  DataWereHereError,
  NoLedgerError,
  ShardsMismatchError,
} from '@onsale/ledger';
import { MissingFunctionError } from '@onsale/redis';
import { ConfigError } from '@onsale/service';
import { UsageError } from './command.ts';
import { UnreachableError } from './connect.ts';

/** As a shell says it of a command that Ctrl-C has ended. */
const INTERRUPTED = 130;

/** What a person can mend; anything else is shown with where it happened. */
const MENDABLE = [
  CatalogError,
  DataFormatError,
  DataWereHereError,
  MissingFunctionError,
  NoLedgerError,
  ShardsMismatchError,
  UnreachableError,
];

/** Says on stderr why the command has failed; returns the exit code of the process. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof Error)) throw error;
  if (error.name === 'AbortError') {
    process.stderr.write('interrupted\n');
    return INTERRUPTED;
  }
  const isUsage = error instanceof UsageError || error instanceof ConfigError;
  const isMendable = isUsage || MENDABLE.some((kind) => error instanceof kind);
  process.stderr.write(`${isMendable ? error.message : error.stack}\n`);
  return isUsage ? 2 : 1;
}
