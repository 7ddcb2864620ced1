import { stringify } from 'yaml';
import type { Cluster } from './cluster.ts';
import type { Deployment } from './objects.ts';

/** The namespace of what is not part of the shop. */
export function outsideOf(namespace: string): string {
  return `${namespace}-outside`;
}

const POD = 'buyer';

/** A pod in a namespace of its own: any other program of the cluster, or a buyer without a node port. */
export async function startOutside(cluster: Cluster): Promise<void> {
  const namespace = outsideOf(cluster.namespace);
  const deployments = await cluster.list<Deployment>('apps/v1/deployments');
  const generator = deployments.find(({ metadata }) => metadata.name === 'workload-generator');
  const image = generator?.spec.template.spec.containers[0]?.image;
  if (image === undefined) throw new Error('there is no workload-generator in the namespace');
  await cluster.applyText(
    [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, pod(namespace, image)]
      .map((each) => stringify(each))
      .join('---\n'),
  );
  await cluster.kubectl(
    ...['wait', '--for=condition=Ready', `pod/${POD}`, '-n', namespace, '--timeout=120s'],
  );
}

function pod(namespace: string, image: string) {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: POD, namespace, labels: { 'app.kubernetes.io/name': POD } },
    spec: {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 1,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 10001,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [
        {
          name: POD,
          image,
          imagePullPolicy: 'IfNotPresent',
          command: ['sleep', 'infinity'],
          resources: { requests: { cpu: '50m', memory: '96Mi' } },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  };
}

/** The arguments of `kubectl exec` that run a program in that pod. */
export function execOutside(namespace: string, ...command: string[]): string[] {
  return ['exec', '-n', outsideOf(namespace), POD, '--', ...command];
}

/** Deletes it, and waits until it is gone. */
export async function stopOutside(cluster: Cluster): Promise<void> {
  await cluster.putRight('delete', 'namespace', outsideOf(cluster.namespace), '--ignore-not-found');
}
