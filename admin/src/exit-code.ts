import {
  CatalogError,
  DataFormatError,
  DataLostError,
  NoLedgerError,
  ShardsMismatchError,
} from '@onsale/ledger';
import { isOutage, MissingFunctionError } from '@onsale/redis';
import { ConfigError } from '@onsale/service';
import { UsageError } from './command.ts';
import { UnreachableError } from './connect.ts';

/** As a shell says it of a command that Ctrl-C has ended. */
const INTERRUPTED = 130;

/** What a person can mend; anything else is shown with where it happened. */
const MENDABLE = [
  CatalogError,
  DataFormatError,
  DataLostError,
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
  process.stderr.write(`${isUsage ? error.message : describe(error)}\n`);
  return isUsage ? 2 : 1;
}

function describe(error: Error): string {
  if (MENDABLE.some((kind) => error instanceof kind)) return error.message;
  // An answer of Redis begins with its code; else the connection has broken.
  if (isOutage(error)) return `Redis can't be used at present: ${error.message}`;
  return `this is a fault of Onsale: ${error.stack}`;
}
