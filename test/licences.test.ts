import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readText, root } from './project-files.ts';

// Licences that allow a product to be sold with the library in it, and ask for no more than a
// notice.
const ALLOWED = new Set([
  '0BSD',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  // A font, served as it is.
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);
/**
 * Libraries of their own, which a program loads when it runs and which anybody may replace: that is what
 * their licence asks for.
 */
const ALLOWED_WHEN_LOADED = /^node_modules\/@img\/sharp-libvips-[a-z0-9-]+$/;
/** Data, or libraries that are not shipped but only used by development tools. */
const ALLOWED_FOR_DEVELOPMENT = new Set(['CC-BY-3.0', 'CC-BY-4.0', 'LGPL-3.0-or-later', 'MPL-2.0']);

interface LockedPackage {
  link?: boolean;
  dev?: boolean;
  optional?: boolean;
}

for (const folder of ['', 'docs/site/']) {
  // The site of docs/ is installed by whoever builds it (decision 030).
  const skip = !existsSync(`${root}${folder}node_modules`);
  test(`every library in ${folder}node_modules has a licence that is allowed`, { skip }, () => {
    const lock = JSON.parse(readText(`${folder}package-lock.json`)) as {
      packages: Record<string, LockedPackage>;
    };
    const wrong = Object.entries(lock.packages).flatMap(([path, locked]) => {
      if (locked.link === true || !path.startsWith('node_modules/')) return [];
      const manifest = `${root}${folder}${path}/package.json`;
      // Of another platform.
      if (locked.optional === true && !existsSync(manifest)) return [];
      const licence = licenceOf(manifest);
      const allowed = (id: string) =>
        ALLOWED.has(id) ||
        (locked.dev === true && ALLOWED_FOR_DEVELOPMENT.has(id)) ||
        (ALLOWED_WHEN_LOADED.test(path) && id === 'LGPL-3.0-or-later');
      return isAllowed(licence, allowed) ? [] : [`${path}: ${licence}`];
    });
    assert.deepEqual(wrong, []);
  });
}

test('a licence expression is allowed when one of its alternatives is, and all that it joins', () => {
  const allowed = (id: string) => ALLOWED.has(id);
  assert.equal(isAllowed('(MIT OR GPL-3.0)', allowed), true);
  assert.equal(isAllowed('(MIT AND Zlib)', allowed), true);
  assert.equal(isAllowed('(MIT AND GPL-3.0)', allowed), false);
  assert.equal(isAllowed('GPL-3.0', allowed), false);
  assert.equal(isAllowed('none', allowed), false);
});

// None of our expressions has both words; one that does is refused, and a person looks at it.
function isAllowed(expression: string, allowed: (id: string) => boolean): boolean {
  const words = expression.replaceAll(/[()]/g, '').trim();
  if (words.includes(' OR ') && words.includes(' AND ')) return false;
  if (words.includes(' OR ')) return words.split(' OR ').some(allowed);
  return words.split(' AND ').every(allowed);
}

function licenceOf(manifest: string): string {
  const { license, licenses } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    license?: string | { type: string };
    licenses?: { type: string }[];
  };
  if (typeof license === 'string') return license;
  const named = license?.type ?? licenses?.map(({ type }) => type).join(' OR ');
  return named ?? licenceInFile(manifest.replace(/package\.json$/, 'LICENSE'));
}

// Of packages whose manifest has none, but which come with its text.
function licenceInFile(file: string): string {
  return existsSync(file) && readFileSync(file, 'utf8').startsWith('MIT License\n')
    ? 'MIT'
    : 'none';
}
