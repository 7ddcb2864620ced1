import { sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';
import { selectSums } from './sum-up.ts';
import { SUMS } from './sums.ts';

/** Sums that are told one by one. */
const MOST = 20;

/**
 * Compares the sums with the orders, lines and payments that are recorded: a sentence for each that differs. Each
 * table is compared at one moment, so that nothing has to stand still.
 */
export async function checkSums(db: Records): Promise<string[]> {
  const problems: string[] = [];
  for (const sums of SUMS) {
    const columns = [...sums.key, ...Object.keys(sums.amounts)];
    const names = sql.join(columns.map((column) => sql.ref(column)));
    const isNothing = sql.join(
      Object.keys(sums.amounts).map((column) => sql`${sql.ref(column)} = 0`),
      sql` and `,
    );
    const { rows } = await sql<{ event_id: string; day: string }>`
      with kept as (select ${names} from ${sql.table(sums.table)} where not (${isNothing})),
        made as (select * from (${selectSums(sums, sums.select(ALL))}) as each (${names}) where not (${isNothing}))
      select distinct event_id, day::text from (
        (select * from kept except all select * from made)
        union all (select * from made except all select * from kept)) as differing
      order by event_id, day limit ${MOST}`.execute(db);
    const what = sums.table.slice('records.'.length).replace('_', ' ');
    for (const { event_id: id, day } of rows) {
      problems.push(
        `the ${what} of event ${id || '(unknown)'} on ${day} are not those of its orders`,
      );
    }
  }
  return problems;
}

const ALL = { orders: sql`true`, payments: sql`true` };
