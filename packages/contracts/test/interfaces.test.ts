import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { interfaces } from '../src/interfaces.ts';

const API = new URL('../../../api/', import.meta.url);

for (const [name, build] of Object.entries(interfaces)) {
  const document = build();
  test(`api/${name}.openapi.json matches the schemas (if not: npm run api)`, () => {
    const committed = readFileSync(new URL(`${name}.openapi.json`, API), 'utf8');
    assert.deepEqual(JSON.parse(committed), document);
    assert.equal(committed, `${JSON.stringify(document, null, 2)}\n`);
  });
}

test('every published document belongs to an interface', () => {
  const files = Object.keys(interfaces).map((name) => `${name}.openapi.json`);
  assert.deepEqual(readdirSync(API).toSorted(), files.toSorted());
});

for (const [name, build] of Object.entries(interfaces)) {
  const { paths, webhooks, components, security } = build();
  const operations = Object.values(paths).flatMap((path) => Object.values(path)) as {
    requestBody?: unknown;
    parameters?: { in: string }[];
    responses: Record<string, unknown>;
  }[];

  test(`${name} names its schemas and repeats none of them`, () => {
    assert.ok(Object.keys(components.schemas).length > 1);
    for (const [schemaName, schema] of Object.entries(components.schemas)) {
      const uses = JSON.stringify([paths, webhooks ?? {}, components.schemas]);
      assert.ok(uses.includes(`"#/components/schemas/${schemaName}"`), `${schemaName} is not used`);
      const text = JSON.stringify(schema);
      assert.ok(!/^\{"\$ref"|"enum":\{/.test(text), `${schemaName} is only a reference`);
      assert.equal(uses.split(text).length - 1, 1, `${schemaName} is repeated`);
    }
  });

  test(`${name} documents the errors of every operation`, () => {
    for (const { requestBody, parameters = [], responses } of operations) {
      const expected = [
        ...['400', '403', '405', 'default'],
        ...(parameters.some((parameter) => parameter.in === 'path') ? ['414'] : []),
        ...(requestBody === undefined ? [] : ['408', '413', '415']),
      ];
      assert.deepEqual(
        expected.filter((status) => !(status in responses)),
        [],
      );
    }
  });

  test(`${name} says whether it takes a bearer token`, () => {
    const taken = ['redis-crud', 'payments', 'office'].includes(name);
    assert.equal(
      security.some((way) => 'bearer' in way),
      taken,
    );
    assert.equal(components.securitySchemes !== undefined, taken);
  });
}

test('what carries an ETag says that it may answer 304', () => {
  const reads = {
    'ticket-purchase': ['/tickets', '/events'],
    'redis-crud': ['/redis/{key}'],
  } as const;
  for (const name of ['ticket-purchase', 'redis-crud'] as const) {
    const { paths } = interfaces[name]();
    for (const path of reads[name]) {
      const read = paths[path]?.['get'] as {
        parameters: { name: string }[];
        responses: Record<string, object>;
      };
      assert.ok(read.parameters.some((parameter) => parameter.name === 'if-none-match'));
      assert.deepEqual(read.responses['304'], { description: 'Not modified' });
    }
  }
});

test('the document covers the rate limit on orders', () => {
  const { paths } = interfaces['ticket-purchase']();
  const placeOrder = paths['/orders']?.['post'] as { responses: object } | undefined;
  assert.ok('429' in (placeOrder?.responses ?? {}));
});
