import { randomBytes } from 'node:crypto';
import { clusterLabels, NAMESPACE } from './cluster-labels.ts';
import { hashPassword, readRedisUsers } from './redis-users.ts';

/** A Kubernetes Secret, with the fields that we use. */
export interface SecretManifest {
  apiVersion: 'v1';
  kind: 'Secret';
  metadata: { name: string; namespace: string; labels: Record<string, string> };
  type: 'Opaque';
  /** Immutable: a changed secret needs a new object, so that pods never see half of each. */
  immutable: true;
  stringData: Record<string, string>;
}

/**
 * Secrets that are new with each call: one for each Redis user with its password, one for Redis
 * itself with only their hashes, and one with the customer key. That is a Secret of its own because it
 * must never change, while passwords may be made again.
 */
export function newSecrets(): SecretManifest[] {
  const users = readRedisUsers().filter((user) => user.hasPassword);
  const passwords = new Map(users.map(({ name }) => [name, newSecret()]));
  const hashes = Object.fromEntries(
    [...passwords].map(([name, password]) => [name, hashPassword(password)]),
  );
  return [
    secret('redis-users', hashes),
    secret('customers', { 'customer-key': newSecret() }),
    ...[...passwords].map(([name, password]) =>
      secret(name, {
        'redis-password': password,
        ...(name === 'database-api' ? { 'api-token': newSecret() } : {}),
        // KEDA also reads the name of the user from here.
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
