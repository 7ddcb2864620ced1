import type { Redis } from '@onsale/redis';
import type { Ledger } from '@onsale/ledger';

/** How a command ends: 0 done, 1 something is broken or refused, 2 it was called wrongly. */
export type ExitCode = 0 | 1 | 2;

/** The command line is wrong; the message says where. */
export class UsageError extends Error {}

/** What a command works with. */
export interface CommandContext {
  redis: Redis;
  /** The ledger of this Redis; throws `NoLedgerError` while it holds none. */
  openLedger: () => Promise<Ledger>;
  /** `SHARDS`, for the command that may create the data. */
  shards: number;
  /** `DATA_EXISTS`, for the same. */
  hadData: boolean;
  /** `ORDER_RETENTION_DAYS`. */
  retentionDays: number | undefined;
  /** Aborted by Ctrl-C: a long command ends after what it is doing. */
  signal: AbortSignal;
  /** Writes one line of the result to stdout. */
  print: (line: string) => void;
  /** Writes text to stdout as it is, and waits while the reader is slower. */
  write: (text: string) => Promise<void>;
  /** Says on stderr how far a long command is; where nobody watches, only now and then. */
  progress: (line: string) => void;
  /** Writes one line to stderr: what is wrong, but does not end the command. */
  warn: (line: string) => void;
}

/** A task for one call, such as `orders export`. */
export interface Command {
  /** Its words and arguments, as in `--help`. */
  usage: string;
  /** What it does, in a sentence. */
  summary: string;
  /** The options it takes beside `--help`; those of type string need a value. */
  options: Record<string, { type: 'string' | 'boolean' }>;
  /** How many words may follow its name. */
  words: { least: number; most: number };
  run(context: CommandContext, call: CommandCall): Promise<ExitCode>;
}

/** What was typed after the command's name. */
export interface CommandCall {
  words: string[];
  options: Record<string, string | boolean | undefined>;
}
