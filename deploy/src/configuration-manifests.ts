import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { clusterLabels, NAMESPACE } from './cluster-labels.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));
const redisFolder = 'deploy/redis/';

/** The only user that a Redis without the laboratory does not need. */
const LABORATORY_USER = 'workload-generator.acl';

/**
 * The manifests that contain a file of the project, by name: `kubectl apply -f` can't make a
 * ConfigMap from a file, so this is done in advance.
 */
export function configurationManifests(): Record<string, string> {
  return {
    'k8s/11-catalog.yaml': configMap('catalog', ['catalog.yaml']),
    'k8s/12-redis-configuration.yaml': configMap(
      'redis',
      readdirSync(project + redisFolder)
        .sort()
        .filter((file) => file !== LABORATORY_USER)
        .map((file) => redisFolder + file),
    ),
    'deploy/components/laboratory/redis-user.yaml': configMap('redis', [
      redisFolder + LABORATORY_USER,
    ]),
  };
}

function configMap(name: string, files: readonly string[]): string {
  const manifest = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: NAMESPACE, labels: clusterLabels(name) },
    data: Object.fromEntries(
      files.map((file) => [file.replace(redisFolder, ''), readFileSync(project + file, 'utf8')]),
    ),
  };
  const sources = name === 'catalog' ? 'catalog.yaml' : redisFolder;
  return `# Generated from ${sources} by npm run k8s:configuration.\n${stringify(manifest, { lineWidth: 0 })}`;
}
