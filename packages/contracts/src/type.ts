import type { Type as TypeBox } from 'typebox';

/**
 * The part of TypeBox used here. The types are TypeBox's own; at run time this file replaces it,
 * because TypeBox would load 700 modules into every process although a schema is just a plain
 * object. Ajv checks values against the schemas.
 */
export const Type = {
  String: (options) => ({ type: 'string', ...options }),
  Number: (options) => ({ type: 'number', ...options }),
  Integer: (options) => ({ type: 'integer', ...options }),
  Boolean: (options) => ({ type: 'boolean', ...options }),
  Null: (options) => ({ type: 'null', ...options }),
  Array: (items, options) => ({ type: 'array', items, ...options }),
  Object: (properties, options) => objectOf(properties, options),
  Record: (_key, value, options) => ({
    type: 'object',
    patternProperties: { '^.*$': value },
    ...options,
  }),
  Union: (anyOf, options) => ({ anyOf, ...options }),
  Unsafe: (schema) => schema,
  Optional: (schema) => asOptional(schema),
  Partial: ({ properties }, options) =>
    objectOf(
      Object.fromEntries(
        Object.entries(properties).map(([name, schema]) => [name, asOptional(schema)]),
      ),
      options,
    ),
} as Builders as unknown as Pick<typeof TypeBox, keyof Builders>;

type Schema = Record<string, unknown>;

interface Builders {
  String: (options?: Schema) => Schema;
  Number: (options?: Schema) => Schema;
  Integer: (options?: Schema) => Schema;
  Boolean: (options?: Schema) => Schema;
  Null: (options?: Schema) => Schema;
  Array: (items: Schema, options?: Schema) => Schema;
  Object: (properties: Record<string, Schema>, options?: Schema) => Schema;
  /** Keys may be any string. */
  Record: (key: Schema, value: Schema, options?: Schema) => Schema;
  Union: (anyOf: Schema[], options?: Schema) => Schema;
  Unsafe: (schema: Schema) => Schema;
  Optional: (schema: Schema) => Schema;
  Partial: (object: { properties: Record<string, Schema> }, options?: Schema) => Schema;
}

function objectOf(properties: Record<string, Schema>, options?: Schema): Schema {
  const required = Object.keys(properties).filter((name) => !isOptional(properties[name]));
  return {
    type: 'object',
    ...(required.length === 0 ? {} : { required }),
    properties,
    ...options,
  };
}

// TypeBox's own marker, which serializers do not see.
const OPTIONAL = '~optional';

function asOptional(schema: Schema): Schema {
  return Object.defineProperty({ ...schema }, OPTIONAL, { value: true });
}

function isOptional(schema: Schema | undefined): boolean {
  return schema?.[OPTIONAL] === true;
}
