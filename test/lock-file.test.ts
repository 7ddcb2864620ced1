import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readText } from './project-files.ts';

interface LockedPackage {
  link?: boolean;
  integrity?: string;
  resolved?: string;
}

// The site of docs/ has its own (decision 030).
const installed = ['package-lock.json', 'docs/site/package-lock.json'].flatMap((file) => {
  const lock = JSON.parse(readText(file)) as { packages: Record<string, LockedPackage> };
  return Object.entries(lock.packages).filter(
    ([path, { link }]) => path.includes('node_modules/') && link !== true,
  );
});

test('npm installs no library whose content is not locked, on any platform', () => {
  const unlocked = installed.filter(([, { integrity = '' }]) => !/^sha512-.{88}$/.test(integrity));
  assert.deepEqual(
    unlocked.map(([path]) => path),
    [],
  );
  assert.ok(installed.length > 400);
});

test('the lock file leaves the choice of the registry to whoever installs', () => {
  const addresses = installed.filter(([, { resolved }]) => resolved !== undefined);
  assert.deepEqual(
    addresses.map(([path]) => path),
    [],
  );
});
