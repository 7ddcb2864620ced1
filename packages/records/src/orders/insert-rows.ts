import { type RawBuilder, sql } from 'kysely';
import type { RecordsTables } from '../schema/tables.ts';

/**
 * The beginning of a statement that inserts rows: all of them are one parameter, which neither has a limit
 * nor makes a new statement for each number of rows. All have the columns of the first; the others get
 * their defaults, as in a newer schema.
 */
export function insertInto(
  table: keyof RecordsTables,
  rows: readonly object[],
): RawBuilder<unknown> {
  const columns = sql.join(Object.keys(rows[0] ?? {}).map((column) => sql.ref(column)));
  return sql`
    insert into ${sql.table(table)} (${columns})
    select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)})`;
}
