import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { newSecret, newWebhookSecret } from '../../admin/src/cluster/wanted-secrets.ts';
import { readRedisUsers, renderAclFile } from './redis-users.ts';

// The first container of compose.yaml: creates every password and key once, each in the volume of the
// container that needs it, and gives the folders to the user of all other containers. It runs at
// every start, and changes nothing that exists.

/** The user of our images. */
const USER = 10001;
/** A volume for each container that has a secret. */
const SECRETS = '/secrets';
const DATA = '/data';
/** Where archived orders are written. */
const ARCHIVE = '/archive';
/** Where the workload generator keeps the reports of its runs. */
const RUNS = '/runs';
const BANK_BOOKS = '/bank';

const passwords: Record<string, string> = {};
for (const { name, hasPassword } of readRedisUsers()) {
  // Nobody uses an ACL user without a volume here; it still needs a password that nobody knows.
  const folder = `${SECRETS}/${name}`;
  if (hasPassword) {
    passwords[name] = existsSync(folder) ? keepSecret(`${folder}/redis-password`) : newSecret();
  }
}
keepSecret(`${SECRETS}/database-api/api-token`);
keepSecret(`${SECRETS}/customers/customer-key`);
keepSecret(`${SECRETS}/payments/payments-token`);
keepSecret(`${SECRETS}/bank/bank-token`);
keepSecret(`${SECRETS}/bank/bank-webhook-secret`, newWebhookSecret);
mkdirSync(`${SECRETS}/redis`, { recursive: true });
give(`${SECRETS}/redis/users.acl`, renderAclFile(passwords));
// The install leaves a mark next to its password.
if (existsSync(`${SECRETS}/install`)) chownSync(`${SECRETS}/install`, USER, USER);
for (const folder of [DATA, ARCHIVE, RUNS, BANK_BOOKS]) chownSync(folder, USER, USER);

// Reads the secret from a file, which is created if it does not exist.
function keepSecret(file: string, make = newSecret): string {
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const text = make();
  give(file, `${text}\n`);
  return text;
}

function give(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o400 });
  chownSync(file, USER, USER);
}
