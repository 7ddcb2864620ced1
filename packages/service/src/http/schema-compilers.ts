import { createRequire } from 'node:module';
import type { FastifyServerOptions } from 'fastify';

const require = createRequire(import.meta.url);

type Factories = NonNullable<
  NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']
>;

/**
 * Fastify's own compilers of schemas, Ajv and fast-json-stringify, for one server. They are loaded
 * with its first route that has a schema: together they are 120 files, and a service that shows
 * nothing but its health needs none. What routes share is compiled once, because every path is
 * served with `/v1` and without.
 */
export function schemaCompilers(): Factories {
  return {
    buildValidator: forAllScopes('@fastify/ajv-compiler'),
    buildSerializer: forAllScopes('@fastify/fast-json-stringify-compiler'),
  } as Factories;
}

type Build = (...options: readonly unknown[]) => (route: { schema: unknown }) => unknown;

// Fastify asks for a compiler in each of its scopes, which differ in the schemas that others refer
// to by name. Ours are all written out, so one compiler will do.
function forAllScopes(library: string): Build {
  let compile: ReturnType<Build> | undefined;
  const known = new Map<unknown, unknown>();
  return (...options) => {
    const compileNew = (compile ??= (require(library) as () => Build)()(...options));
    return (route) => {
      const compiled = known.get(route.schema) ?? compileNew(route);
      known.set(route.schema, compiled);
      return compiled;
    };
  };
}
