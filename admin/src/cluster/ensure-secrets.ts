import { type ApiServer, ClusterError, type StoredManifest } from './api-server.ts';
import { secretManifest } from './manifests.ts';
import type { RedisUser } from './redis-users.ts';
import {
  HASHES_SECRET,
  hashPasswords,
  makeEntries,
  PASSWORD_ENTRY,
  type SecretOptions,
  type WantedSecret,
  wantedSecrets,
} from './wanted-secrets.ts';

/** Others may create, change or delete the same Secret meanwhile; so many of them do not. */
const ATTEMPTS = 5;

/** What `ensureSecrets` found and did. */
export interface EnsuredSecrets {
  /** The password of each Redis user. */
  passwords: Record<string, string>;
  /** Names of the Secrets that were made, and of those that were there. */
  created: string[];
  existed: string[];
  /** The users whose hash was added or replaced in a Secret that was there. */
  changedUsers: string[];
}

/**
 * Creates each Secret that does not exist. Those that do are never changed, whoever made them; only the
 * one with the hashes of all passwords is brought up to date. Throws `ClusterError` if an entry is
 * missing.
 */
export async function ensureSecrets(
  api: ApiServer,
  users: readonly RedisUser[],
  options: SecretOptions,
): Promise<EnsuredSecrets> {
  const done: EnsuredSecrets = { passwords: {}, created: [], existed: [], changedUsers: [] };
  for (const wanted of wantedSecrets(users, options)) {
    const { entries, isNew } = await ensureSecret(api, wanted);
    (isNew ? done.created : done.existed).push(wanted.name);
    const password = entries[PASSWORD_ENTRY];
    if (password !== undefined) done.passwords[wanted.name] = password;
  }
  const changed = await ensureHashes(api, hashPasswords(done.passwords));
  if (changed === 'created') done.created.push(HASHES_SECRET);
  else {
    done.existed.push(HASHES_SECRET);
    done.changedUsers = changed;
  }
  return done;
}

async function ensureSecret(
  api: ApiServer,
  wanted: WantedSecret,
): Promise<{ entries: Record<string, string>; isNew: boolean }> {
  const { name } = wanted;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const stored = await api.get('Secret', name);
    if (stored !== undefined) return { entries: entriesOf(stored, wanted), isNew: false };
    const entries = makeEntries(wanted);
    if (await api.create(secretManifest(name, api.namespace, entries))) {
      return { entries, isNew: true };
    }
  }
  throw unsteady(name);
}

function entriesOf(stored: StoredManifest, { name, entries }: WantedSecret) {
  const found = decode(stored);
  const missing = Object.keys(entries).filter((entry) => (found[entry] ?? '') === '');
  if (missing.length === 0) return found;
  throw new ClusterError(
    `the Secret ${name} exists, but without ${missing.join(' and ')}, and is left as it is: ` +
      'whoever made it has to add that, or delete it, so that the next run makes a new one',
  );
}

// Users that are not known here stay, such as that of the generator.
async function ensureHashes(
  api: ApiServer,
  hashes: Record<string, string>,
): Promise<'created' | string[]> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const stored = await api.get('Secret', HASHES_SECRET);
    if (stored === undefined) {
      if (await api.create(secretManifest(HASHES_SECRET, api.namespace, hashes))) return 'created';
      continue;
    }
    const found = decode(stored);
    const changed = Object.keys(hashes).filter((user) => found[user] !== hashes[user]);
    if (changed.length === 0) return [];
    refuseForeign(stored, changed);
    const data = { ...stored.data };
    for (const user of changed) data[user] = Buffer.from(hashes[user] ?? '').toString('base64');
    if (await api.replace({ ...stored, data })) return changed;
  }
  throw unsteady(HASHES_SECRET);
}

function refuseForeign({ metadata, immutable }: StoredManifest, changed: readonly string[]): void {
  const [owner] = metadata.ownerReferences ?? [];
  if (owner === undefined && immutable !== true) return;
  const problem = `the Secret ${HASHES_SECRET} does not have the hashes of the passwords of ${changed.join(', ')}`;
  throw new ClusterError(
    owner === undefined
      ? `${problem}, and is immutable: delete it, so that the next run makes a new one`
      : `${problem}, and belongs to the ${owner.kind} ${owner.name}, which has to add them`,
  );
}

function decode({ data = {} }: StoredManifest): Record<string, string> {
  return Object.fromEntries(
    // As everything that reads a password from a file.
    Object.entries(data).map(([name, text]) => [
      name,
      Buffer.from(text, 'base64').toString().trim(),
    ]),
  );
}

function unsteady(name: string): ClusterError {
  return new ClusterError(`the Secret ${name} is changed by others all the time`);
}
