import { createRequire } from 'node:module';
import type * as AjvModule from 'ajv';
import type { FastifySchemaCompiler } from 'fastify';

const require = createRequire(import.meta.url);

/** Values in a request of which every problem is told; of a larger one only the first is looked for. */
const MAX_EXPLAINED_VALUES = 200;

/**
 * Compiles the schemas of requests. A request is checked until its first problem, so that a body made
 * of thousands of them costs no more than a good one; a small one is then looked through for the rest.
 * Ajv is loaded with the first schema: a service without any doesn't need it.
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
    // Whether a schema is valid is for the tests to say: checking it takes as long as all the rest.
    validateSchema: false,
    meta: false,
    validateFormats: false,
    verbose: true,
    keywords: ['x-must'],
  };
  return { first: new Ajv(options), all: new Ajv({ ...options, allErrors: true }) };
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
