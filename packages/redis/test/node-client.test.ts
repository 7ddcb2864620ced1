import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { loadClient } from '../src/node-client.ts';

const real = createRequire(import.meta.url);

/** `require` with the exports of some files replaced; undefined stands for a missing file. */
function requireWith(changed: Record<string, unknown>): NodeJS.Require {
  const find = (id: string) => Object.keys(changed).find((end) => id.endsWith(end));
  const load = (id: string): unknown => {
    const end = find(id);
    if (end === undefined) return real(id);
    if (changed[end] === undefined) throw new Error(`Cannot find module '${id}'`);
    return changed[end];
  };
  return Object.assign(load, { ...real, resolve: real.resolve, cache: {} }) as NodeJS.Require;
}

const CHANGES: [string, Record<string, unknown>, RegExp][] = [
  ['a command that has moved', { 'commands/AUTH.js': undefined }, /Cannot find module/],
  ['a command that is exported differently', { 'commands/AUTH.js': {} }, /AUTH is missing/],
  ['a client that has moved', { 'client/index.js': undefined }, /Cannot find module/],
  ['a client that is created differently', { 'client/index.js': { default: {} } }, /no `create`/],
];
for (const [name, changed, reason] of CHANGES) {
  test(`a library with ${name} fails with a clear message`, () => {
    assert.throws(
      () => loadClient(requireWith(changed)),
      (error: Error) => {
        assert.match(error.message, /^@redis\/client is not built as .*node-client\.ts expects/);
        assert.match(error.message, reason);
        return true;
      },
    );
  });
}
