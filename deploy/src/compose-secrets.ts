import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readRedisUsers, renderAclFile } from './redis-users.ts';

// The first container of compose.yaml: makes every password once, each in the volume of the one that
// needs it, and gives the folders to the user of all other containers. Runs at every start and
// changes nothing that is there.

/** The user of our images. */
const USER = 10001;
/** One volume for each container that has a secret. */
const SECRETS = '/secrets';
const DATA = '/data';

const passwords: Record<string, string> = {};
for (const { name, hasPassword } of readRedisUsers()) {
  // A user without a volume is nobody here; it still needs a password that nobody knows.
  const folder = `${SECRETS}/${name}`;
  if (hasPassword) {
    passwords[name] = existsSync(folder) ? keepSecret(`${folder}/redis-password`) : newSecret();
  }
}
keepSecret(`${SECRETS}/database-api/api-token`);
mkdirSync(`${SECRETS}/redis`, { recursive: true });
give(`${SECRETS}/redis/users.acl`, renderAclFile(passwords));
// Who installs leaves a mark beside its password.
if (existsSync(`${SECRETS}/install`)) chownSync(`${SECRETS}/install`, USER, USER);
chownSync(DATA, USER, USER);

// The secret in a file, which is made when it is not there.
function keepSecret(file: string): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const text = newSecret();
  give(file, `${text}\n`);
  return text;
}

function give(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o400 });
  chownSync(file, USER, USER);
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
