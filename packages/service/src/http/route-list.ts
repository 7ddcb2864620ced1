import type { FastifyInstance } from 'fastify';

/** The paths of a server and their methods, for requests with a wrong method. */
export class RouteList {
  readonly #routes: { pattern: RegExp; methods: string[] }[] = [];

  /** Must be created before the first route. */
  constructor(app: FastifyInstance) {
    app.addHook('onRoute', ({ url, method }) => {
      // A plugin's catch-all route does not mean that a path exists.
      if (url === '*') return;
      this.#routes.push({ pattern: toPattern(url), methods: [method].flat() });
    });
  }

  /** The methods of a path; empty when it does not exist. */
  methodsOf(path: string): string[] {
    const found = this.#routes.filter(({ pattern }) => pattern.test(path));
    return [...new Set(found.flatMap(({ methods }) => methods))].toSorted();
  }
}

// `:name` matches one path segment; our routes have no other patterns.
function toPattern(url: string): RegExp {
  const parts = url
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : RegExp.escape(part)));
  return new RegExp(`^${parts.join('/')}$`);
}
