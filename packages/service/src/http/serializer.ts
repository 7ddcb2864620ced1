import { createRequire } from 'node:module';
import type { SerializerFactory } from '@fastify/fast-json-stringify-compiler';

const require = createRequire(import.meta.url);

type Compile = ReturnType<SerializerFactory>;

/**
 * Compiles response schemas with Fastify's own compiler, loaded on first use. Every path is served
 * with and without `/v1`, and shared schemas are compiled once. Errors have no schema: each has the
 * same three fields.
 */
export function serializerCompiler(): Compile {
  let compile: Compile | undefined;
  const known = new Map<unknown, ReturnType<Compile>>();
  return (route) => {
    const { schema, httpStatus } = route as { schema: unknown; httpStatus?: string };
    if (Number(httpStatus) >= 400) return JSON.stringify;
    compile ??= loadCompiler()({});
    const serialize = known.get(schema) ?? compile(route);
    known.set(schema, serialize);
    return serialize;
  };
}

function loadCompiler(): SerializerFactory {
  const library = '@fastify/fast-json-stringify-compiler';
  const { SerializerSelector } = require(library) as {
    SerializerSelector: () => SerializerFactory;
  };
  return SerializerSelector();
}
