import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { project } from '../tools/find-tools.ts';
import type { Manifest } from './manifests.ts';

const run = promisify(execFile);

/** Types of objects that are not part of Kubernetes, by their API group. */
const PACKAGES: Record<string, string> = {
  'keda.sh': '@kubernetes-models/keda',
  'gateway.networking.k8s.io': '@kubernetes-models/gateway-api',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
};

/**
 * Checks manifests against the types of Kubernetes objects, with the compiler: returns a line for
 * each field that does not exist, is missing or has the wrong type.
 */
export async function checkTypes(manifests: readonly Manifest[]): Promise<string[]> {
  await mkdir(`${project}.data`, { recursive: true });
  const folder = await mkdtemp(`${project}.data/types-`);
  try {
    const lines = manifests.map(
      (manifest, i) =>
        `import type { I${manifest.kind} as T${i} } from '${moduleOf(manifest)}';\n` +
        `export const m${i}: T${i} = ${JSON.stringify(manifest)};\n`,
    );
    await writeFile(join(folder, 'manifests.ts'), lines.join(''));
    const compilerOptions = {
      ...{ noEmit: true, strict: true, skipLibCheck: true, types: [] },
      ...{ target: 'esnext', module: 'nodenext' },
    };
    const settings = JSON.stringify({ compilerOptions, files: ['manifests.ts'] });
    await writeFile(join(folder, 'tsconfig.json'), settings);
    await run(process.execPath, [`${project}node_modules/typescript/bin/tsc`, '-p', folder]);
    return [];
  } catch (error) {
    const { stdout = '' } = error as { stdout?: string };
    if (stdout === '') throw error;
    return stdout.split('\n').filter((line) => line.includes('error'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function moduleOf({ apiVersion, kind }: Manifest): string {
  const [group = '', version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  const own = PACKAGES[group];
  if (own !== undefined) return `${own}/${group}/${version}/${kind}`;
  const folder = `kubernetes-models/${group === '' ? '' : `${group}/`}${version}/${kind}`;
  if (!existsSync(`${project}node_modules/${folder}.d.ts`)) {
    throw new Error(`Kubernetes has no ${kind} in ${apiVersion}`);
  }
  return folder;
}
