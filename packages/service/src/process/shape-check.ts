import { createRequire } from 'node:module';
import type * as AjvModule from 'ajv';
import type { Static, TSchema } from 'typebox';

const require = createRequire(import.meta.url);

/**
 * Tells whether values from outside have the shape of a schema, and leaves them as they are. Fields that the schema
 * doesn't name are allowed unless it says otherwise.
 */
export function shapeCheck<Schema extends TSchema>(
  schema: Schema,
): (value: unknown) => value is Static<Schema> {
  let check: AjvModule.ValidateFunction | undefined;
  return (value): value is Static<Schema> => {
    check ??= newAjv().compile(schema);
    return check(value);
  };
}

/** An Ajv for our own schemas. It is loaded with the first one, because a service without any does not need it. */
export function newAjv(options: AjvModule.Options = {}): AjvModule.Ajv {
  const { Ajv } = require('ajv') as typeof AjvModule;
  return new Ajv({
    // Schemas are checked by tests: checking here would take as long as everything else.
    validateSchema: false,
    meta: false,
    validateFormats: false,
    keywords: ['x-must'],
    ...options,
  });
}
