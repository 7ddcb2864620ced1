import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, runEngine } from './engine.ts';
import { type ImageRecipe, imageName, projectFolder, projectVersion } from './image-list.ts';
import { npmSecrets } from '../without-registry/npm-secrets.ts';
import { tryCommand } from './run-command.ts';
import type { BaseArguments } from '../without-registry/stand-ins.ts';

/** Builds one image, which gets the project's version as its tag unless another is given; returns its full name. */
export async function buildImage(
  engine: Engine,
  recipe: ImageRecipe,
  options: { bases: BaseArguments; tag?: string | undefined },
): Promise<string> {
  const version = options.tag ?? projectVersion();
  const name = imageName(recipe.name, version);
  const folder = await mkdtemp(join(tmpdir(), 'onsale-build-'));
  try {
    const words = ['build', '--file', join(projectFolder, recipe.dockerfile), '--tag', name];
    if (engine.name === 'podman') {
      // Without a daemon, there is no network namespace to build in.
      words.push('--isolation', 'chroot');
      // The stand-ins are nowhere else, and a registry that is not there takes long to say so.
      if (Object.keys(options.bases).length > 0) words.push('--pull=never');
    }
    const labels = { VERSION: version, REVISION: await revision() };
    const values = { ...recipe.buildArguments, ...options.bases, ...labels };
    for (const [key, value] of Object.entries(values)) words.push('--build-arg', `${key}=${value}`);
    for (const [id, text] of Object.entries(await npmSecrets())) {
      const file = join(folder, id);
      await writeFile(file, text, { mode: 0o600 });
      words.push('--secret', `id=${id},src=${file}`);
    }
    await runEngine(engine, [...words, projectFolder]);
    return name;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function revision(): Promise<string> {
  const { code, stdout } = await tryCommand('git', ['-C', projectFolder, 'rev-parse', 'HEAD']);
  return code === 0 ? stdout.trim() : 'unknown';
}
