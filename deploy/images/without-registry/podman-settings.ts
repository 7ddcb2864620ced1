import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isOnPath, runCommand, tryCommand } from '../src/run-command.ts';
import { PAUSE_IMAGE } from '../src/image-list.ts';

const folder = fileURLToPath(new URL('../../../.data/images', import.meta.url));

/** Most open files and processes of a container: far more than any of ours needs. */
const LIMIT = 16_384;

/**
 * Settings that Podman needs to run as root on this machine: limits that its user can set, and a
 * runtime that works. Undefined if `CONTAINERS_CONF` is already set.
 */
export async function podmanEnvironment(): Promise<NodeJS.ProcessEnv> {
  if ((process.env['CONTAINERS_CONF'] ?? '') !== '' || process.getuid?.() !== 0) return {};
  const containers: string[] = [];
  const engine: string[] = [];
  // Built together with the other stand-ins.
  if ((await tryCommand('podman', ['image', 'exists', PAUSE_IMAGE])).code === 0) {
    engine.push(`infra_image = "${PAUSE_IMAGE}"`);
  }
  const files = await hardLimit('n');
  const processes = await hardLimit('u');
  // Podman's default limits are above what its user can set on many machines, and then nothing
  // starts.
  containers.push(
    `default_ulimits = ["nofile=${files}:${files}","nproc=${processes}:${processes}"]`,
  );
  // crun rejects a machine that has both versions of control groups.
  if (existsSync('/sys/fs/cgroup/unified') && (await isOnPath('runc')))
    engine.push('runtime = "runc"');
  mkdirSync(folder, { recursive: true });
  const file = `${folder}/containers.conf`;
  const text = ['[containers]', ...containers, '[engine]', ...engine, ''].join('\n');
  writeFileSync(file, text);
  return { CONTAINERS_CONF: file };
}

async function hardLimit(kind: 'n' | 'u'): Promise<number> {
  // Not sh: dash has no ulimit -u.
  const limit = (await runCommand('bash', ['-c', `ulimit -H${kind}`])).trim();
  return limit === 'unlimited' ? LIMIT : Math.min(LIMIT, Number(limit));
}
