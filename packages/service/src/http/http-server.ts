import { ApiError } from '@onsale/contracts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import {
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  fastify,
  LogController,
} from 'fastify';
import type { Logger } from '../process/logger.ts';
import { answerBrokenRequest, refuseExpectations } from './broken-requests.ts';
import { type ErrorAnswer, toErrorAnswer } from './http-errors.ts';
import { acceptOnlyJson } from './json-only.ts';
import { requestId } from './request-id.ts';
import { RouteList } from './route-list.ts';
import { SAFETY_HEADERS } from './safety-headers.ts';
import { serializerCompiler } from './serializer.ts';
import { validatorCompiler } from './validator.ts';

/** Time for a request to arrive completely; after that a slow body gets 408. */
const REQUEST_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 5000;
/** How often these two timeouts are checked. */
const TIMEOUT_CHECK_MS = 1000;
/** Longer than the 60 s nginx keeps idle upstream connections open. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;

type CompilersFactory = NonNullable<
  NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']
>;

export type HttpServer = FastifyInstance;

/**
 * A Fastify instance with the rules of all services: no type coercion, bodies only as UTF-8 JSON,
 * errors as `{ error, code, details }`, details of 5xx only in the log, request ids in and out, and
 * limits on size and time. Opens nothing.
 */
export function createHttpServer(options: {
  logger: Logger;
  bodyLimitBytes: number;
  /** Default: 10 seconds. */
  requestTimeoutMs?: number;
  /** Requests after which a connection is closed. Default: never. */
  maxRequestsPerSocket?: number;
  /** Whether an address may be trusted to set `X-Forwarded-For`. Default: none. */
  trustsProxy?: (address: string) => boolean;
  /** Default: 200 characters, enough for all our ids. */
  maxParamLength?: number;
  /** Whether the process is draining. Default: never. */
  isDraining?: () => boolean;
}): HttpServer {
  const { isDraining = () => false } = options;
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
      // A request without a body then has no stream that must come to its end.
      optimizeEmptyRequests: true,
      // Node would respond without a body; the hook below names the problem.
      requireHostHeader: false,
    },
    routerOptions: { maxParamLength: options.maxParamLength ?? 200 },
    requestIdHeader: false,
    trustProxy: options.trustsProxy ?? false,
    genReqId: (request) => requestId(request.headers['x-request-id']),
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    schemaController: { compilersFactory: schemaCompilers() },
    clientErrorHandler: answerBrokenRequest,
    // Errors before routing, and so before any hook.
    frameworkErrors: (error, request, reply) => {
      sendError(reply.headers(headersFor(request.id)), toErrorAnswer(error, request.log));
    },
  });
  refuseExpectations(app.server);
  acceptOnlyJson(app);
  const routes = new RouteList(app);
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(headersFor(request.id));
    // While draining, every client is asked to reconnect elsewhere.
    if (isDraining()) reply.header('connection', 'close');
    const { host } = request.headers;
    done(host === undefined && request.raw.httpVersion === '1.1' ? missingHost() : undefined);
  });
  app.setErrorHandler((error: FastifyError | ApiError, request, reply) => {
    // Without a route, other errors do not matter.
    if (request.is404 && !(error instanceof ApiError)) answerNoRoute(request, reply);
    else sendError(reply, toErrorAnswer(error, request.log));
  });
  app.setNotFoundHandler(answerNoRoute);
  return app;

  function answerNoRoute(request: FastifyRequest, reply: FastifyReply): void {
    const { method, url } = request;
    const path = url.split('?')[0] ?? '';
    const allowed = routes.methodsOf(path);
    if (allowed.length > 0) void reply.header('allow', allowed.join(', '));
    const error =
      allowed.length > 0
        ? new ApiError('METHOD_NOT_ALLOWED', `${path} has no ${method}, only ${allowed.join(', ')}`)
        : new ApiError('NOT_FOUND', `there is no ${method} ${path}`);
    sendError(reply, toErrorAnswer(error, request.log));
  }
}

/** The same server, for routes typed by their TypeBox schemas. */
export function withSchemaTypes(app: HttpServer) {
  return app.withTypeProvider<TypeBoxTypeProvider>();
}

function schemaCompilers() {
  const [validate, serialize] = [validatorCompiler(), serializerCompiler()];
  return {
    buildValidator: () => validate,
    buildSerializer: () => serialize,
  } as unknown as CompilersFactory;
}

function headersFor(id: string) {
  return { 'x-request-id': id, ...SAFETY_HEADERS };
}

function missingHost(): ApiError {
  return new ApiError('INVALID_REQUEST', 'the header Host is missing', {
    details: [{ path: 'host', message: 'is missing' }],
  });
}

function sendError(reply: FastifyReply, { status, retryAfterS, body }: ErrorAnswer): void {
  if (retryAfterS !== undefined) reply.header('retry-after', retryAfterS);
  void reply.code(status).serializer(String).type('application/json; charset=utf-8').send(body);
}
