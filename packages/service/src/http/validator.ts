import type * as AjvModule from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';
import { newAjv } from '../process/shape-check.ts';
import { replaceUniqueItems } from './unique-items.ts';

/** Up to this many values in a request, all problems are reported; beyond it only the first. */
const MAX_EXPLAINED_VALUES = 200;

/**
 * Compiles request schemas. Validation stops at the first problem, so that a body with thousands of
 * them costs no more than a valid one; a small body is then checked for the rest.
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
  const options = { useDefaults: true, verbose: true };
  return {
    first: replaceUniqueItems(newAjv(options)),
    all: replaceUniqueItems(newAjv({ ...options, allErrors: true })),
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
