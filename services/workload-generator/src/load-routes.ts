import { workload } from '@onsale/contracts';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import type { Generator } from './generator.ts';
import type { StatsStreams } from './stats-streams.ts';

/** The routes that control a load and show its results. */
export function registerLoadRoutes(
  scope: HttpServer,
  generator: Generator,
  streams: StatsStreams,
): void {
  const app = withSchemaTypes(scope);

  app.post(
    workload.startLoad.url,
    {
      schema: workload.startLoad.schema,
      config: { bodyOptional: true },
      preValidation: (request, _reply, done) => {
        request.body ??= {};
        done();
      },
    },
    async (request, reply) => {
      const run = await generator.start(request.body);
      reply.code(201).header('location', `/runs/${run.id}`);
      return { runId: run.id, startedAt: run.startedAt, sells: run.sells, config: run.config };
    },
  );
  app.post(workload.stopLoad.url, { schema: workload.stopLoad.schema }, () => generator.stop());

  app.get(
    workload.readLoadConfig.url,
    { schema: workload.readLoadConfig.schema },
    () => generator.config,
  );
  app.put(
    workload.replaceLoadConfig.url,
    { schema: workload.replaceLoadConfig.schema },
    (request) => generator.configure(request.body, { replace: true }),
  );
  app.patch(
    workload.changeLoadConfig.url,
    { schema: workload.changeLoadConfig.schema },
    (request) => generator.configure(request.body, { replace: false }),
  );

  app.get(workload.listLoadPresets.url, { schema: workload.listLoadPresets.schema }, () => ({
    presets: generator.presets(),
  }));

  app.get(workload.readLoadStats.url, { schema: workload.readLoadStats.schema }, () =>
    generator.stats(),
  );
  // HEAD would be held open like a follower, and get nothing.
  app.get(workload.streamLoadStats.url, { exposeHeadRoute: false }, (_request, reply) =>
    streams.open(reply),
  );
  app.get(workload.listLoadRuns.url, { schema: workload.listLoadRuns.schema }, () => ({
    runs: generator.runs(),
  }));
  app.get(workload.readLoadRun.url, { schema: workload.readLoadRun.schema }, (request) =>
    generator.run(request.params.runId),
  );
}
