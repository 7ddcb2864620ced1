import type { Manifest } from '../test/manifests.ts';

/** One pod of a Deployment, StatefulSet or Job that Podman can run. */
export interface PodPlan {
  /** Name of the pod, unique on this machine. */
  name: string;
  /** Base images by their names in the manifests. */
  images: Readonly<Record<string, string>>;
  /** Addresses by the names that a cluster's DNS would have. */
  hosts: Readonly<Record<string, readonly string[]>>;
  /** Prefix of ConfigMap names: Podman keeps each as a volume of the machine. */
  prefix: string;
  /** A named volume for each claim. */
  volumes: Readonly<Record<string, string>>;
  /** Whether a container that fails is restarted, as in a cluster. */
  restarts: boolean;
}

/**
 * Makes the pod that a cluster would make. What Podman lacks is done in another way: names become
 * host aliases, secrets are mounted as configuration, claims become named volumes, and the test
 * does the probing. Everything else stays as it is in the manifest.
 */
export function podManifest(workload: Manifest, plan: PodPlan): Manifest {
  const { metadata, spec } = structuredClone(workload['spec'].template);
  for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) {
    container.image = imageOf(container, plan.images);
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
      delete container[probe];
    // Podman would open it on the machine.
    delete container.ports;
    // The sleep is for the endpoint lists of a cluster.
    delete container.lifecycle;
    for (const { configMapRef } of container.envFrom ?? []) {
      configMapRef.name = `${plan.prefix}-${withoutHash(configMapRef.name)}`;
    }
  }
  for (const volume of spec.volumes) {
    if (volume.secret !== undefined) {
      volume.configMap = { name: secretAsConfigMap(volume.secret.secretName) };
      delete volume.secret;
    }
    if (volume.configMap !== undefined) {
      volume.configMap.name = `${plan.prefix}-${withoutHash(volume.configMap.name)}`;
    }
    const claim = volume.persistentVolumeClaim;
    if (claim !== undefined) claim.claimName = plan.volumes[claim.claimName];
  }
  for (const claim of workload['spec'].volumeClaimTemplates ?? []) {
    const { name } = claim.metadata;
    spec.volumes.push({ name, persistentVolumeClaim: { claimName: plan.volumes[name] } });
  }
  spec.restartPolicy = plan.restarts ? 'OnFailure' : 'Never';
  spec.hostAliases = Object.entries(plan.hosts).flatMap(([host, addresses]) =>
    addresses.map((ip) => ({ ip, hostnames: [host] })),
  );
  // Podman removes an init container once it has ended, or tries to, unless it may restart.
  const annotations = { 'io.podman.annotations.init.container.type': 'always' };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, name: plan.name, annotations },
    spec,
  };
}

// The hash that kustomize adds to the name of a ConfigMap.
const withoutHash = (name: string): string => name.replace(/-[a-z0-9]{10}$/, '');

/** The image that a container runs here: one of `images`, or what it names itself. */
export function imageOf(
  container: { image: string },
  images: Readonly<Record<string, string>>,
): string {
  return images[container.image] ?? container.image;
}

/** The name of the ConfigMap that stands in for a Secret. */
export const secretAsConfigMap = (name: string): string => `secret-${name}`;
