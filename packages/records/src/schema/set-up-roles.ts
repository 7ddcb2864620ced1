import { sql } from 'kysely';
import type { Records } from '../connect/open-records.ts';
import { DELIVERY_ROLE, LOGIN_ROLES, OFFICE_ROLE, RECORDER_ROLE } from './rights.ts';
import { scramVerifier } from './scram-verifier.ts';

const INSUFFICIENT_PRIVILEGE = '42501';

/** What became of a role that was to have a password. `refused`: this role may not create any. */
export interface RoleSetup {
  role: string;
  outcome: 'created' | 'changed' | 'refused';
}

/** Of the login roles; those without one are left alone. */
export interface RecordsPasswords {
  recorder?: string | undefined;
  office?: string | undefined;
  delivery?: string | undefined;
}

/**
 * Makes the login roles of the serving processes, or gives those that are there another password; only
 * those that a password is given for. `migrateRecords` grants them their rights. The passwords themselves
 * never reach the database, and so none of its logs.
 */
export async function setUpRoles(db: Records, passwords: RecordsPasswords): Promise<RoleSetup[]> {
  const wanted = [
    { role: RECORDER_ROLE, password: passwords.recorder },
    { role: OFFICE_ROLE, password: passwords.office },
    { role: DELIVERY_ROLE, password: passwords.delivery },
  ];
  const done: RoleSetup[] = [];
  for (const { role, password } of wanted) {
    if (password === undefined) continue;
    done.push({ role, outcome: await setUpRole(db, role, password) });
  }
  return done;
}

/** Which of the roles are there. */
export async function readRoles(db: Records): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select rolname as name from pg_roles
    where rolname = any(${LOGIN_ROLES}::text[]) order by rolname`.execute(db);
  return rows.map(({ name }) => name);
}

async function setUpRole(
  db: Records,
  role: string,
  password: string,
): Promise<RoleSetup['outcome']> {
  const isThere = (await readRoles(db)).includes(role);
  const verb = sql.raw(isThere ? 'alter' : 'create');
  try {
    await sql`${verb} role ${sql.id(role)} login nosuperuser nocreatedb nocreaterole
      password ${sql.lit(scramVerifier(password))}`.execute(db);
  } catch (error) {
    if ((error as { code?: string }).code !== INSUFFICIENT_PRIVILEGE) throw error;
    return 'refused';
  }
  return isThere ? 'changed' : 'created';
}
