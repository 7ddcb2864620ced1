import { sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';

/** After that, a request that has not been answered is taken for one whose process has died. */
const TAKEN_OVER_S = 60;

/** Which request it is: of whom, by which key, and what it says. */
export interface RequestId {
  actorId: string;
  key: string;
  /** Of all that it says, in hex. */
  sha256: string;
}

export type BegunAnswer =
  | { is: 'begun' | 'under_way' | 'another_request' }
  | { is: 'answered'; status: number; body: unknown };

/** Begins to answer a request, unless it was begun or answered before. */
export async function beginAnswer(db: Records, request: RequestId): Promise<BegunAnswer> {
  const { actorId, key, sha256 } = request;
  const { rows } = await sql<{ begun: boolean }>`
    insert into office.answers as answer (actor_id, idempotency_key, request_sha256)
    values (${actorId}, ${key}, ${sha256})
    on conflict (actor_id, idempotency_key) do update set at = now()
    where answer.status is null
      and answer.request_sha256 = excluded.request_sha256
      and answer.at < now() - make_interval(secs => ${TAKEN_OVER_S})
    returning true as begun`.execute(db);
  if (rows.length > 0) return { is: 'begun' };
  const row = await db
    .selectFrom('office.answers')
    .selectAll()
    .where('actor_id', '=', actorId)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
  // It was just given up.
  if (row === undefined) return { is: 'under_way' };
  if (row.request_sha256 !== sha256) return { is: 'another_request' };
  if (row.status === null) return { is: 'under_way' };
  return { is: 'answered', status: row.status, body: row.body };
}

/** Keeps the answer, for whoever repeats the request. */
export async function keepAnswer(
  db: Records,
  { actorId, key }: RequestId,
  { status, body }: { status: number; body: unknown },
): Promise<void> {
  await db
    .updateTable('office.answers')
    .set({ status, body: JSON.stringify(body) })
    .where('actor_id', '=', actorId)
    .where('idempotency_key', '=', key)
    .execute();
}

/**
 * Lets a request that was not answered be made anew at once: with the same content alone, or, when
 * nothing of it was done, with any. An answer that another process has given meanwhile stays.
 */
export async function giveUpAnswer(
  db: Records,
  { actorId, key }: RequestId,
  { nothingDone }: { nothingDone: boolean },
): Promise<void> {
  if (nothingDone) {
    await db
      .deleteFrom('office.answers')
      .where('actor_id', '=', actorId)
      .where('idempotency_key', '=', key)
      .where('status', 'is', null)
      .execute();
    return;
  }
  await db
    .updateTable('office.answers')
    .set({ at: new Date(0) })
    .where('actor_id', '=', actorId)
    .where('idempotency_key', '=', key)
    .execute();
}
