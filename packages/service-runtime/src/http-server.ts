import { Server, type Socket } from 'node:net';
import { ApiError, ERROR_STATUS, type ErrorCode, type ErrorDetail } from '@onsale/contracts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifySchemaValidationError,
  fastify,
  LogController,
} from 'fastify';
import { readJsonBodies } from './json-body.ts';
import type { Logger } from './logger.ts';
import { requestId } from './request-id.ts';
import { schemaCompilers } from './schema-compilers.ts';

/** A request must have arrived whole within this time: a slow body is cut off with 408. */
const REQUEST_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 5000;
/** How often the two above are looked at. */
const TIMEOUT_CHECK_MS = 1000;
/** Longer than the 60 s for which nginx keeps its upstream connections open. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;
/** Errors of one request that are told; the rest would only fill the answer. */
const MAX_DETAILS = 20;

/**
 * For the browser that is led to an answer of ours: it is data, never a page. Whether to come by TLS
 * alone is for the door to say, which knows.
 */
const SAFETY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
} as const;

export type HttpServer = FastifyInstance;

/**
 * A Fastify instance of the house: no coercion of types, errors as `{ error, code, details }`, 5xx
 * texts in the log only, request ids in and out, and limits on size and time. Opens nothing.
 */
export function createHttpServer(options: {
  logger: Logger;
  bodyLimitBytes: number;
  /** Default: 10 seconds. */
  requestTimeoutMs?: number;
  /** A connection is closed after so many requests. Default: never. */
  maxRequestsPerSocket?: number;
  /** Whose `X-Forwarded-For` is believed. Default: nobody's. */
  trustedProxies?: readonly string[];
  /** Default: 200 characters, enough for every id of ours. */
  maxParamLength?: number;
}): HttpServer {
  const loggerInstance: FastifyBaseLogger = options.logger.child({});
  const app = fastify({
    loggerInstance,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.bodyLimitBytes,
    requestTimeout: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    maxRequestsPerSocket: options.maxRequestsPerSocket ?? 0,
    http: {
      headersTimeout: Math.min(HEADERS_TIMEOUT_MS, options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS),
      connectionsCheckingInterval: TIMEOUT_CHECK_MS,
      // A GET then has no body stream to be ended.
      optimizeEmptyRequests: true,
    },
    routerOptions: { maxParamLength: options.maxParamLength ?? 200 },
    requestIdHeader: false,
    ...(options.trustedProxies?.length ? { trustProxy: [...options.trustedProxies] } : {}),
    genReqId: (request) => requestId(request.headers['x-request-id']),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    schemaController: { compilersFactory: schemaCompilers() },
    ajv: {
      customOptions: {
        // Whether a schema is one is for the tests to say: to check that takes as long as all the rest.
        validateSchema: false,
        meta: false,
        coerceTypes: false,
        removeAdditional: false,
        allErrors: true,
        verbose: true,
        keywords: ['x-must'],
      },
    },
    clientErrorHandler: answerBrokenRequest,
  });
  // JSON only: Fastify would also take plain text, and call it a body of the wrong type.
  app.removeContentTypeParser('text/plain');
  readJsonBodies(app);
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    reply.headers(SAFETY_HEADERS);
    done();
  });
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) => {
    sendError(reply, 404, {
      code: 'NOT_FOUND',
      message: `there is no ${request.method} ${request.url.split('?')[0]}`,
    });
  });
  return app;
}

/**
 * Opens the server's port, or takes over the socket that was handed to the process as `LISTEN_FD`,
 * and says so in one line with its `url`, which is returned. Rejects when the port is taken.
 */
export async function listen(
  app: HttpServer,
  address: { HOST: string; PORT: number; REUSE_PORT?: boolean; LISTEN_FD?: number },
): Promise<string> {
  // Fastify's own line for each address says less.
  const { level } = app.log;
  app.log.level = 'warn';
  const url = await app.listen({
    host: address.HOST,
    port: address.PORT,
    ...(address.REUSE_PORT === true ? { reusePort: true } : {}),
    ...(address.LISTEN_FD === undefined ? {} : { fd: address.LISTEN_FD }),
  });
  app.log.level = level;
  app.log.info({ url }, 'listening');
  return url;
}

/**
 * Takes no more connections and serves on those that are open. Only for a socket that others listen
 * on too: they take what comes from now on. `app.close()` alone would also end the connections whose
 * first request is still on its way.
 */
export function stopAccepting(app: HttpServer): void {
  // An HTTP server's own `close` ends idle connections as well.
  Server.prototype.close.call(app.server);
}

/** The same server, for routes whose types come from their TypeBox schemas. */
export function withSchemaTypes(app: HttpServer) {
  return app.withTypeProvider<TypeBoxTypeProvider>();
}

function answerError(error: FastifyError | ApiError, request: FastifyRequest, reply: FastifyReply) {
  const known = error instanceof ApiError ? error : toApiError(error);
  if (known === undefined) {
    request.log.error({ err: error }, 'request failed');
    sendError(reply, 500, { code: 'INTERNAL', message: 'something went wrong on our side' });
    return;
  }
  if (known.statusCode >= 500) {
    // Thousands are refused in an overload: metrics count them, a line for each would be more load.
    const level = known.code === 'OVERLOADED' ? 'debug' : 'warn';
    request.log[level]({ code: known.code, err: known.cause }, known.message);
  }
  if (known.retryAfterS !== undefined) reply.header('retry-after', known.retryAfterS);
  sendError(reply, known.statusCode, known);
}

function sendError(
  reply: FastifyReply,
  status: number,
  error: { code: ErrorCode; message: string; details?: ErrorDetail[] },
): void {
  const { code, message, details = [] } = error;
  void reply.code(status).serializer(JSON.stringify).type('application/json; charset=utf-8');
  void reply.send({ error: message, code, details });
}

// Fastify's own errors by their code; what is not here is a fault of ours.
const FASTIFY_CODES: Record<string, [ErrorCode, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['BODY_TOO_LARGE', 'the body is too large'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['INVALID_JSON', 'the body is empty; it must be JSON'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['INVALID_JSON', 'the body is not valid JSON'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: [
    'INVALID_REQUEST',
    'the body is not as long as Content-Length says',
  ],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'UNSUPPORTED_MEDIA_TYPE',
    'the content type must be application/json',
  ],
  FST_ERR_BAD_URL: ['INVALID_REQUEST', 'the path is not a valid URL path'],
  FST_ERR_MAX_PARAM_LENGTH: ['URI_TOO_LONG', 'a part of the path is too long'],
};

function toApiError(error: FastifyError): ApiError | undefined {
  if (error.validation !== undefined) return validationError(error);
  const known = FASTIFY_CODES[error.code];
  if (known !== undefined) return new ApiError(known[0], known[1]);
  // The JSON parser's complaints (syntax, __proto__ keys) carry a status but no code.
  if (error.statusCode === 400) return new ApiError('INVALID_JSON', 'the body is not valid JSON');
  return undefined;
}

function validationError(error: FastifyError): ApiError {
  const details = (error.validation ?? [])
    .slice(0, MAX_DETAILS)
    .map((problem) => describeProblem(problem, error.validationContext));
  // Two keywords of one schema often say the same with x-must: say it once.
  const unique = details.filter(
    (detail, i) =>
      details.findIndex((d) => d.path === detail.path && d.message === detail.message) === i,
  );
  const [first] = unique;
  return new ApiError('INVALID_REQUEST', `${first?.path ?? ''} ${first?.message ?? ''}`.trim(), {
    details: unique,
  });
}

function describeProblem(
  problem: FastifySchemaValidationError & { parentSchema?: { 'x-must'?: string } },
  context: string | undefined,
): ErrorDetail {
  const inside = problem.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (problem.keyword === 'required') inside.push(String(problem.params.missingProperty));
  if (problem.keyword === 'additionalProperties') {
    inside.push(String(problem.params.additionalProperty));
  }
  const path = inside
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
  return { path: path === '' ? (context ?? 'body') : path, message: wording(problem) };
}

function wording(
  problem: FastifySchemaValidationError & { parentSchema?: { 'x-must'?: string } },
): string {
  switch (problem.keyword) {
    case 'required':
      return 'is missing';
    case 'additionalProperties':
      return 'is not a known field';
    case 'minItems':
      return 'must not be empty';
    case 'minLength':
    case 'pattern':
      return problem.parentSchema?.['x-must'] ?? problem.message ?? 'is invalid';
    case 'type':
      return problem.params.type === 'integer'
        ? 'must be a whole number'
        : `must be of type ${String(problem.params.type)}`;
    case 'enum':
      return `must be one of ${(problem.params.allowedValues as string[]).join(', ')}`;
    default:
      return problem.message ?? 'is invalid';
  }
}

// What is no HTTP, or came too slowly, never becomes a request: answered on the socket itself.
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [code, message]: [ErrorCode, string] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? ['REQUEST_TIMEOUT', 'the request took too long to arrive']
      : ['INVALID_REQUEST', 'this is not a valid HTTP request'];
  const body = JSON.stringify({ error: message, code, details: [] });
  const status = ERROR_STATUS[code];
  const reason = status === 408 ? 'Request Timeout' : 'Bad Request';
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
