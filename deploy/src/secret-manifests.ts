import { randomBytes } from 'node:crypto';
import { clusterLabels, NAMESPACE } from './cluster-labels.ts';
import { hashPassword, readRedisUsers } from './redis-users.ts';

/** A Secret of Kubernetes, as far as ours go. */
export interface SecretManifest {
  apiVersion: 'v1';
  kind: 'Secret';
  metadata: { name: string; namespace: string; labels: Record<string, string> };
  type: 'Opaque';
  /** A changed secret is a new one: pods must not have half of each. */
  immutable: true;
  stringData: Record<string, string>;
}

/**
 * Secrets that are new with each call: one for each user of Redis with its password, and one for
 * Redis itself, which gets their hashes only.
 */
export function newSecrets(): SecretManifest[] {
  const users = readRedisUsers().filter((user) => user.hasPassword);
  const passwords = new Map(users.map(({ name }) => [name, newSecret()]));
  const hashes = Object.fromEntries(
    [...passwords].map(([name, password]) => [name, hashPassword(password)]),
  );
  return [
    secret('redis-users', hashes),
    ...[...passwords].map(([name, password]) =>
      secret(name, {
        'redis-password': password,
        ...(name === 'database-api' ? { 'api-token': newSecret() } : {}),
        // KEDA takes the name of the user from here too.
        ...(name === 'keda' ? { 'redis-username': name } : {}),
      }),
    ),
  ];
}

function secret(name: string, stringData: Record<string, string>): SecretManifest {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: NAMESPACE, labels: clusterLabels(name) },
    type: 'Opaque',
    immutable: true,
    stringData,
  };
}

function newSecret(): string {
  return randomBytes(32).toString('base64url');
}
