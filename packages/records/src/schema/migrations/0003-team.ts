import { type Kysely, sql } from 'kysely';

/**
 * The members of the team, and how they sign in. Columns in camel case are those of better-auth, which reads
 * and writes these tables itself; the last three are ours alone.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table office.members (
      id text primary key,
      name text not null,
      email text not null unique,
      "emailVerified" boolean not null default false,
      image text,
      "twoFactorEnabled" boolean not null default false,
      "createdAt" timestamptz not null default now(),
      "updatedAt" timestamptz not null default now(),
      language text,
      revision integer not null default 1
    )`.execute(db);
  await sql`
    create table office.sessions (
      id text primary key,
      "userId" text not null references office.members on delete cascade,
      token text not null unique,
      "expiresAt" timestamptz not null,
      "createdAt" timestamptz not null default now(),
      "updatedAt" timestamptz not null default now(),
      "ipAddress" text,
      "userAgent" text
    )`.execute(db);
  await sql`create index sessions_member on office.sessions ("userId")`.execute(db);
  await sql`
    create table office.accounts (
      id text primary key,
      "userId" text not null references office.members on delete cascade,
      "accountId" text not null,
      "providerId" text not null,
      "accessToken" text,
      "refreshToken" text,
      "idToken" text,
      "accessTokenExpiresAt" timestamptz,
      "refreshTokenExpiresAt" timestamptz,
      scope text,
      password text,
      "createdAt" timestamptz not null default now(),
      "updatedAt" timestamptz not null default now(),
      unique ("userId", "providerId", "accountId")
    )`.execute(db);
  await sql`
    create table office.verifications (
      id text primary key,
      identifier text not null,
      value text not null,
      "expiresAt" timestamptz not null,
      "createdAt" timestamptz not null default now(),
      "updatedAt" timestamptz not null default now()
    )`.execute(db);
  await sql`create index verifications_identifier on office.verifications (identifier)`.execute(db);
  await sql`
    create table office.two_factors (
      id text primary key,
      "userId" text not null references office.members on delete cascade,
      secret text not null,
      "backupCodes" text not null,
      verified boolean default true,
      "failedVerificationCount" integer default 0,
      "lockedUntil" timestamptz
    )`.execute(db);
  await sql`create index two_factors_member on office.two_factors ("userId")`.execute(db);
  await sql`
    create table office.passkeys (
      id text primary key,
      "userId" text not null references office.members on delete cascade,
      name text,
      "publicKey" text not null,
      "credentialID" text not null unique,
      counter integer not null,
      "deviceType" text not null,
      "backedUp" boolean not null,
      transports text,
      aaguid text,
      "createdAt" timestamptz default now()
    )`.execute(db);
  await sql`create index passkeys_member on office.passkeys ("userId")`.execute(db);
  await sql`
    create table office.links (
      link_id text primary key,
      kind text not null check (kind in ('first_owner', 'invitation', 'new_password')),
      token_sha256 text not null unique,
      email text,
      member_id text references office.members on delete cascade,
      removes_two_factor boolean not null default false,
      created_by text not null,
      created_at timestamptz not null default now(),
      expires_at timestamptz not null
    )`.execute(db);
  await sql`create unique index links_invitation on office.links (email) where kind = 'invitation'`.execute(
    db,
  );
  await sql`
    create table office.attempts (
      subject text primary key,
      count integer not null,
      until timestamptz not null
    )`.execute(db);
}
