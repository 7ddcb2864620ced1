import { type RawBuilder, sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';

/** Rows fetched at a time: some hundred kB. */
const PAGE = 1000;

/**
 * Reads the rows of a query page by page, all of them as they were at its beginning, and never more than a page
 * into memory. Takes a connection until it ends or is left.
 */
export async function* scanRows<Row>(db: Records, query: RawBuilder<Row>): AsyncGenerator<Row[]> {
  const tx = await db.startTransaction().execute();
  try {
    await sql`declare rows no scroll cursor for ${query}`.execute(tx);
    for (;;) {
      const { rows } = await sql<Row>`fetch forward ${sql.lit(PAGE)} from rows`.execute(tx);
      if (rows.length > 0) yield rows;
      if (rows.length < PAGE) return;
    }
  } finally {
    await tx.rollback().execute();
  }
}
