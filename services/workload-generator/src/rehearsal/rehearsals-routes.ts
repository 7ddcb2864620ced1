import { workload } from '@onsale/contracts';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import type { Rehearsals } from './rehearsals.ts';

/** The routes that play a rehearsal, and show what it has found out. The office calls them; no door leads here. */
export function registerRehearsalsRoutes(scope: HttpServer, rehearsals: Rehearsals): void {
  const app = withSchemaTypes(scope);
  const { startRehearsal, stopRehearsal, readRehearsal } = workload;
  const { readRehearsalReport, readRehearsalPage, readRehearsalJunit } = workload;
  app.post(startRehearsal.url, { schema: startRehearsal.schema }, async (request, reply) => {
    const run = await rehearsals.start(request.body);
    reply.code(201);
    return run;
  });
  app.post(stopRehearsal.url, { schema: stopRehearsal.schema }, () => rehearsals.stop());
  app.get(readRehearsal.url, { schema: readRehearsal.schema }, () => rehearsals.list());
  app.get(readRehearsalReport.url, { schema: readRehearsalReport.schema }, (request) =>
    rehearsals.report(request.params.runId),
  );
  app.get(readRehearsalPage.url, { schema: readRehearsalPage.schema }, async (request, reply) => {
    const { htmlReport } = await import('@onsale/rehearsal');
    const page = htmlReport(await rehearsals.report(request.params.runId));
    reply.header('content-type', 'text/html; charset=utf-8');
    return page;
  });
  app.get(readRehearsalJunit.url, { schema: readRehearsalJunit.schema }, async (request, reply) => {
    const { junitReport } = await import('@onsale/rehearsal');
    const file = junitReport(await rehearsals.report(request.params.runId));
    reply.header('content-type', 'application/xml; charset=utf-8');
    return file;
  });
}
