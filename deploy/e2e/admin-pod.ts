import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parseManifests } from '../test/manifests.ts';
import { project } from '../tools/find-tools.ts';
import type { Cluster } from './cluster.ts';
import { runToEnd } from './run-to-end.ts';

/** How to run an admin command, apart from its arguments. */
export interface AdminOptions {
  /** Files in `/files`, by name. */
  files?: Record<string, string>;
  /** Mounts the folder for archived orders, as docs/kubernetes.md says, and starts without `run.sh`. */
  archives?: boolean;
}

/** The pod for one task of docs/kubernetes.md, in the shape of a workload. */
export function readAdminPod() {
  const docs = readFileSync(`${project}docs/kubernetes.md`, 'utf8');
  const [, text = ''] = /<<'POD'\n(.+?)\nPOD\n/s.exec(docs) ?? [];
  const [pod] = parseManifests(text);
  assert.equal(pod?.kind, 'Pod', 'docs/kubernetes.md has no pod for one task');
  return { ...pod, spec: { template: { metadata: pod.metadata, spec: pod['spec'] } } };
}

/** Runs an admin command in a pod, and returns what it prints; rejects unless it ends with 0. */
export async function runAdmin(
  cluster: Cluster,
  args: readonly string[],
  { files, archives = false }: AdminOptions = {},
): Promise<string> {
  return await runToEnd(cluster, 'admin', {
    configMaps: (data) => (data['files'] = files ?? {}),
    workload: ({ spec }) => {
      const pod = spec.template.spec;
      const [container] = pod.containers;
      container.args = ['/app/admin/src/main.ts', ...args];
      if (files !== undefined) {
        pod.volumes.push({ name: 'files', configMap: { name: 'files' } });
        container.volumeMounts.push({ name: 'files', mountPath: '/files', readOnly: true });
      }
      if (archives) {
        container.command = ['node', ...container.args];
        delete container.args;
        pod.volumes.push({ name: 'archive', persistentVolumeClaim: { claimName: 'archive' } });
        container.volumeMounts.push({ name: 'archive', mountPath: '/archive' });
      }
    },
  });
}
