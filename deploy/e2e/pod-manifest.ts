import type { Manifest } from '../test/manifests.ts';

/** One pod of a Deployment, StatefulSet or Job, as Podman can play it. */
export interface PodPlan {
  /** Of the pod, unique on this machine. */
  name: string;
  /** Base images by the names that the manifests have for them; ours have the tag `dev`. */
  images: Readonly<Record<string, string>>;
  /** Addresses by the names that a cluster's DNS would know. */
  hosts: Readonly<Record<string, readonly string[]>>;
  /** What the names of ConfigMaps begin with: Podman keeps each as a volume of the machine. */
  prefix: string;
  /** Named volume for each claim. */
  volumes: Readonly<Record<string, string>>;
  /** Whether a container that fails is started again, as in a cluster. */
  restarts: boolean;
}

/**
 * Makes the pod that a cluster would make. What Podman does not have is put in another way: names
 * are aliases, secrets are mounted as configuration, claims are named volumes, and who asks the
 * probes is the test. Everything else stays as it is written.
 */
export function podManifest(workload: Manifest, plan: PodPlan): Manifest {
  const { metadata, spec } = structuredClone(workload['spec'].template);
  for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) {
    container.image = imageOf(container, plan.images);
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
      delete container[probe];
    // Podman would open it on the machine.
    delete container.ports;
    // Sleeping before the end is for the lists of a cluster.
    delete container.lifecycle;
    for (const { configMapRef } of container.envFrom ?? []) {
      configMapRef.name = `${plan.prefix}-${configMapRef.name}`;
    }
  }
  for (const volume of spec.volumes) {
    if (volume.secret !== undefined) {
      volume.configMap = { name: secretAsConfigMap(volume.secret.secretName) };
      delete volume.secret;
    }
    if (volume.configMap !== undefined) {
      volume.configMap.name = `${plan.prefix}-${volume.configMap.name}`;
    }
  }
  for (const claim of workload['spec'].volumeClaimTemplates ?? []) {
    const { name } = claim.metadata;
    spec.volumes.push({ name, persistentVolumeClaim: { claimName: plan.volumes[name] } });
  }
  spec.restartPolicy = plan.restarts ? 'OnFailure' : 'Never';
  spec.hostAliases = Object.entries(plan.hosts).flatMap(([host, addresses]) =>
    addresses.map((ip) => ({ ip, hostnames: [host] })),
  );
  // Podman removes an init container after its end, or tries to, unless it may run again.
  const annotations = { 'io.podman.annotations.init.container.type': 'always' };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, name: plan.name, annotations },
    spec,
  };
}

/** The image that a container has here: one of `images`, or ours as it was built last. */
export function imageOf(
  container: { image: string },
  images: Readonly<Record<string, string>>,
): string {
  return images[container.image] ?? container.image.replace(/:[^:]+$/, ':dev');
}

/** The name of the ConfigMap that stands for a Secret. */
export const secretAsConfigMap = (name: string): string => `secret-${name}`;
