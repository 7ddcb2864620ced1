import type { Engine } from './engine.ts';

/** What Podman's images are saved to, since the tools of local clusters don't read its store. */
const ARCHIVE = '/tmp/onsale-images.tar';

/** How to load images from an engine into a local cluster. */
export interface LoadCommands {
  /** What comes first, if anything has to. */
  save: string | undefined;
  /** Then one of these, by the tool that runs the cluster. */
  load: Readonly<Record<'kind' | 'k3d' | 'minikube', string>>;
}

/** The shell commands that load these images, which are full names. */
export function loadCommands(
  engine: Pick<Engine, 'name'>,
  images: readonly string[],
): LoadCommands {
  const list = images.join(' ');
  const isDocker = engine.name === 'docker';
  const what = isDocker ? list : ARCHIVE;
  return {
    save: isDocker
      ? undefined
      : `rm -f ${ARCHIVE}; podman save --quiet --multi-image-archive --output ${ARCHIVE} ${list}`,
    load: {
      kind: `kind load ${isDocker ? 'docker-image' : 'image-archive'} ${what}`,
      k3d: `k3d image import ${what}`,
      minikube: `minikube image load ${what}`,
    },
  };
}
