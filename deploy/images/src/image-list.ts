import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of the project, with a trailing slash: the build context of every image. */
export const projectFolder = fileURLToPath(new URL('../../..', import.meta.url));

/** One of our images. */
export interface ImageRecipe {
  /** Name of the service, such as `gateway`. */
  name: string;
  dockerfile: string;
  buildArguments: Readonly<Record<string, string>>;
}

/** The images that can be built, one per service. */
export function listImages(): ImageRecipe[] {
  return readdirSync(`${projectFolder}services`)
    .filter((name) => existsSync(`${projectFolder}services/${name}/package.json`))
    .sort()
    .map((name) => {
      const own = `services/${name}/Dockerfile`;
      return existsSync(projectFolder + own)
        ? { name, dockerfile: own, buildArguments: {} }
        : { name, dockerfile: 'Dockerfile', buildArguments: { SERVICE: name } };
    });
}

/** The version of the project, which is also the tag of its images. */
export function projectVersion(): string {
  const manifest = JSON.parse(readFileSync(`${projectFolder}package.json`, 'utf8'));
  return (manifest as { version: string }).version;
}

/** Where images are unless `IMAGE_REPOSITORY` says something else; no registry has this name. */
export const LOCAL_REPOSITORY = 'localhost/onsale';

/** The full name of an image, as in `k8s/` and `compose.yaml`. */
export function imageName(service: string, tag = projectVersion()): string {
  const repository = process.env['IMAGE_REPOSITORY'] || LOCAL_REPOSITORY;
  return `${repository}/${service}:${tag}`;
}

/** An image that only sleeps; Podman uses it to keep a pod's network alive. */
export const PAUSE_IMAGE = 'localhost/onsale-base/pause:1';
