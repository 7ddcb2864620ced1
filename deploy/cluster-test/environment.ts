import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { project } from '../tools/find-tools.ts';
import { type Cluster, ClusterError } from './cluster.ts';
import type { KubernetesObject, List, Node } from './objects.ts';
import { readQuantity, showMemory } from './quantities.ts';

/** Where a test ran. */
export interface Environment {
  commit: string;
  version: string;
  /** Each as `name (2 cores, 8000 MiB)`. */
  nodes: string[];
  dnsCache: string;
  door: string;
}

interface ConfigMap extends KubernetesObject {
  data?: Record<string, string>;
}

/** Reads it; `door` is how buyers come in. */
export async function readEnvironment(cluster: Cluster, door: string): Promise<Environment> {
  const { gitVersion } = await cluster.read<{ gitVersion: string }>('/version');
  const { items } = await cluster.read<List<Node>>('/api/v1/nodes');
  const dns = await cluster
    .read<ConfigMap>('/api/v1/namespaces/kube-system/configmaps/coredns')
    .catch(() => undefined);
  const corefile = dns?.data?.['Corefile'];
  const commit = await promisify(execFile)('git', ['describe', '--always', '--dirty'], {
    cwd: project,
  })
    .then(({ stdout }) => stdout.trim())
    .catch(() => 'unknown');
  return {
    commit,
    version: gitVersion,
    nodes: items.map(({ metadata, status: { allocatable } }) => {
      const cores = Math.round(readQuantity(allocatable.cpu) * 10) / 10;
      return `${metadata.name} (${cores} cores, ${showMemory(readQuantity(allocatable.memory))})`;
    }),
    dnsCache: corefile === undefined ? 'unknown' : describeDnsCache(corefile),
    door,
  };
}

/**
 * What CoreDNS keeps of the names of the cluster, read from its Corefile: it decides how long a
 * client may go on with an old address.
 */
export function describeDnsCache(corefile: string): string {
  const [, seconds, block = ''] = /^\s*cache(?:[ \t]+(\d+))?[ \t]*(\{[^}]*\})?[ \t]*$/m.exec(
    corefile,
  ) ?? [undefined, undefined];
  if (!/^\s*cache\b/m.test(corefile)) return 'no cache';
  const isOff = ['success', 'denial'].every((what) =>
    new RegExp(`disable ${what}(?: [^\\n]*\\bcluster\\.local\\b|\\s*$)`, 'm').test(block),
  );
  return isOff ? 'no cache for names of the cluster' : `cache of ${seconds ?? 'up to 3600'} s`;
}

/**
 * Rejects with what is missing before anything is changed: rights, metrics, nodes. `isNew`: the
 * namespace must not exist.
 */
export async function requireUsable(cluster: Cluster, isNew: boolean): Promise<void> {
  for (const [verb, resource] of [
    ['create', 'namespaces'],
    ['create', 'deployments'],
    ['create', 'rolebindings'],
    ['create', 'pods/exec'],
  ] as const) {
    const { stdout } = await cluster.try(['auth', 'can-i', verb, resource]);
    if (stdout.trim() !== 'yes') {
      throw new ClusterError(
        `this user of the cluster may not ${verb} ${resource} in ${cluster.namespace}`,
      );
    }
  }
  const metrics = await cluster
    .read<List<KubernetesObject>>('/apis/metrics.k8s.io/v1beta1/nodes')
    .catch(() => undefined);
  if (metrics === undefined || metrics.items.length === 0) {
    throw new ClusterError(
      'the cluster has no metrics, without which nothing scales: install metrics-server (docs/kubernetes.md)',
    );
  }
  const { items: classes } = await cluster.read<
    List<KubernetesObject & { metadata: { annotations?: Record<string, string> } }>
  >('/apis/storage.k8s.io/v1/storageclasses');
  const isDefault = 'storageclass.kubernetes.io/is-default-class';
  if (!classes.some(({ metadata }) => metadata.annotations?.[isDefault] === 'true')) {
    throw new ClusterError('the cluster has no default StorageClass, for the volume of Redis');
  }
  const exists = await cluster.hasNamespace();
  if (isNew && exists) {
    throw new ClusterError(
      `the namespace ${cluster.namespace} exists: take another (--namespace), delete it, or leave out "install" (--skip)`,
    );
  }
  if (!isNew && !exists) {
    throw new ClusterError(
      `there is no namespace ${cluster.namespace}: the step "install" makes it`,
    );
  }
}
