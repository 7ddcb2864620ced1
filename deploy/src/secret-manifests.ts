import { type DataManifest, secretManifest } from '../../admin/src/cluster/manifests.ts';
import {
  HASHES_SECRET,
  hashPasswords,
  makeEntries,
  PASSWORD_ENTRY,
  wantedSecrets,
} from '../../admin/src/cluster/wanted-secrets.ts';
import { NAMESPACE } from './namespace.ts';
import { readRedisUsers } from './redis-users.ts';

/** A new Secret, with its values in the clear. */
export type SecretManifest = DataManifest & { stringData: Record<string, string> };

/** The Secrets that the Job `install` makes in a laboratory, with values that are new with each call. */
export function newSecrets(): SecretManifest[] {
  const passwords: Record<string, string> = {};
  const secrets = wantedSecrets(readRedisUsers(), { bank: true }).map((wanted) => {
    const entries = makeEntries(wanted);
    const password = entries[PASSWORD_ENTRY];
    if (password !== undefined) passwords[wanted.name] = password;
    return manifest(wanted.name, entries);
  });
  return [manifest(HASHES_SECRET, hashPasswords(passwords)), ...secrets];
}

function manifest(name: string, entries: Record<string, string>): SecretManifest {
  return { ...secretManifest(name, NAMESPACE, entries), stringData: entries };
}
