import { Server, type Socket } from 'node:net';
import { type ApiError, ERROR_STATUS, type ErrorCode } from '@onsale/contracts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  fastify,
  LogController,
} from 'fastify';
import { type ErrorAnswer, errorBody, toErrorAnswer } from './http-errors.ts';
import { readJsonBodies } from './json-body.ts';
import type { Logger } from '../process/logger.ts';
import { requestId } from './request-id.ts';
import { SAFETY_HEADERS } from './safety-headers.ts';
import { schemaCompilers } from './schema-compilers.ts';

/** A request must have arrived whole within this time: a slow body is cut off with 408. */
const REQUEST_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 5000;
/** How often the two above are looked at. */
const TIMEOUT_CHECK_MS = 1000;
/** Longer than the 60 s for which nginx keeps its upstream connections open. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;

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
  app.setErrorHandler((error: FastifyError | ApiError, request, reply) => {
    sendError(reply, toErrorAnswer(error, request.log));
  });
  app.setNotFoundHandler((request, reply) => {
    const message = `there is no ${request.method} ${request.url.split('?')[0]}`;
    sendError(reply, { status: 404, body: errorBody({ code: 'NOT_FOUND', message }) });
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

function sendError(reply: FastifyReply, { status, retryAfterS, body }: ErrorAnswer): void {
  if (retryAfterS !== undefined) reply.header('retry-after', retryAfterS);
  void reply.code(status).serializer(String).type('application/json; charset=utf-8').send(body);
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
  const body = errorBody({ code, message });
  const status = ERROR_STATUS[code];
  const reason = status === 408 ? 'Request Timeout' : 'Bad Request';
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
