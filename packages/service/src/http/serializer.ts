import { createRequire } from 'node:module';
import type { SerializerFactory } from '@fastify/fast-json-stringify-compiler';

const require = createRequire(import.meta.url);

type Compile = ReturnType<SerializerFactory>;

/**
 * Compiles the schemas of answers with Fastify's own compiler, which is loaded with the first of them.
 * Every path is served with `/v1` and without, and what they share is compiled once. Errors are not
 * sent by a schema: each has the same three fields.
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
