import { randomBytes } from 'node:crypto';
import { createInvitation, type Records, type StoredGrant } from '@onsale/records';

/** Somebody of the team, signed in by the real way: an invitation that they have accepted. */
export interface TestMember {
  email: string;
  password: string;
  /** For the header `Cookie`. */
  cookie: string;
  /** Each cookie by its name. */
  cookies: Readonly<Record<string, string>>;
}

/**
 * Makes a member of the team with these roles, and signs them in. `url` is the office, or the console's
 * `/api`; `consoleUrl` the origin that the office takes changes from.
 */
export async function joinTeam(
  { db, url, consoleUrl }: { db: Records; url: string; consoleUrl: string },
  options: { grants: readonly StoredGrant[]; name?: string; email?: string },
): Promise<TestMember> {
  const { grants, name = 'Ada Lovelace' } = options;
  const email = options.email ?? `${randomBytes(6).toString('hex')}@example.org`;
  const password = randomBytes(12).toString('base64url');
  const link = await createInvitation(db, { email, createdBy: 'test', grants });
  const response = await fetch(`${url}/v1/links/invitation`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: new URL(consoleUrl).origin },
    body: JSON.stringify({ token: link?.token ?? '', name, password }),
  });
  if (response.status !== 201) {
    throw new Error(`the invitation was answered ${response.status}: ${await response.text()}`);
  }
  const pairs = response.headers.getSetCookie().map((each) => each.split(';')[0] ?? '');
  const cookies = Object.fromEntries(
    pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
  return { email, password, cookies, cookie: pairs.join('; ') };
}
