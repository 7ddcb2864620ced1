import { sql } from 'kysely';
import type { Records } from './open-records.ts';

/** What the database says of itself. */
export interface DatabaseFacts {
  /** Of the server, such as `15.18`. */
  version: string;
  /** What the whole database weighs on the disk. */
  bytes: number;
}

export async function readDatabase(db: Records): Promise<DatabaseFacts> {
  const { rows } = await sql<DatabaseFacts>`
    select split_part(current_setting('server_version'), ' ', 1) as version,
      pg_database_size(current_database()) as bytes`.execute(db);
  const [facts] = rows;
  if (facts === undefined) throw new Error('the database says nothing of itself');
  return facts;
}
