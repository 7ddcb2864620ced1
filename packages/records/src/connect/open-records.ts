import { Socket } from 'node:net';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { RecordsTables } from '../schema/tables.ts';

/** A connection to the database of the office side. */
export type Records = Kysely<RecordsTables>;

/** How long a connection is kept that nobody uses. */
const IDLE_MS = 10_000;

/**
 * Opens a pool of connections; none is made before the first query. `url` as libpq takes it, a socket's
 * folder in `?host=`; `name` is what the database calls these connections. A lost connection is told to
 * `onError`, and the next query makes a new one; so is one on which the server says nothing for `silentAtMostMs`
 * while it is in use. Close it with `destroy()`.
 */
export function openRecords({
  url,
  name,
  max = 4,
  silentAtMostMs,
  onError,
}: {
  url: string;
  name: string;
  max?: number;
  silentAtMostMs?: number;
  onError: (error: Error) => void;
}): Records {
  // Sums and times in ms stay far below 2^53.
  const types = new pg.TypeOverrides();
  types.setTypeParser(pg.types.builtins.INT8, Number);
  const pool = new pg.Pool({
    ...{ connectionString: url, application_name: name, max, types },
    connectionTimeoutMillis: 5000,
    // One that nobody uses is silent, too: it is closed before that counts.
    idleTimeoutMillis: Math.min(IDLE_MS, (silentAtMostMs ?? Infinity) / 2),
    ...(silentAtMostMs === undefined ? {} : { stream: () => impatientSocket(silentAtMostMs) }),
  });
  // In the middle of a transaction too, when nobody waits for an answer: the next query is refused.
  pool.on('connect', (client) => client.on('error', onError));
  // The same of a connection that nobody uses.
  pool.on('error', () => undefined);
  return new Kysely<RecordsTables>({ dialect: new PostgresDialect({ pool }) });
}

// A machine that dies closes no connection, and what is sent to it is repeated for a quarter of an hour.
function impatientSocket(silentAtMostMs: number): Socket {
  const socket = new Socket();
  return socket.setTimeout(silentAtMostMs, () => {
    const code = 'ETIMEDOUT';
    socket.destroy(Object.assign(new Error('PostgreSQL has not answered in time'), { code }));
  });
}
