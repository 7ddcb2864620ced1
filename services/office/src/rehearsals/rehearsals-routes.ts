import { ApiError, rehearsalsOperations } from '@onsale/contracts';
import type { HttpServer } from '@onsale/service';
import { answerPage } from '../access/answer-page.ts';
import { route } from '../access/route.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';
import { GeneratorClient } from './generator-client.ts';
import { startRehearsal } from './start-rehearsal.ts';

/** Rehearsals, which the generator plays: browsers reach it through here alone. */
export function registerRehearsalsRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { records } = parts;
  const { GENERATOR_URL: url } = parts.config;
  const client = url === undefined ? undefined : new GeneratorClient(url);
  const generator = (): GeneratorClient => {
    if (client !== undefined) return client;
    throw new ApiError(
      'NO_GENERATOR',
      'this office does not know where the generator is; set GENERATOR_URL',
    );
  };
  const { listRehearsals, startSaleRehearsal, stopSaleRehearsal } = rehearsalsOperations;
  const { getRehearsal, getRehearsalPage, getRehearsalJunit } = rehearsalsOperations;

  route(scope, parts, listRehearsals, async () => await generator().list());
  route(scope, parts, startSaleRehearsal, async ({ body, reply, ...asker }) => {
    const run = await startRehearsal(parts, asker, { generator: generator(), asked: body });
    reply.code(201);
    return run;
  });
  route(scope, parts, stopSaleRehearsal, async ({ actor, request }) => {
    const about = { action: 'stopRehearsal', subject: 'rehearsal' };
    return await logChange(records, { actor, request }, about, async () => ({
      result: await generator().stop(),
    }));
  });
  route(scope, parts, getRehearsal, async ({ params }) => await generator().report(params.runId));
  route(scope, parts, getRehearsalPage, async ({ params, reply }) =>
    answerPage(reply, await generator().page(params.runId)),
  );
  route(scope, parts, getRehearsalJunit, async ({ params, reply }) => {
    const file = await generator().junit(params.runId);
    reply.header('content-type', 'application/xml; charset=utf-8');
    return file;
  });
}
