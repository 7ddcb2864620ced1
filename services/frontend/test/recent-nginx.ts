import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const start = fileURLToPath(new URL('../nginx/start.sh', import.meta.url));

/** Since it follows names, and ends without cutting kept connections. */
const WANTED = [1, 27, 4] as const;

/** Why tests that need such an nginx can't run: there is none in `PATH`. False when there is. */
export const noRecentNginx: string | false = whyNot();

function whyNot(): string | false {
  const path = spawnSync('sh', [start, '--find'], { encoding: 'utf8' }).stdout.trim();
  if (path === '') return 'nginx is not installed';
  const said = spawnSync(path, ['-v'], { encoding: 'utf8' }).stderr;
  const version = /nginx\/(\d+)\.(\d+)\.(\d+)/.exec(said)?.slice(1).map(Number) ?? [];
  const differences = WANTED.map((wanted, index) => (version[index] ?? 0) - wanted);
  const first = differences.find((difference) => difference !== 0) ?? 0;
  return first >= 0 ? false : `${path} is ${version.join('.')}, and this needs ${WANTED.join('.')}`;
}
