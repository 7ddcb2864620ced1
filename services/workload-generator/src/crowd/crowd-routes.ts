import { workload } from '@onsale/contracts';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import type { Crowds } from './crowds.ts';

/** The routes that let a crowd come, and show what becomes of it. */
export function registerCrowdRoutes(scope: HttpServer, crowds: Crowds): void {
  const app = withSchemaTypes(scope);
  const { startCrowd, stopCrowd, readCrowd } = workload;
  app.post(
    startCrowd.url,
    {
      schema: startCrowd.schema,
      config: { bodyOptional: true },
      preValidation: (request, _reply, done) => {
        request.body ??= {};
        done();
      },
    },
    async (request, reply) => {
      const { runId = '', config } = await crowds.start(request.body);
      reply.code(201);
      return { runId, config };
    },
  );
  app.post(stopCrowd.url, { schema: stopCrowd.schema }, () => crowds.stop());
  app.get(readCrowd.url, { schema: readCrowd.schema }, () => crowds.stats());
}
