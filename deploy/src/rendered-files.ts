import { readFileSync } from 'node:fs';
import { imageName, projectVersion } from '@onsale/images';
import { kubectl, project } from '../tools/find-tools.ts';
import { chartFiles } from './chart-files.ts';

/** The base as one file, which kubectl applies without kustomize. */
export const RENDERED_BASE = 'k8s/onsale.yaml';

const RELEASE = 'deploy/base/release/kustomization.yaml';

/**
 * What the files of `deploy/` must contain that repeat others, by name: kustomize reads nothing outside
 * of its own folder, and knows neither package.json nor `IMAGE_REPOSITORY`.
 */
export function generatedSources(): Record<string, string> {
  return {
    [RELEASE]: setRelease(read(RELEASE)),
    'deploy/base/gateway/catalog.yaml': read('catalog.yaml'),
    'deploy/components/laboratory/workload-generator.acl': read(
      'deploy/redis/workload-generator.acl',
    ),
    ...chartFiles(),
  };
}

/** The text of `k8s/onsale.yaml`, as kustomize makes it of `deploy/base`. */
export async function renderBase(): Promise<string> {
  const comment = '# Rendered from deploy/base by npm run k8s:render: change it there.\n';
  return comment + (await kubectl('kustomize', 'deploy/base'));
}

function setRelease(text: string): string {
  const version = projectVersion();
  return text
    .replaceAll(/(app\.kubernetes\.io\/version: ).+/g, `$1${version}`)
    .replaceAll(/(newName: ).+\/(.+)\n( +newTag: ).+/g, (_, newName, service, newTag) => {
      const [name] = imageName(service, version).split(`:${version}`);
      return `${newName}${name}\n${newTag}${version}`;
    });
}

function read(file: string): string {
  return readFileSync(project + file, 'utf8');
}
