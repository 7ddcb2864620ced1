import { ENTRY_LIMITS, interfaces } from '@onsale/contracts';
import {
  createServiceServer,
  type HttpServer,
  requireToken,
  type ServerContext,
  splitList,
} from '@onsale/service';
import type { DatabaseApiConfig } from './config.ts';
import type { Entries } from './entries.ts';
import { readEntryBody } from './entry-body.ts';
import { EntryReader } from './entry-reader.ts';
import { registerEntryRoutes } from './entry-routes.ts';
import { RequestLimit } from './request-limit.ts';

/** Room for a value, a fully escaped key, and the surrounding fields. */
const BODY_LIMIT_BYTES = ENTRY_LIMITS.valueBytes + 16 * 1024;
/** A character takes up to 12 bytes in a path. Twice that, so that the schema words the error. */
const MAX_PARAM_LENGTH = ENTRY_LIMITS.keyLength * 24;

/** What the routes work with. */
export interface DatabaseApiParts extends ServerContext {
  entries: Entries;
}

/** Builds the HTTP interface of the database API; opens nothing. */
export function buildApp(config: DatabaseApiConfig, parts: DatabaseApiParts): HttpServer {
  const app = createServiceServer(parts, {
    bodyLimitBytes: BODY_LIMIT_BYTES,
    maxParamLength: MAX_PARAM_LENGTH,
    foreign: { host: config.HOST, allowedHosts: splitList(config.SHOP_HOSTS) },
    obstacles: () => parts.entries.obstacles(),
    openApi: interfaces['redis-crud'],
  });
  readBodiesExactly(app);
  const limit = new RequestLimit();
  const reader = new EntryReader(parts.entries);
  for (const prefix of ['/v1', '']) {
    void app.register(
      (scope, _options, done) => {
        if (config.API_TOKEN !== undefined) requireToken(scope, config.API_TOKEN);
        limit.apply(scope);
        registerEntryRoutes(scope, { entries: parts.entries, reader, maxBytes: config.MAX_BYTES });
        done();
      },
      { prefix },
    );
  }
  return app;
}

// Only JSON is accepted: other sites' pages can't send it without a preflight request.
function readBodiesExactly(app: HttpServer): void {
  app.decorateRequest('valueText', undefined);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: { valueText: string | undefined }, bytes: Buffer) => {
      const { body, valueText } = readEntryBody(bytes);
      request.valueText = valueText;
      return body;
    },
  );
}
