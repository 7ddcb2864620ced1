import type { Manifest } from '../test/manifests.ts';

/**
 * The Job that installs a shop where there is no API server: it does the part of its work that concerns
 * Redis, with Secrets that were made before.
 */
export function installWithoutApiServer(job: Manifest): Manifest {
  const changed = structuredClone(job);
  const pod = changed['spec'].template.spec;
  const [container] = pod.containers;
  container.args = [container.args[0], 'data', 'install'];
  container.envFrom = [{ configMapRef: { name: 'installed', optional: true } }];
  container.env.push(
    { name: 'REDIS_USERNAME', value: 'install' },
    { name: 'REDIS_PASSWORD_FILE', value: '/run/secrets/onsale/redis-password' },
  );
  container.volumeMounts = [
    { name: 'tmp', mountPath: '/tmp' },
    { name: 'secrets', mountPath: '/run/secrets/onsale', readOnly: true },
  ];
  pod.volumes = [
    ...pod.volumes.filter(({ name }: { name: string }) => name === 'tmp'),
    { name: 'secrets', secret: { secretName: 'install' } },
  ];
  return changed;
}
