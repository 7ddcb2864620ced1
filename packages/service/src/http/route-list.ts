import type { FastifyInstance } from 'fastify';

/** The paths of a server and their methods, for the answer to a wrong method. */
export class RouteList {
  readonly #routes: { pattern: RegExp; methods: string[] }[] = [];

  /** To be called before the first route. */
  constructor(app: FastifyInstance) {
    app.addHook('onRoute', ({ url, method }) => {
      // A plugin's route for all paths says nothing about which exist.
      if (url === '*') return;
      this.#routes.push({ pattern: toPattern(url), methods: [method].flat() });
    });
  }

  /** What may be done with a path; empty when there is nothing at it. */
  methodsOf(path: string): string[] {
    const found = this.#routes.filter(({ pattern }) => pattern.test(path));
    return [...new Set(found.flatMap(({ methods }) => methods))].toSorted();
  }
}

// `:name` stands for one part of a path; our routes have no other patterns.
function toPattern(url: string): RegExp {
  const parts = url
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : RegExp.escape(part)));
  return new RegExp(`^${parts.join('/')}$`);
}
