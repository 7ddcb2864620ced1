import type { Redis } from '@onsale/redis';
import type { Ledger, Retention } from '@onsale/ledger';
import type { Records } from '@onsale/records';
import type { AdminConfig } from './config.ts';

/** 0: done; 1: something is broken or was refused; 2: wrong usage. */
export type ExitCode = 0 | 1 | 2;

/** The command line is wrong; the message says how. */
export class UsageError extends Error {}

/** What a command works with. */
export interface CommandContext {
  redis: Redis;
  /** Opens the ledger of this Redis; throws `NoLedgerError` when it has none. */
  openLedger: () => Promise<Ledger>;
  /**
   * Opens the records at `DATABASE_URL`; the caller of `run` closes them. Throws `NoSchemaError` when they
   * lack the schema of this version, unless any will do.
   */
  openRecords: (options?: { anySchema: boolean }) => Promise<Records>;
  /** `SHARDS`, for commands that may create the data. */
  shards: number;
  /** `DATA_EXISTS`, for the same commands. */
  hadData: boolean;
  /** `KEEP_REFUSED_HOURS` and `KEEP_DAYS`, in ms. */
  keep: Retention;
  /** `PUBLIC_URL`, for links into the shop. */
  publicUrl: string;
  /** Aborted by Ctrl-C: a long command stops after its current step. */
  signal: AbortSignal;
  /** Writes one line of the result to stdout. */
  print: (line: string) => void;
  /** Writes text to stdout unchanged, and waits for a slow reader. */
  write: (text: string) => Promise<void>;
  /** Reports the progress of a long command on stderr; without a terminal only now and then. */
  progress: (line: string) => void;
  /** Writes one line to stderr: what is wrong, but does not end the command. */
  warn: (line: string) => void;
}

/** A one-off task, such as `orders export`. */
export interface Command {
  /** Its words and arguments, as shown by `--help`. */
  usage: string;
  /** What it does, in a sentence. */
  summary: string;
  /** Its options besides `--help`; those of type string need a value. */
  options: Record<string, { type: 'string' | 'boolean' }>;
  /** How many arguments may follow its name. */
  words: { least: number; most: number };
  run(context: CommandContext, call: CommandCall): Promise<ExitCode>;
}

/** A command that works without Redis. */
export interface OfflineCommand extends Omit<Command, 'run'> {
  isOffline: true;
  run(context: Pick<CommandContext, 'print'>, call: CommandCall): Promise<ExitCode>;
}

/** A command that itself connects to what it needs. */
export interface ConnectingCommand extends Omit<Command, 'run'> {
  connects: true;
  run(
    context: Pick<CommandContext, 'signal' | 'print' | 'warn' | 'progress'> & {
      config: AdminConfig;
    },
    call: CommandCall,
  ): Promise<ExitCode>;
}

/** What was typed after the command's name. */
export interface CommandCall {
  words: string[];
  options: Record<string, string | boolean | undefined>;
}
