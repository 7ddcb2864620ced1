import { cp, mkdtemp, mkdir, realpath, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Engine, hasImage, runEngine } from '../src/engine.ts';
import { PAUSE_IMAGE, projectFolder } from '../src/image-list.ts';
import { installPackages } from './install-packages.ts';
import { podmanEnvironment } from './podman-settings.ts';
import { isOnPath, runCommand } from '../src/run-command.ts';

/** The registry of the base images; any response means that it can be reached. */
const REGISTRY_URL = 'https://registry-1.docker.io/v2/';
const REGISTRY_TIMEOUT_MS = 5000;

/** The arguments of our Dockerfiles and compose.yaml that name base images. */
export type BaseArguments = Readonly<Record<string, string>>;

const DEBIAN = 'localhost/onsale-base/debian:bookworm';
/** Debian's development version: the nginx of its releases is too old. */
const DEBIAN_SID = 'localhost/onsale-base/debian:sid';
const NODE = `localhost/onsale-base/node:${process.versions.node}`;
const NGINX = 'localhost/onsale-base/nginx:sid';
const REDIS = 'localhost/onsale-base/redis:bookworm';
const POSTGRES = 'localhost/onsale-base/postgres:bookworm';

/**
 * The base images to build on: those that the Dockerfiles name, or, if their registry can't be
 * reached, stand-ins made from Debian packages and the Node that runs this. Once made, they stay in
 * the engine's store.
 */
export async function chooseBases(
  engine: Engine,
  say: (line: string) => void,
): Promise<BaseArguments> {
  if (await registryAnswers()) return {};
  say('no registry can be reached: building on stand-ins of the base images');
  await makeStandIns(engine, say);
  return {
    NODE_IMAGE: NODE,
    NGINX_IMAGE: NGINX,
    REDIS_IMAGE: REDIS,
    POSTGRES_IMAGE: POSTGRES,
  };
}

async function registryAnswers(): Promise<boolean> {
  const signal = AbortSignal.timeout(REGISTRY_TIMEOUT_MS);
  const response = await fetch(REGISTRY_URL, { signal }).catch(() => undefined);
  await response?.body?.cancel();
  // 401: it is there, but wants a token first.
  return response?.status === 401 || response?.status === 200;
}

async function makeStandIns(engine: Engine, say: (line: string) => void): Promise<void> {
  const make = async (image: string, build: () => Promise<void>) => {
    if (await hasImage(engine, image)) return;
    const start = performance.now();
    await build();
    say(`made ${image} in ${((performance.now() - start) / 1000).toFixed(0)} s`);
  };
  for (const [image, release] of [
    [DEBIAN, 'bookworm'],
    [DEBIAN_SID, 'sid'],
  ] as const) {
    await make(image, async () => {
      if (!(await isOnPath('debootstrap'))) {
        await installPackages('debootstrap is missing', ['debootstrap'], say);
      }
      await importDebian(engine, image, release);
    });
  }
  await make(NODE, () => buildNode(engine));
  const recipes = `${projectFolder}deploy/images/without-registry`;
  for (const [image, recipe, base] of [
    [NGINX, 'nginx', DEBIAN_SID],
    [REDIS, 'redis', DEBIAN],
    [POSTGRES, 'postgres', DEBIAN],
    [PAUSE_IMAGE, 'pause', DEBIAN],
  ] as const) {
    await make(image, () => buildStandIn(engine, { image, recipe, base, context: recipes }));
  }
  // Tells Podman about the image that its pods need.
  if (engine.name === 'podman') await podmanEnvironment();
}

async function importDebian(engine: Engine, image: string, release: string): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const root = join(folder, 'root');
    // libatomic1: Node's binary needs it, but the smallest Debian lacks it.
    await runCommand('debootstrap', ['--variant=minbase', '--include=libatomic1', release, root]);
    const superfluous = ['share/doc', 'share/man', 'share/locale', 'share/info'];
    for (const path of superfluous) await rm(join(root, 'usr', path), { recursive: true });
    await rm(join(root, 'var/cache/apt'), { recursive: true });
    await rm(join(root, 'var/lib/apt/lists'), { recursive: true });
    const archive = join(folder, 'root.tar');
    await runCommand('tar', ['-C', root, '-cf', archive, '.']);
    await runEngine(engine, ['import', archive, image]);
  });
}

async function buildNode(engine: Engine): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const local = join(folder, 'local');
    await mkdir(join(local, 'bin'), { recursive: true });
    await cp(await realpath(process.execPath), join(local, 'bin/node'));
    const npmCommand = (await runCommand('sh', ['-c', 'command -v npm'])).trim();
    const npmFolder = dirname(dirname(await realpath(npmCommand)));
    await cp(npmFolder, join(local, 'lib/node_modules/npm'), { recursive: true });
    await symlink('../lib/node_modules/npm/bin/npm-cli.js', join(local, 'bin/npm'));
    await buildStandIn(engine, { image: NODE, recipe: 'node', base: DEBIAN, context: folder });
  });
}

async function buildStandIn(
  engine: Engine,
  standIn: { image: string; recipe: string; base: string; context: string },
): Promise<void> {
  const { image, recipe, base, context } = standIn;
  const dockerfile = `${projectFolder}deploy/images/without-registry/${recipe}.Dockerfile`;
  const limits = engine.name === 'podman' ? ['--isolation', 'chroot', '--pull=never'] : [];
  const words = ['--build-arg', `DEBIAN_IMAGE=${base}`, '--file', dockerfile, '--tag', image];
  await runEngine(engine, ['build', ...limits, ...words, context]);
}

async function inTemporaryFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-images-'));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
