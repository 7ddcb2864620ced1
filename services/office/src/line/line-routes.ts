import {
  type ChangeLineSettings,
  invalidRequest,
  lineOperations,
  textProblem,
} from '@onsale/contracts';
import { readLineHistory, readLineSettings, writeLineSettings } from '@onsale/ledger';
import type { HttpServer } from '@onsale/service';
import { route } from '../access/route.ts';
import { logChange } from '../activity/log-change.ts';
import type { OfficeParts } from '../app.ts';
import { findLine, openLiveLines } from './live-lines.ts';

/** More than a plot can show apart. */
const MOST_COUNTS = 400;

/** Lines of events: seen live, and steered while they go on. */
export function registerLineRoutes(scope: HttpServer, parts: OfficeParts): void {
  const { ledger, records } = parts;
  const operations = lineOperations;
  const lines = openLiveLines(parts);
  // The server waits for open streams otherwise.
  scope.addHook('preClose', (done) => {
    lines.close();
    done();
  });
  route(scope, parts, operations.readLiveLine, async ({ params }) => {
    return await lines.read(params.eventId);
  });
  route(scope, parts, operations.followLiveLine, async ({ params, request, reply }) => {
    // HEAD would be held open like a stream and get nothing.
    if (request.method === 'GET') await lines.follow(params.eventId, request, reply);
    return '';
  });
  route(scope, parts, operations.readLineHistory, async ({ params }) => {
    const { shard } = await findLine(ledger(), params.eventId);
    const items = await readLineHistory(ledger(), { shard, eventId: params.eventId });
    return {
      items: evenly(items, MOST_COUNTS).map(({ atMs, ...counts }) => ({
        at: new Date(atMs).toISOString(),
        ...counts,
      })),
    };
  });
  route(scope, parts, operations.changeLineSettings, async ({ params, body, ...asked }) => {
    const { eventId } = params;
    checkMessage(body);
    const { shard } = await findLine(ledger(), eventId);
    const line = { shard, eventId };
    const about = { action: 'changeLineSettings', eventId, subject: `event:${eventId}` };
    return await logChange(records, asked, about, async () => {
      const before = await readLineSettings(ledger(), line);
      await writeLineSettings(ledger(), line, body);
      const result = await readLineSettings(ledger(), line);
      return { result, before, after: result };
    });
  });
}

// At most so many, the first and the last among them.
function evenly<Item>(items: readonly Item[], most: number): Item[] {
  if (items.length <= most) return [...items];
  const step = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => items[Math.round(i * step)]).filter(
    (item) => item !== undefined,
  );
}

function checkMessage({ message }: ChangeLineSettings): void {
  const problem = typeof message === 'string' ? textProblem(message) : undefined;
  if (problem !== undefined) throw invalidRequest({ path: 'message', message: problem });
}
