import { glob, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** What Vite writes about each library in a bundle (`build.license`), below the folder of the build. */
export const LICENCES_OF_BUILD = '.vite/licences.json';
/** That, and what licences-of-workers.ts writes. */
const LISTS = '.vite/licences*.json';

/** Licences that do not ask for a notice; authors then often leave out the text. */
const WITHOUT_NOTICE = new Set(['0BSD', 'CC0-1.0', 'Unlicense']);

/** Packages without a text whose author has put it into another of theirs, under the same licence. */
const TEXT_IN: Record<string, string> = { 'react-remove-scroll-bar': 'react-remove-scroll' };

/** What a package is compiled from, which is in none of its own. The text is that of our own licence. */
const MADE_OF: Record<string, Pick<Library, 'name' | 'identifier'>> = {
  'zxing-wasm': { name: 'zxing-cpp', identifier: 'Apache-2.0' },
};

/** Compiles the messages of the pages, with code of its own, which no bundle says is its. */
const COMPILER = '@inlang/paraglide-js';

export interface Library {
  name: string;
  version: string;
  /** SPDX. */
  identifier: string | null;
  text: string | null;
}

const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * Writes the licences of everything that these builds have in them, fonts included, to licences.txt in
 * `dist`, which is shipped with the pages. Throws when a licence that asks for a notice has no text.
 */
export async function writeLicences(dist: string, builds: readonly string[]): Promise<void> {
  const lists = await Promise.all(builds.flatMap((build) => [bundled(build), copied(build)]));
  lists.push([await readLibrary(COMPILER)]);
  const found = (await Promise.all(lists.flat().map(withSources))).flat();
  const libraries = new Map(found.map((each) => [`${each.name} ${each.version}`, each]));
  const sorted = [...libraries.values()].toSorted((a, b) => a.name.localeCompare(b.name));
  await writeFile(`${dist}licences.txt`, [INTRODUCTION, ...sorted.map(describe)].join('\n'));
}

const INTRODUCTION = `The pages of this shop are made with Onsale, which is licensed under the Apache License, Version 2.0
(https://www.apache.org/licenses/LICENSE-2.0), and contain these libraries and fonts.
`;

function describe({ name, version, identifier, text }: Library): string {
  if (!text && !WITHOUT_NOTICE.has(identifier ?? '')) {
    throw new Error(`${name} has no text of its licence (${identifier}), which must be shipped`);
  }
  const title = `${name} ${version} (${identifier})`;
  return `${'-'.repeat(100)}\n${title}\n\n${text ? `${text.trim()}\n` : ''}`;
}

async function bundled(build: string): Promise<Library[]> {
  const files = await Array.fromAsync(glob(LISTS, { cwd: build }));
  const texts = await Promise.all(files.map((file) => readFile(build + file, 'utf8')));
  return texts.flatMap((text) => JSON.parse(text) as Library[]);
}

// Files of a package that are served as they are, such as fonts, are in no bundle.
async function copied(build: string): Promise<Library[]> {
  const manifest = await readFile(`${build}.vite/manifest.json`, 'utf8');
  const sources = Object.keys(JSON.parse(manifest) as Record<string, unknown>);
  const packages = sources.flatMap(
    (source) =>
      /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(source)?.[1] ?? [],
  );
  return await Promise.all([...new Set(packages)].map(readLibrary));
}

async function withSources(library: Library): Promise<Library[]> {
  const source = MADE_OF[library.name];
  if (source === undefined) return [await withText(library)];
  const text = await readFile(`${root}LICENSE`, 'utf8');
  const version = `in ${library.name} ${library.version}`;
  return [await withText(library), { ...source, version, text }];
}

async function withText(library: Library): Promise<Library> {
  const other = TEXT_IN[library.name];
  if (library.text || other === undefined) return library;
  return { ...library, text: (await readLibrary(other)).text };
}

async function readLibrary(name: string): Promise<Library> {
  const folder = `${root}node_modules/${name}/`;
  const { version, license } = JSON.parse(await readFile(`${folder}package.json`, 'utf8')) as {
    version: string;
    license: string;
  };
  return { name, version, identifier: license, text: await readFile(`${folder}LICENSE`, 'utf8') };
}
