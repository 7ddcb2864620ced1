import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY_MS, openLedger, writeEvent } from '@onsale/ledger';
import { createApiKey, migrateRecords, openRecords, type Records } from '@onsale/records';
import { connectionOf, startPostgres, type TestPostgres, type TestRedis } from '@onsale/testing';
import { sql } from 'kysely';
import type { Scale } from '../measure/benchmark.ts';
import { generateSeason, type Season, SEASON_TICKETS } from './generate-season.ts';

const EVENTS = 200;
/** What a team of twelve has done in a year. */
const ACTIVITIES = 20_000;

/** A season in PostgreSQL, and its events on sale in Redis. */
export interface OpenSeason {
  postgres: TestPostgres;
  season: Season;
  orders: number;
  /** When the last event of the season takes place. */
  lastDay: string;
  /** The secret of an owner's. */
  apiKey: string;
  close(): Promise<void>;
}

/** Makes a season, or takes up the one that was kept. */
export async function openSeason(redis: TestRedis, scale: Scale): Promise<OpenSeason> {
  const { manyOrders: orders, keepIn } = scale;
  const events = orders < 100_000 ? EVENTS / 10 : EVENTS;
  // What is lost when the machine stops is made again. All that reading depends on is as `npm start` has it.
  const settings = { fsync: 'off', synchronous_commit: 'off', max_wal_size: '8GB' };
  const postgres = await startPostgres(settings, { keepIn });
  const db = openRecords({ url: postgres.url, name: 'bench', onError: () => undefined });
  try {
    const season = await takeUp(db, { events, orders, keepIn });
    await writeEvents(redis, season);
    const { secret } = await createApiKey(db, {
      ...{ name: 'bench', createdBy: 'bench' },
      grants: [{ role: 'owner' }],
    });
    return {
      ...{ postgres, season, orders, apiKey: secret, lastDay: '2026-11-20' },
      close: async () => {
        await db.destroy();
        await postgres.stop();
      },
    };
  } catch (error) {
    await db.destroy();
    await postgres.stop();
    throw error;
  }
}

async function takeUp(
  db: Records,
  { events, orders, keepIn }: { events: number; orders: number; keepIn: string | undefined },
): Promise<Season> {
  // Written last: a season that was cut off is none.
  const file = keepIn === undefined ? undefined : join(keepIn, `season-${events}-${orders}.json`);
  if (file !== undefined && existsSync(file)) {
    return JSON.parse(await readFile(file, 'utf8')) as Season;
  }
  await migrateRecords(db);
  const startMs = performance.now();
  const season = await generateSeason(db, { events, orders });
  await addTeam(db);
  const seconds = Math.round((performance.now() - startMs) / 1000);
  process.stdout.write(`a season of ${orders.toLocaleString('en')} orders, made in ${seconds} s\n`);
  if (file !== undefined) await writeFile(file, JSON.stringify(season));
  return season;
}

// A team, what it has done, and what it has written to buyers.
async function addTeam(db: Records): Promise<void> {
  await sql`
    insert into office.members (id, name, email)
    select 'member-' || n, 'Member ' || n, 'member.' || n || '@example.org' from generate_series(1, 12) n`.execute(
    db,
  );
  await sql`
    insert into office.grants (holder_id, role)
    select id, 'manager' from office.members`.execute(db);
  await sql`
    insert into office.activity (at, actor_id, actor_name, action, event_id, subject, outcome, request_id)
    select now() - n * interval '25 minutes', 'member-' || 1 + n % 12, 'Member ' || 1 + n % 12, 'pauseEvent',
      event_id, 'event:' || event_id, 'done', 'request-' || n
    from generate_series(1, ${ACTIVITIES}::integer) n
    join (select event_id, row_number() over () - 1 as place, count(*) over () as events from records.events) e
      on e.place = n % e.events`.execute(db);
  await sql`
    insert into office.messages (message_id, event_id, subject, body, audience, state, created_by)
    select 'message-' || event_id || n, event_id, 'See you soon', 'Doors open at seven.',
      '{"orders": ["confirmed"]}', 'sent', 'Member 1'
    from records.events, generate_series(1, 3) n`.execute(db);
  await sql`vacuum (analyze) office.activity, office.messages, office.members, office.grants`.execute(
    db,
  );
}

// All on sale: more than any season has at a time.
async function writeEvents(redis: TestRedis, { eventIds }: Season): Promise<void> {
  const ledger = await openLedger(connectionOf(redis), 4);
  for (const [i, id] of eventIds.entries()) {
    const startsAt = `${new Date(Date.now() + (1 + i) * DAY_MS).toISOString().slice(0, -5)}Z`;
    const written = await writeEvent(
      ledger,
      {
        ...{ id, name: `Evening ${i + 1} of the season`, venue: 'Hall', startsAt, currency: 'EUR' },
        description: 'One of many evenings of this season. '.repeat(10),
        pools: [{ id: 'hall', capacity: 10_000 }],
        tickets: SEASON_TICKETS.map(([type, priceMinor]) => ({
          ...{ id: `${id}-${type}`, eventId: id, name: type, type, currency: 'EUR', priceMinor },
          ...{ description: '', pool: 'hall', capacity: 10_000 },
        })),
      },
      { revision: 0, status: 'on_sale' },
    );
    if (written.outcome !== 'written') throw new Error(written.message);
  }
}
