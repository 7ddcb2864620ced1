import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { interfaces } from '../src/interfaces.ts';

const API = new URL('../../../api/', import.meta.url);

for (const [name, build] of Object.entries(interfaces)) {
  const document = build();
  test(`api/${name}.openapi.json is what the schemas say (else: npm run api)`, () => {
    const committed = readFileSync(new URL(`${name}.openapi.json`, API), 'utf8');
    assert.deepEqual(JSON.parse(committed), document);
    assert.equal(committed, `${JSON.stringify(document, null, 2)}\n`);
  });
}

test('every published document belongs to an interface', () => {
  const files = Object.keys(interfaces).map((name) => `${name}.openapi.json`);
  assert.deepEqual(readdirSync(API).toSorted(), files.toSorted());
});
