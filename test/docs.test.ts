import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { test } from 'node:test';
import { DeadLetterEntry, OrderStreamEntry } from '@onsale/contracts';
import { diagrams } from '../docs/diagrams/diagrams.ts';
import { generatedParts, withParts } from '../docs/tables/pages.ts';
import * as keys from '../packages/ledger/src/keys.ts';
import { importConfigurations } from '../docs/tables/configuration-schemas.ts';
import { runtimeKeys, ledgerKeys, type NameBuilder, nameOf } from './key-names.ts';
import { fileLinks, listedUnder, readTables, rowsWith } from './markdown.ts';
import { listFiles, listFolders, readText, root } from './project-files.ts';

// The pages are compared with the code in both directions: nothing is missing, nothing is made up.

const configurations = await importConfigurations();

test('the README has at most 120 lines', () => {
  assert.ok(readText('README.md').trimEnd().split('\n').length <= 120);
});

test("the README's table has every service with its port", () => {
  const rows = rowsWith(readTables(readText('README.md')), 'service');
  const folders = listFolders('services').map((name) => `services/${name}`);
  assert.deepEqual(rows.map((row) => row['folder'] ?? '').sort(), folders);
  for (const row of rows) {
    const port = configurations.get(posix.basename(row['folder'] ?? ''))?.properties['PORT']
      ?.default;
    if (port !== undefined)
      assert.equal(row['port'], String(port), `the port of ${row['service']}`);
  }
});

test('the tables are those of the code', async () => {
  for (const [name, parts] of Object.entries(await generatedParts())) {
    const page = readText(`docs/${name}`);
    assert.equal(page, withParts(page, parts), 'run `npm run tables`');
  }
});

test('docs/data-model.md has every key and channel, and says what it holds', () => {
  const documented = listedUnder(readText('docs/data-model.md'), 'Keys and channels');
  assert.deepEqual(documented.sort(), [...ledgerKeys(), ...runtimeKeys()].sort());
});

test('docs/data-model.md has the fields of the stream entries and of the stock', () => {
  const page = readText('docs/data-model.md');
  const fieldsOf = (key: NameBuilder) => listedUnder(page, nameOf(key));
  assert.deepEqual(fieldsOf(keys.orderStreamKey), Object.keys(OrderStreamEntry.properties));
  assert.deepEqual(fieldsOf(keys.deadLetterKey), Object.keys(DeadLetterEntry.properties));
  assert.deepEqual(fieldsOf(keys.stockKey), keys.STOCK_BOOKS);
  assert.ok(page.includes(`\`${nameOf(keys.stockField)}\``));
  assert.ok(page.includes(`\`${keys.WORKER_GROUP}\``));
});

test('docs/decisions/index.md has every decision', () => {
  const decisions = listFiles('docs/decisions/').filter((file) => /\/\d{3}-/.test(file));
  const listed = fileLinks(readText('docs/decisions/index.md'));
  assert.deepEqual(listed, decisions.map((file) => posix.basename(file)).sort());
});

test('the diagrams are those of the code', () => {
  for (const [name, drawing] of Object.entries(diagrams)) {
    assert.equal(readText(`docs/diagrams/${name}.svg`), drawing, 'run `npm run diagrams`');
  }
});

test('every link from one page to another file leads somewhere', () => {
  const pages = listFiles().filter((file) => file.endsWith('.md'));
  const broken = pages.flatMap((page) =>
    fileLinks(readText(page))
      .filter((target) => !existsSync(root + posix.join(posix.dirname(page), target)))
      .map((target) => `${page} links to ${target}`),
  );
  assert.deepEqual(broken, []);
});
