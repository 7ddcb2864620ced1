import { existsSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Plugin } from 'vite';
import type { Library } from './licences.ts';

/**
 * Vite writes no list of the libraries in the scripts of workers, which are bundles of their own: this does, in the
 * same form, one for each of them, beside that of the page.
 */
export function licencesOfWorkers(): Plugin {
  return {
    name: 'licences-of-workers',
    generateBundle(_options, bundle) {
      const libraries = new Map<string, Library>();
      // What is served as it is, such as WebAssembly, is among the modules as well.
      for (const id of this.getModuleIds()) {
        if (!id.includes('/node_modules/')) continue;
        const folder = folderOf(id.replace(/^\0|[?#].*$/g, ''));
        if (folder !== undefined) libraries.set(folder, readLibrary(folder));
      }
      const [first = ''] = Object.keys(bundle);
      const name = first.replaceAll(/\W/g, '-');
      this.emitFile({
        type: 'asset',
        fileName: `.vite/licences-of-${name}.json`,
        source: JSON.stringify([...libraries.values()]),
      });
    },
  };
}

// Some packages have another package.json in a folder, which has no name.
function folderOf(file: string): string | undefined {
  for (let folder = dirname(file); folder.includes('/node_modules/'); folder = dirname(folder)) {
    const manifest = `${folder}/package.json`;
    if (existsSync(manifest) && read(manifest).name !== undefined) return folder;
  }
  return undefined;
}

function readLibrary(folder: string): Library {
  const { name = '', version = '', license = null } = read(`${folder}/package.json`);
  const file = ['LICENSE', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'license'].find((each) =>
    existsSync(`${folder}/${each}`),
  );
  const text = file === undefined ? null : readFileSync(`${folder}/${file}`, 'utf8');
  return { name, version, identifier: license, text };
}

function read(manifest: string): { name?: string; version?: string; license?: string } {
  return JSON.parse(readFileSync(manifest, 'utf8')) as ReturnType<typeof read>;
}
