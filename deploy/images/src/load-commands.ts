import type { Engine } from './engine.ts';

/** What Podman's images are saved to, since no cluster of these tools reads its store. */
const ARCHIVE = 'onsale-images.tar';

/** The commands that load images from an engine into a local cluster, by the cluster's tool. */
export function loadCommands(
  engine: Pick<Engine, 'name'>,
  images: readonly string[],
): Readonly<Record<'kind' | 'k3d' | 'minikube', string>> {
  const list = images.join(' ');
  if (engine.name === 'docker') {
    return {
      kind: `kind load docker-image ${list}`,
      k3d: `k3d image import ${list}`,
      minikube: `minikube image load ${list}`,
    };
  }
  const save = `podman save --quiet --multi-image-archive --output ${ARCHIVE} ${list}`;
  return {
    kind: `${save} && kind load image-archive ${ARCHIVE}`,
    k3d: `${save} && k3d image import ${ARCHIVE}`,
    minikube: `${save} && minikube image load ${ARCHIVE}`,
  };
}
