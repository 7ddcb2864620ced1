import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { helm, project } from '../tools/find-tools.ts';
import { releaseNotes } from './release-notes.ts';

/** The repository of images in `k8s/` and in the chart, which no registry has. */
const LOCAL = 'localhost/onsale';

/**
 * Writes the files of a release to a folder: `onsale.yaml`, which names the images by digest;
 * `onsale-VERSION.tgz`, the Helm chart; and `notes.md`. `digests` has a file for each image, with
 * its name: REPOSITORY/SERVICE@sha256:...
 */
export async function packageRelease(
  version: string,
  folders: { digests: string; release: string },
): Promise<void> {
  const notes = releaseNotes(version);
  const images = await readImages(folders.digests);
  await mkdir(folders.release, { recursive: true });
  await writeFile(join(folders.release, 'notes.md'), notes);
  const manifests = await readFile(`${project}k8s/onsale.yaml`, 'utf8');
  await writeFile(join(folders.release, 'onsale.yaml'), nameImages(manifests, version, images));
  const repository =
    images
      .values()
      .next()
      .value?.replace(/\/[^/]+$/, '') ?? '';
  await packageChart(repository, version, folders.release);
}

/** The names of the images with tag and digest, by service. */
async function readImages(folder: string): Promise<Map<string, string>> {
  const images = new Map<string, string>();
  for (const service of await readdir(folder)) {
    const name = (await readFile(join(folder, service), 'utf8')).trim();
    if (!/^[^@\s]+@sha256:[0-9a-f]{64}$/.test(name)) throw new Error(`${service}: ${name}?`);
    images.set(service, name);
  }
  return images;
}

function nameImages(manifests: string, version: string, images: Map<string, string>): string {
  return manifests.replaceAll(/localhost\/onsale\/([\w-]+):[\w.-]+/g, (local, service: string) => {
    const image = images.get(service);
    if (image === undefined) throw new Error(`no image was built for ${local}`);
    return image.replace('@', `:${version}@`);
  });
}

async function packageChart(repository: string, version: string, release: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-chart-'));
  try {
    const chart = join(folder, 'onsale');
    await cp(`${project}deploy/chart`, chart, { recursive: true });
    const values = join(chart, 'values.yaml');
    const text = await readFile(values, 'utf8');
    await writeFile(values, text.replaceAll(LOCAL, repository));
    const versions = ['--version', version, '--app-version', version];
    await helm('package', chart, ...versions, '--destination', release);
  } finally {
    await rm(folder, { recursive: true });
  }
}

// node deploy/ci/package-release.ts VERSION
if (import.meta.main) {
  const folders = { digests: `${project}digests`, release: `${project}release` };
  await packageRelease(process.argv[2] ?? '', folders);
}
