import type { Cluster } from './cluster.ts';
import type { KubernetesObject } from './objects.ts';

interface Secret extends KubernetesObject {
  data: Record<string, string>;
}

/** An entry of Redis' `ACL LOG`. */
interface Refusal {
  reason: string;
  object: string;
  username: string;
}

/** What the database API asks for at its start, to learn that it may not. */
const ASKED_TO_BE_REFUSED = 'onsale:isolation-probe';

/**
 * What Redis has refused to any of its users since its last start, each as `gateway: key NAME`; none
 * when every service may do all that it does.
 */
export async function readRefusals(cluster: Cluster): Promise<string[]> {
  const secrets = await cluster.list<Secret>('v1/secrets');
  const admin = secrets.find(({ metadata }) => metadata.name === 'admin');
  const password = Buffer.from(admin?.data['redis-password'] ?? '', 'base64').toString();
  const ask = ['redis-cli', '--user', 'admin', '--json', 'ACL', 'LOG'];
  const inRedis = ['exec', 'redis-0', '-c', 'redis', '--', 'env', `REDISCLI_AUTH=${password}`];
  const log = JSON.parse(await cluster.kubectl(...inRedis, ...ask)) as Refusal[];
  return log
    .filter(({ object }) => object !== ASKED_TO_BE_REFUSED)
    .map(({ username, reason, object }) => `${username}: ${reason} ${object}`);
}
