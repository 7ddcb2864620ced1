import type { Engine } from './engine.ts';
import { podmanEnvironment } from './podman-settings.ts';
import { isOnPath, runCommand, tryCommand } from './run-command.ts';

/** What a Debian machine lacks to build and run images; debootstrap makes the stand-ins. */
const PACKAGES = [
  ...['podman', 'buildah', 'runc', 'netavark', 'aardvark-dns', 'iptables', 'catatonit'],
  ...['podman-compose', 'debootstrap'],
];
/** Somebody else may be installing; apt waits for so many seconds. */
const APT_LOCK_TIMEOUT_S = 300;

/**
 * The engine of this machine: Docker where its daemon answers, else Podman, which is installed with
 * apt-get where that is possible. Rejects with a sentence that says what is missing.
 */
export async function findEngine(say: (line: string) => void): Promise<Engine> {
  const wanted = process.env['CONTAINER_ENGINE'];
  if (wanted !== undefined && wanted !== '' && wanted !== 'docker' && wanted !== 'podman') {
    throw new Error(`CONTAINER_ENGINE must be docker or podman, not ${wanted}`);
  }
  if (wanted !== 'podman' && (await dockerAnswers())) return { name: 'docker', environment: {} };
  if (wanted === 'docker') throw new Error('no Docker daemon answers (docker info says why)');
  if (!(await isOnPath('podman'))) await installPodman(say);
  const environment = await podmanEnvironment();
  await runCommand('podman', ['info'], { environment });
  return { name: 'podman', environment };
}

async function dockerAnswers(): Promise<boolean> {
  const { code, stdout } = await tryCommand('docker', ['info', '--format', '{{.ServerVersion}}']);
  return code === 0 && stdout.trim() !== '';
}

async function installPodman(say: (line: string) => void): Promise<void> {
  if (!(await isOnPath('apt-get')) || process.getuid?.() !== 0) {
    throw new Error(
      'neither a Docker daemon nor Podman is here. Start Docker, or install Podman with your ' +
        `package manager (Debian and Ubuntu: sudo apt-get install ${PACKAGES.join(' ')})`,
    );
  }
  say(`installing ${PACKAGES.join(' ')} with apt-get`);
  const environment = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const apt = ['-o', `DPkg::Lock::Timeout=${APT_LOCK_TIMEOUT_S}`, '-qq'];
  await runCommand('apt-get', [...apt, 'update'], { environment });
  const install = ['install', '-y', '--no-install-recommends', ...PACKAGES];
  await runCommand('apt-get', [...apt, ...install], { environment });
}
