import { type Kysely, sql } from 'kysely';

/** Pictures, what events said before they were changed, and the office's settings. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table office.pictures (
      picture_id text primary key,
      width integer not null,
      height integer not null,
      added_at timestamptz not null default now(),
      added_by text not null
    )`.execute(db);
  await sql`
    create table office.picture_sizes (
      picture_id text not null references office.pictures on delete cascade,
      width integer not null,
      content bytea not null,
      primary key (picture_id, width)
    )`.execute(db);
  // They are compressed in themselves.
  await sql`alter table office.picture_sizes alter column content set storage external`.execute(db);
  await sql`
    create table office.event_revisions (
      event_id text not null,
      revision integer not null,
      document jsonb not null,
      seen_at timestamptz not null default now(),
      primary key (event_id, revision)
    )`.execute(db);
  await sql`
    create table office.settings (
      is_only boolean primary key default true check (is_only),
      revision integer not null,
      document jsonb not null,
      changed_at timestamptz not null default now(),
      changed_by text not null
    )`.execute(db);
  await sql`
    create table office.terms_versions (
      version text primary key,
      text text not null,
      seen_at timestamptz not null default now()
    )`.execute(db);
}
