import type { Engine } from './engine.ts';
import { installPackages } from '../without-registry/install-packages.ts';
import { podmanEnvironment } from '../without-registry/podman-settings.ts';
import { isOnPath, runCommand, tryCommand } from './run-command.ts';

/** Podman, and what it needs for container networks with names. */
const PODMAN = ['podman', 'buildah', 'runc', 'netavark', 'aardvark-dns', 'iptables', 'catatonit'];

/**
 * The engine of this machine: Docker if its daemon responds, else Podman, which is installed with
 * apt-get if possible. Rejects with a sentence that says what is missing.
 */
export async function findEngine(say: (line: string) => void): Promise<Engine> {
  const wanted = process.env['CONTAINER_ENGINE'] ?? '';
  if (!['', 'docker', 'podman'].includes(wanted)) {
    throw new Error(`CONTAINER_ENGINE must be docker or podman, not ${wanted}`);
  }
  if (wanted !== 'podman' && (await dockerAnswers())) return { name: 'docker', environment: {} };
  if (wanted === 'docker') throw new Error('no Docker daemon answers; docker info says why');
  if (!(await isOnPath('podman'))) {
    await installPackages('neither a Docker daemon nor Podman is here', PODMAN, say);
  }
  const environment = await podmanEnvironment();
  await runCommand('podman', ['info'], { environment });
  return { name: 'podman', environment };
}

/** The command that runs `compose.yaml`, with its first arguments. */
export async function findCompose(engine: Engine, say: (line: string) => void): Promise<string[]> {
  if (engine.name === 'docker') {
    const { code } = await tryCommand('docker', ['compose', 'version']);
    if (code !== 0) throw new Error('docker compose is missing: install the Compose plugin');
    return ['docker', 'compose'];
  }
  if (!(await isOnPath('podman-compose'))) {
    await installPackages('podman-compose is missing', ['podman-compose'], say);
  }
  return ['podman-compose'];
}

async function dockerAnswers(): Promise<boolean> {
  const { code, stdout } = await tryCommand('docker', ['info', '--format', '{{.ServerVersion}}']);
  return code === 0 && stdout.trim() !== '';
}
