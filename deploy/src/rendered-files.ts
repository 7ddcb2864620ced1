import { readFileSync } from 'node:fs';
import { imageName, projectVersion } from '@onsale/images';
import { parse, stringify } from 'yaml';
import { kubectl, project } from '../tools/find-tools.ts';
import { chartFiles } from './chart-files.ts';

/** The base as one file, which kubectl applies without kustomize. */
export const RENDERED_BASE = 'k8s/onsale.yaml';

const RELEASE = 'deploy/base/release/kustomization.yaml';
const PRODUCTION_IMAGES = 'deploy/overlays/production/images/kustomization.yaml';

/**
 * What the files of `deploy/` must contain that repeat others, by name: kustomize reads nothing outside
 * of its own folder, and knows neither package.json nor `IMAGE_REPOSITORY`.
 */
export function generatedSources(): Record<string, string> {
  return {
    [RELEASE]: setRelease(read(RELEASE)),
    [PRODUCTION_IMAGES]: setRelease(read(PRODUCTION_IMAGES)),
    'deploy/base/gateway/catalog.yaml': read('catalog.yaml'),
    'deploy/components/laboratory/workload-generator.acl': read(
      'deploy/redis/workload-generator.acl',
    ),
    'deploy/components/monitoring-operator/monitors/prometheus-rule.yaml': prometheusRule(),
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
    .replaceAll(/(newTag: ).+/g, `$1${version}`)
    .replaceAll(/(newName: ).+\/(.+)/g, (_, key, service) => {
      const name = imageName(service, version).slice(0, -`:${version}`.length);
      return `${key}${name}`;
    });
}

// The alerts as the Prometheus operator reads them.
function prometheusRule(): string {
  const rule = {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PrometheusRule',
    metadata: { name: 'onsale' },
    spec: parse(read('deploy/components/monitoring/alerts.yaml')) as object,
  };
  const comment = '# Made of monitoring/alerts.yaml by npm run k8s:render.\n';
  return comment + stringify(rule, { lineWidth: 0, singleQuote: true });
}

function read(file: string): string {
  return readFileSync(project + file, 'utf8');
}
