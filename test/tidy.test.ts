import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { test } from 'node:test';
import { listFiles, listFolders, readText } from './project-files.ts';

// Rules that linters do not check. Each test collects all violations, so that one run shows
// everything.

const files = listFiles();
const sources = files.filter((file) => /\.(ts|tsx|mts|js|mjs|lua)$/.test(file));
const modules = sources.filter((file) => !file.endsWith('.lua'));

test('packages import no services, and neither services nor apps import another one', () => {
  const wrong = modules.flatMap((file) =>
    importsOf(readText(file))
      .filter((target) => !mayImport(partOf(file), partOfImport(file, target)))
      .map((target) => `${file} imports ${target}`),
  );
  assert.deepEqual(wrong, []);
});

test('package.json files depend only on what their part may import', () => {
  const wrong = [...workspaces].flatMap(([, part]) => {
    const { dependencies, devDependencies } = readManifest(part);
    return Object.keys({ ...dependencies, ...devDependencies })
      .filter((name) => !mayImport(part, workspaces.get(name)))
      .map((name) => `${part} depends on ${name}`);
  });
  assert.deepEqual(wrong, []);
  assert.ok(workspaces.size > 0);
});

test('the pages have no schemas in them, only their types', () => {
  const ofPages = modules.filter((file) => /^apps\/\w+\/src\//.test(file) && !isTest(file));
  const wrong = ofPages.filter((file) => SCHEMA_IMPORT.test(readText(file)));
  assert.ok(ofPages.length > 0);
  assert.deepEqual(wrong, []);
});

test('the environment is read in one place', () => {
  const readers = modules.filter((file) => ENVIRONMENT.test(readText(file)));
  const allowed =
    /^(test|local|bench|deploy\/images|docs\/site|packages\/testing)\/|\/(test|e2e)\//;
  assert.deepEqual(
    readers.filter((file) => !allowed.test(file)),
    ['packages/service/src/process/run-service.ts'],
  );
});

test('files are named in kebab-case, after what they are about', () => {
  const wrong = sources.filter((file) => {
    // The site of docs/ has a page for each document: `[document]`.
    const name = posix
      .basename(file)
      .replace(/\.[a-z]+$/, '')
      .replace(/^\[([a-z]+)\]/, '$1');
    const isComponent = file.endsWith('.tsx') && /^[A-Z][A-Za-z0-9]*(\.test)?$/.test(name);
    return !isComponent && !/^[a-z0-9]+([-.][a-z0-9]+)*$/.test(name);
  });
  const empty = sources.filter((file) => file.split(/[/.-]/).some((word) => EMPTY_WORDS.has(word)));
  assert.deepEqual([...wrong, ...empty], []);
});

test('no script spells the name of a key', () => {
  const scripts = sources.filter((file) => file.endsWith('.lua'));
  assert.ok(scripts.length > 0);
  assert.deepEqual(
    scripts.filter((file) => /\{s\b|\{s\d|\{fleet\}|onsale:/.test(readText(file))),
    [],
  );
});

test('no file names a package registry or a path of the machine it was written on', () => {
  const wrong = files.flatMap((file) => {
    const text = readText(file);
    // Pictures and fonts.
    if (text.includes('\0')) return [];
    const isOfNpm = /(^|\/)(\.npmrc|package-lock\.json)$/.test(file);
    return [...MACHINE_TEXT, ...(isOfNpm ? NPM_TEXT : [])].flatMap((pattern) => {
      const [found] = pattern.exec(text) ?? [];
      return found === undefined ? [] : [`${file} has ${found.trim()}`];
    });
  });
  assert.deepEqual(wrong, []);
});

const ENVIRONMENT =
  /\bprocess\s*\??\.\s*env\b|\bprocess\s*\[\s*['"]env|\benv\b[^;]*from ['"](node:)?process/;

// All but types: TypeBox and every schema would come along.
const SCHEMA_IMPORT = /^import (?!type\b)[^;]* from '@onsale\/contracts';$/m;

function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file);
}

const EMPTY_WORDS = new Set(
  'util utils helper helpers common lib libs misc manager managers'.split(' '),
);

const MACHINE_TEXT = [
  /(?<![\w.}])[/]work(?![\w-])\S*/,
  /\bregistry\.(npmjs|yarnpkg)\.\w+/,
  /https?:\/\/[^/\s'"]*(artifactory|verdaccio|nexus|npm[.-]?(registry|proxy|mirror))[^/\s'"]*/,
  ...configuredRegistry(),
];
const NPM_TEXT = [/^.*registry\s*=.*$/m, /"resolved": "[a-z+]+:.*"/];

// The registry that npm uses here, which is nobody else's.
function configuredRegistry(): RegExp[] {
  const url = process.env['npm_config_registry'];
  return url === undefined ? [] : [new RegExp(RegExp.escape(new URL(url).host))];
}

// The workspaces of npm by name, and the folder of each.
const workspaces = new Map(
  [
    ...listFolders('apps').map((name) => `apps/${name}`),
    ...listFolders('packages').map((name) => `packages/${name}`),
    ...listFolders('services').map((name) => `services/${name}`),
    'local',
    'admin',
    'bench',
    'deploy/images',
  ]
    .filter((part) => files.includes(`${part}/package.json`))
    .map((part) => [readManifest(part).name, part]),
);

interface Manifest {
  name: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

function readManifest(part: string): Manifest {
  return JSON.parse(readText(`${part}/package.json`)) as Manifest;
}

function importsOf(text: string): string[] {
  const found = text.matchAll(/\b(?:from|import|require)\s*\(?\s*(['"`])([^'"`\n]+)\1/g);
  return Array.from(found, (match) => match[2] ?? '');
}

// The part of the project that a file belongs to, such as services/gateway or local.
function partOf(file: string): string {
  const [top = '', name = ''] = file.split('/');
  const isDeep =
    ['apps', 'packages', 'services'].includes(top) || `${top}/${name}` === 'deploy/images';
  return isDeep ? `${top}/${name}` : top;
}

// Undefined for what is not ours.
function partOfImport(file: string, target: string): string | undefined {
  if (target.startsWith('.')) return partOf(posix.join(posix.dirname(file), target));
  return workspaces.get(target.split('/').slice(0, 2).join('/'));
}

function mayImport(part: string, imported: string | undefined): boolean {
  if (imported === undefined || imported === part || imported.startsWith('packages/')) return true;
  return !/^(apps|packages|services)\//.test(part) || part === 'services/frontend';
}
