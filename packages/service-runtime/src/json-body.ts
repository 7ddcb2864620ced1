import type { FastifyInstance } from 'fastify';

// Whatever poisons a prototype has one of these in it, however it is spelled.
const SUSPICIOUS = /__proto__|constructor|\\/;

/**
 * Reads bodies of JSON as Fastify does, with its answers to what is wrong. Its search for poisoned
 * names takes as long as parsing; nearly no body has anything that it could find.
 */
export function readJsonBodies(app: FastifyInstance): void {
  const careful = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser<string>(
    'application/json',
    { parseAs: 'string' },
    (request, text, done) => {
      let body: unknown;
      if (SUSPICIOUS.test(text)) {
        void careful(request, text, done);
        return;
      }
      try {
        body = JSON.parse(text);
      } catch {
        // Says what is wrong with it, or forgives a byte order mark.
        void careful(request, text, done);
        return;
      }
      done(null, body);
    },
  );
}
