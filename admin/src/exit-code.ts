import { ApiError } from '@onsale/contracts';
import {
  CatalogError,
  DataFormatError,
  DataLostError,
  NewerLogEntryError,
  NoLedgerError,
  ShardsMismatchError,
} from '@onsale/ledger';
import { isOutage, MissingFunctionError, RedisTooOldError } from '@onsale/redis';
import { ConfigError } from '@onsale/service';
import { ClusterError } from './cluster/api-server.ts';
import { NoSchemaError } from './open-records.ts';
import { UsageError } from './command.ts';
import { UnreachableError } from './connect.ts';
import { PaymentsError } from './payments/payments-client.ts';

/** As shells report a command ended by Ctrl-C. */
const INTERRUPTED = 130;

/** Errors a person can fix; all others are shown with a stack trace. */
const MENDABLE = [
  ApiError,
  CatalogError,
  ClusterError,
  DataFormatError,
  DataLostError,
  MissingFunctionError,
  NewerLogEntryError,
  NoLedgerError,
  NoSchemaError,
  PaymentsError,
  RedisTooOldError,
  ShardsMismatchError,
  UnreachableError,
];

/** Writes the reason of a failure to stderr; returns the exit code of the process. */
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
  if ((error as NodeJS.ErrnoException).code === 'ERR_ACCESS_DENIED') return NO_FILES;
  if (isOfFile(error)) return `cannot use the file or folder: ${error.message}`;
  // Only an answer of PostgreSQL has a severity.
  if ('severity' in error) return `cannot use PostgreSQL: ${error.message}`;
  // An error reply of Redis begins with its code; otherwise the connection is broken.
  if (isOutage(error)) return `cannot use Redis: ${error.message}`;
  return `unexpected error, probably a bug in Onsale: ${error.stack}`;
}

/** Node's permission model is on, as in our images. */
const NO_FILES =
  'this process may not write files; in a container, start the command without run.sh (docs/containers.md)';

/** What a system call that concerns a file or folder is called in an error. */
const FILE_CALLS = new Set([
  'fsync',
  'mkdir',
  'open',
  'rename',
  'rm',
  'scandir',
  'unlink',
  'write',
]);

function isOfFile(error: Error): boolean {
  const { syscall, code } = error as NodeJS.ErrnoException;
  return code !== undefined && syscall !== undefined && FILE_CALLS.has(syscall) && code !== 'EPIPE';
}
