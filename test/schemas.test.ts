import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  fleet,
  type Operation,
  pages,
  redisCrud,
  ticketPurchase,
  workload,
} from '@onsale/contracts';
import { Ajv } from 'ajv';

// No service looks at this when it starts.

const operations: Operation[] = Object.values({
  ...ticketPurchase,
  ...pages,
  ...redisCrud,
  ...fleet,
  ...workload,
});

test('every schema of an operation is a valid JSON schema', () => {
  const ajv = new Ajv({ allErrors: true, keywords: ['x-must'] });
  const schemas = operations.flatMap(({ schema }) => {
    const { response, ...parts } = schema;
    return [...Object.values(parts), ...Object.values(response)];
  });
  assert.ok(schemas.length > 50);
  const wrong = schemas.filter((schema) => ajv.validateSchema(schema) !== true);
  assert.deepEqual(wrong, []);
});

test('the names of headers in schemas are in small letters, as Node has them', () => {
  const names = operations.flatMap(({ schema }) => {
    const { properties = {} } = (schema.headers ?? {}) as { properties?: object };
    return Object.keys(properties);
  });
  assert.ok(names.length > 0);
  assert.deepEqual(
    names.filter((name) => name !== name.toLowerCase()),
    [],
  );
});
