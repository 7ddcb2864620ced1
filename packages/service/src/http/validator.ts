import { createRequire } from 'node:module';
import type * as AjvModule from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';
import { replaceUniqueItems } from './unique-items.ts';

const require = createRequire(import.meta.url);

/** Up to this many values in a request, all problems are reported; beyond it only the first. */
const MAX_EXPLAINED_VALUES = 200;

/**
 * Compiles request schemas. Validation stops at the first problem, so that a body with thousands of
 * them costs no more than a valid one; a small body is then checked for the rest. Ajv is loaded
 * with the first schema, because a service without any does not need it.
 */
export function validatorCompiler(): FastifySchemaCompiler<AjvModule.AnySchema> {
  let validators: ReturnType<typeof createValidators> | undefined;
  return ({ schema }) => {
    const { first, all } = (validators ??= createValidators());
    const check = first.compile(schema);
    return (data: unknown) => {
      if (check(data)) return true;
      if (!isSmall(data)) return { error: check.errors ?? [] };
      const explain = all.compile(schema);
      void explain(data);
      return { error: explain.errors ?? [] };
    };
  };
}

function createValidators() {
  const { Ajv } = require('ajv') as typeof AjvModule;
  const options: AjvModule.Options = {
    useDefaults: true,
    // Schemas are checked by tests: checking here would take as long as everything else.
    validateSchema: false,
    meta: false,
    validateFormats: false,
    verbose: true,
    keywords: ['x-must'],
  };
  return {
    first: replaceUniqueItems(new Ajv(options)),
    all: replaceUniqueItems(new Ajv({ ...options, allErrors: true })),
  };
}

function isSmall(data: unknown): boolean {
  let left = MAX_EXPLAINED_VALUES;
  const look = (value: unknown): boolean => {
    left -= 1;
    if (left < 0) return false;
    return typeof value !== 'object' || value === null || Object.values(value).every(look);
  };
  return look(data);
}
