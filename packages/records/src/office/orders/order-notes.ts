import { sql } from 'kysely';
import type { Records } from '../../connect/open-records.ts';
import type { OrderNote } from './order-history.ts';

/** Writes a note; undefined when the order has `most` of them. */
export async function addNote(
  db: Records,
  note: { orderId: string; actor: { id: string; name: string }; text: string; most: number },
): Promise<OrderNote | undefined> {
  const { orderId, actor, text, most } = note;
  const { rows } = await sql<{ note_id: number; at: Date }>`
    insert into office.notes (order_id, actor_id, actor_name, text)
    select ${orderId}, ${actor.id}, ${actor.name}, ${text}
    where (select count(*) from office.notes where order_id = ${orderId}) < ${most}
    returning note_id, at`.execute(db);
  const [row] = rows;
  return row && { noteId: row.note_id, at: row.at, actor: actor.name, text };
}

/** Removes a note; returns whether there was one. */
export async function removeNote(db: Records, orderId: string, noteId: number): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('office.notes')
    .where('note_id', '=', noteId)
    .where('order_id', '=', orderId)
    .executeTakeFirst();
  return numDeletedRows > 0n;
}
