import { readdirSync, readFileSync } from 'node:fs';
import { imageName, projectVersion } from '@onsale/images';
import { project } from '../tools/find-tools.ts';

/**
 * The files of the Helm chart that repeat others, by name: Helm reads nothing outside of the chart, and
 * knows neither package.json nor `IMAGE_REPOSITORY`.
 */
export function chartFiles(): Record<string, string> {
  return {
    'deploy/chart/Chart.yaml': setVersion(read('deploy/chart/Chart.yaml')),
    'deploy/chart/values.yaml': setImages(read('deploy/chart/values.yaml')),
    'deploy/chart/files/catalog.yaml': read('catalog.yaml'),
    ...copies('deploy/redis', 'redis', /\.(acl|conf|sh)$/),
    ...copies('deploy/components/monitoring', 'monitoring', /^alerts\.yaml$/),
    ...copies('deploy/components/monitoring/dashboards', 'monitoring', /\.json$/),
  };
}

function copies(folder: string, name: string, pattern: RegExp): Record<string, string> {
  const files = readdirSync(project + folder).filter((file) => pattern.test(file));
  return Object.fromEntries(
    files.map((file) => [`deploy/chart/files/${name}/${file}`, read(`${folder}/${file}`)]),
  );
}

function setVersion(text: string): string {
  return text.replaceAll(/^(version|appVersion): .+$/gm, `$1: ${projectVersion()}`);
}

// The first repository is that of all images of ours.
function setImages(text: string): string {
  const repository = imageName('gateway').replace(/\/gateway:.*/, '');
  const ours = text.replace(/^( +repository: ).+$/m, `$1${repository}`);
  return ['redis', 'postgres'].reduce(pinAsInBase, ours);
}

function pinAsInBase(text: string, name: string): string {
  const [, tag, digest] =
    /newTag: (.+)@(.+)/.exec(read(`deploy/base/${name}/kustomization.yaml`)) ?? [];
  const pin = new RegExp(`(/library/${name}\\n +tag: ).+\\n( +digest: ).+`);
  return text.replace(pin, `$1${tag}\n$2${digest}`);
}

function read(file: string): string {
  return readFileSync(project + file, 'utf8');
}
