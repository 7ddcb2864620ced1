import type { Type as TypeBox } from 'typebox';

/**
 * The part of TypeBox that schemas here are written with. Its types are TypeBox' own; what runs is
 * this file, because TypeBox itself is 700 modules, which every process would load at its start
 * although a schema is nothing but a plain object. Checking schemas is Ajv's task.
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
  /** Keys are any strings. */
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

// As TypeBox marks it: seen by who looks for it, and by no serializer.
const OPTIONAL = '~optional';

function asOptional(schema: Schema): Schema {
  return Object.defineProperty({ ...schema }, OPTIONAL, { value: true });
}

function isOptional(schema: Schema | undefined): boolean {
  return schema?.[OPTIONAL] === true;
}
