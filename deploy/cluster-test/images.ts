import { parseAllDocuments } from 'yaml';
import { type Cluster, ClusterError } from './cluster.ts';

/** Our own images that the overlay names; all others come from a registry. */
export function imagesOf(manifests: string): string[] {
  const names = parseAllDocuments(manifests).flatMap((document) => {
    const found: string[] = [];
    collectImages(document.toJS(), found);
    return found;
  });
  return [...new Set(names)].filter((name) => name.startsWith('localhost/')).sort();
}

function collectImages(value: unknown, found: string[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'image' && typeof inner === 'string') found.push(inner);
    else collectImages(inner, found);
  }
}

/** Runs a shell command with the names of our images in an overlay as its last arguments. */
export async function loadImages(
  cluster: Cluster,
  { overlay, command }: { overlay: string; command: string },
  say: (line: string) => void,
): Promise<void> {
  const images = imagesOf(await cluster.kubectl('kustomize', overlay));
  say(`loading ${images.length} images: ${command}`);
  const { code, stdout, stderr } = await cluster.run('sh', [
    '-c',
    `${command} "$@"`,
    'sh',
    ...images,
  ]);
  if (code !== 0) throw new ClusterError(`${command} (${code}):\n${stderr}${stdout}`);
}
