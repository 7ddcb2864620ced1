import { chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { DELIVERY_ROLE, OFFICE_ROLE, RECORDER_ROLE } from '@onsale/records';
import {
  DATABASE_OWNER,
  newSecret,
  newTicketKeys,
  newWebhookSecret,
  OWN_DATABASE,
  TICKET_KEYS_ENTRY,
  withLogin,
} from '../../admin/src/cluster/wanted-secrets.ts';
import { readRedisUsers, renderAclFile } from './redis-users.ts';

// The first container of compose.yaml: creates every password and key once, each in the volume of the
// container that needs it, and gives the folders to the user of all other containers. It runs at
// every start, and changes nothing that exists. Its argument is the owner's login of a PostgreSQL that is
// elsewhere, or empty.

/** The user of our images. */
const USER = 10001;
/** A volume for each container that has a secret. */
const SECRETS = '/secrets';
const DATA = '/data';
const RECORDS = '/postgres';
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
keepSecret(`${SECRETS}/admission-keys/admission-keys`);
const bankToken = keepSecret(`${SECRETS}/bank/bank-token`);
// Whoever counts the books needs no more.
keepSecret(`${SECRETS}/bank-token/bank-token`, () => bankToken);
keepSecret(`${SECRETS}/bank/bank-webhook-secret`, newWebhookSecret);
keepSecret(`${SECRETS}/office-token/office-token`);
keepSecret(`${SECRETS}/office/office-secret`);
keepSecret(`${SECRETS}/payments-token/payments-token`);
keepSecret(`${SECRETS}/ticket-keys/${TICKET_KEYS_ENTRY}`, newTicketKeys);
// A new key is a new file.
chownSync(`${SECRETS}/ticket-keys`, USER, USER);
giveDatabaseLogins();
mkdirSync(`${SECRETS}/redis`, { recursive: true });
give(`${SECRETS}/redis/users.acl`, renderAclFile(passwords));
// The install leaves a mark next to its password.
if (existsSync(`${SECRETS}/install`)) chownSync(`${SECRETS}/install`, USER, USER);
for (const folder of [DATA, RECORDS, ARCHIVE, RUNS, BANK_BOOKS]) chownSync(folder, USER, USER);

// The addresses are written at each start: that login may come, go or change.
function giveDatabaseLogins(): void {
  const ownerPassword = keepSecret(`${SECRETS}/postgres/password`);
  const given = process.argv[2] ?? '';
  // podman-compose 1.0.3 leaves a variable with an empty default as it was written.
  const owner = given.startsWith('postgres')
    ? given
    : withLogin(OWN_DATABASE, DATABASE_OWNER, ownerPassword);
  give(`${SECRETS}/postgres/database-url`, owner);
  for (const [name, role] of [
    ['recorder', RECORDER_ROLE],
    ['office', OFFICE_ROLE],
    ['delivery', DELIVERY_ROLE],
  ] as const) {
    const password = keepSecret(`${SECRETS}/${name}/database-password`);
    give(`${SECRETS}/${name}/database-url`, withLogin(owner, role, password));
  }
}

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
