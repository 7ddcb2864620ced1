import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { interfaces } from '../src/interfaces.ts';
import { type Json, missingFrom, resolve } from './promise.ts';

// The interfaces promised to clients must keep working. These documents are the original contract,
// word for word; the published ones may add to it, never take away.

/** The only places that may be stricter than the contract, which was too loose for a sale. */
const ALLOWED = new Set([
  'post /orders body.customer: name is required',
  'post /orders body.customer: email is required',
  'post /orders body.items: minItems is 1',
  'post /orders body.items[].qty: minimum is 1',
  // A misspelt ttlSeconds must not silently keep a value forever.
  'post /redis body: other fields are refused',
  'put /redis/{key} body: other fields are refused',
]);

/** Limits that no genuine request comes near. */
const UNNOTICED = /: (maxItems|maxLength|maximum) is \d+$|: (minLength is 1|pattern is .*)$/;

// The other interfaces were never promised to anybody.
for (const name of ['ticket-purchase', 'redis-crud'] as const) {
  const published = interfaces[name]();
  const file = new URL(`./promised/${name}.openapi.yaml`, import.meta.url);
  const promised = parse(readFileSync(file, 'utf8')) as Json;
  const current = structuredClone(published) as unknown as Json;

  test(`${name}: everything promised is still there`, () => {
    const missing = missingFrom(current, promised).missing;
    assert.deepEqual(missing, []);
  });

  test(`${name}: no new requirements beyond the agreed ones`, () => {
    const { stricter } = missingFrom(current, promised);
    const surprises = stricter.filter((rule) => !ALLOWED.has(rule) && !UNNOTICED.test(rule));
    assert.deepEqual(surprises, []);
  });

  test(`${name}: still served under the promised paths`, () => {
    const urls = (document: Json) => (document['servers'] as { url: string }[]).map((s) => s.url);
    for (const url of urls(promised)) assert.ok(urls(current).includes(url), url);
  });

  test(`${name}: dropping any promised path, response or field would be noticed`, () => {
    for (const [path, item] of Object.entries(promised['paths'] as Json)) {
      const broken = structuredClone(current);
      delete (broken['paths'] as Json)[path];
      assert.notDeepEqual(missingFrom(broken, promised).missing, [], path);
      for (const method of Object.keys(item as Json).filter((key) => key !== 'parameters')) {
        assertNoticed(current, promised, [path, method]);
      }
    }
  });
}

function assertNoticed(current: Json, promised: Json, [path = '', method = '']: string[]): void {
  const operation = (document: Json) =>
    ((document['paths'] as Json)[path] as Json)[method] as { responses: Record<string, Json> };
  for (const status of Object.keys(operation(promised).responses)) {
    const broken = structuredClone(current);
    delete operation(broken).responses[status];
    assert.notDeepEqual(missingFrom(broken, promised).missing, [], `${method} ${path} ${status}`);

    const retyped = structuredClone(current);
    const media = operation(retyped).responses[status]?.['content'] as Record<string, Json>;
    const schema = resolve(retyped, media['application/json']?.['schema']);
    const [property] = Object.keys(schema['properties'] as Json);
    (schema['properties'] as Json)[String(property)] = { type: 'boolean' };
    const { missing } = missingFrom(retyped, promised);
    assert.notDeepEqual(missing, [], `${method} ${path} ${status} ${property}`);
  }
}
