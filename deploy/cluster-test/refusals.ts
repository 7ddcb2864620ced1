import type { Cluster } from './cluster.ts';
import type { KubernetesObject } from './objects.ts';

interface Secret extends KubernetesObject {
  data: Record<string, string>;
}

/**
 * What Redis has refused to any of its users since its last start, as redis-cli prints it; empty
 * when every service may do all that it does.
 */
export async function readRefusals(cluster: Cluster): Promise<string> {
  const secrets = await cluster.list<Secret>('v1/secrets');
  const admin = secrets.find(({ metadata }) => metadata.name === 'admin');
  const password = Buffer.from(admin?.data['redis-password'] ?? '', 'base64').toString();
  const ask = ['redis-cli', '--user', 'admin', 'ACL', 'LOG'];
  const inRedis = ['exec', 'redis-0', '-c', 'redis', '--'];
  return (await cluster.kubectl(...inRedis, 'env', `REDISCLI_AUTH=${password}`, ...ask)).trim();
}
