import type { Records } from '@onsale/records';
import type { AdminConfig } from './config.ts';
import { UsageError } from './command.ts';
import { UnreachableError } from './connect.ts';

/** The database has not the schema that this version needs. */
export class NoSchemaError extends Error {}

/** The records, opened when a command first asks for them. */
export class RecordsAccess {
  readonly #config: AdminConfig;
  #opened: Records | undefined;

  constructor(config: AdminConfig) {
    this.#config = config;
  }

  /**
   * Throws `UnreachableError` when there is no database after `CONNECT_TIMEOUT_MS`, and `NoSchemaError`
   * when it lacks the schema of this version, unless that is what the command is about.
   */
  async open({ anySchema = false } = {}): Promise<Records> {
    const { DATABASE_URL: url, CONNECT_TIMEOUT_MS: timeoutMs } = this.#config;
    if (url === undefined) {
      throw new UsageError('DATABASE_URL is missing; it must be the address of the records');
    }
    // Most commands don't need what it loads.
    const { connectRecords, openRecords, schemaState } = await import('@onsale/records');
    const db = openRecords({ url, name: 'onsale-admin', onError: () => undefined });
    this.#opened = db;
    const signal = AbortSignal.timeout(timeoutMs);
    await connectRecords(db, signal).catch((error: Error) => {
      throw new UnreachableError(
        `cannot use the database: ${error.message}; is DATABASE_URL right?`,
      );
    });
    if (anySchema) return db;
    const { pending, hasJobs } = await schemaState(db);
    if (pending.length === 0 && hasJobs) return db;
    throw new NoSchemaError('the database lacks the schema of this version; run records install');
  }

  async close(): Promise<void> {
    await this.#opened?.destroy();
  }
}
