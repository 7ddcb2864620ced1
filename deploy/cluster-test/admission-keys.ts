import { randomBytes } from 'node:crypto';
import type { Cluster } from './cluster.ts';
import type { KubernetesObject } from './objects.ts';
import { untilAvailable } from './rollouts.ts';

/**
 * Replaces the key that admissions are signed with, as docs/waiting-room.md says: first all learn the new one, then it
 * signs. The old one stays valid.
 */
export async function rotateAdmissionKeys(
  cluster: Cluster,
  say: (line: string) => void,
): Promise<void> {
  const old = await readKeys(cluster);
  const added = randomBytes(32).toString('base64url');
  for (const keys of [`${old},${added}`, `${added},${old}`]) {
    const patch = JSON.stringify({ stringData: { 'admission-keys': keys } });
    await cluster.kubectl('patch', 'secret', 'admissions', '-p', patch);
    await cluster.kubectl('rollout', 'restart', 'deployment', 'gateway', 'waiting-room');
    await untilAvailable(cluster, say);
  }
}

async function readKeys(cluster: Cluster): Promise<string> {
  const path = `/api/v1/namespaces/${cluster.namespace}/secrets/admissions`;
  const { data } = await cluster.read<KubernetesObject & { data: Record<string, string> }>(path);
  return Buffer.from(data['admission-keys'] ?? '', 'base64').toString();
}
