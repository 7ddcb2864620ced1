import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parseDocument } from 'yaml';
import { helm, project } from '../tools/find-tools.ts';
import { releaseNotes } from './release-notes.ts';

/** Where the chart's values have the image of a service. */
const VALUES: Readonly<Record<string, string>> = {
  gateway: 'gateway',
  'waiting-room': 'waitingRoom',
  'order-worker': 'orderWorker',
  'database-api': 'databaseApi',
  payments: 'payments',
  office: 'office',
  delivery: 'delivery',
  bank: 'bank',
  frontend: 'frontend',
  'workload-generator': 'laboratory',
};

/**
 * Writes to `release` what a user installs a version from: `onsale.yaml` and the Helm chart
 * `onsale-VERSION.tgz`, which both name our images by digest, and `onsale-VERSION.cdx.json`, the
 * libraries in them. `digests` has a file for each service, with the name of its image:
 * REPOSITORY/SERVICE@sha256:...
 */
export async function packageRelease(
  version: string,
  { digests, release }: { digests: string; release: string },
): Promise<void> {
  const images = await readImages(digests);
  await mkdir(release, { recursive: true });
  const manifests = await readFile(`${project}k8s/onsale.yaml`, 'utf8');
  const named = manifests.replaceAll(/localhost\/onsale\/([\w-]+):[\w.-]+/g, (_, service: string) =>
    imageOf(images, service).replace('@', `:${version}@`),
  );
  await writeFile(join(release, 'onsale.yaml'), named);
  await packageChart(version, images, release);
  await writeFile(join(release, `onsale-${version}.cdx.json`), await listLibraries());
}

/** What package-lock.json installs, in the format of CycloneDX; each image has a list of its own besides. */
async function listLibraries(): Promise<string> {
  const words = ['sbom', '--sbom-format=cyclonedx', '--omit=dev', '--package-lock-only'];
  const options = { cwd: project, maxBuffer: 64 * 1024 * 1024 };
  return (await promisify(execFile)('npm', words, options)).stdout;
}

async function readImages(folder: string): Promise<Map<string, string>> {
  const images = new Map<string, string>();
  for (const service of await readdir(folder)) {
    images.set(service, (await readFile(join(folder, service), 'utf8')).trim());
  }
  return images;
}

function imageOf(images: Map<string, string>, service: string): string {
  const image = images.get(service) ?? 'nothing';
  if (!/^[^@\s]+@sha256:[0-9a-f]{64}$/.test(image)) {
    throw new Error(`the image of ${service} has no digest: ${image}`);
  }
  return image;
}

async function packageChart(
  version: string,
  images: Map<string, string>,
  release: string,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-chart-'));
  try {
    const chart = join(folder, 'onsale');
    await cp(`${project}deploy/chart`, chart, { recursive: true });
    const file = join(chart, 'values.yaml');
    await writeFile(file, nameImages(await readFile(file, 'utf8'), images));
    const versions = ['--version', version, '--app-version', version];
    await helm('package', chart, ...versions, '--destination', release);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function nameImages(values: string, images: Map<string, string>): string {
  const document = parseDocument(values);
  for (const [service, key] of Object.entries(VALUES)) {
    const [name = '', digest] = imageOf(images, service).split('@');
    document.setIn(['image', 'repository'], name.slice(0, name.lastIndexOf('/')));
    document.setIn([key, 'image', 'digest'], digest);
  }
  return document.toString();
}

// node deploy/ci/package-release.ts VERSION
if (import.meta.main) {
  const version = process.argv[2] ?? '';
  const notes = releaseNotes(version);
  const folders = { digests: `${project}digests`, release: `${project}release` };
  await packageRelease(version, folders);
  await writeFile(join(folders.release, 'notes.md'), notes);
}
