import { ApiError, type ErrorCode, type ErrorDetail } from '@onsale/contracts';
import type { FastifyBaseLogger, FastifyError, FastifySchemaValidationError } from 'fastify';

/** Number of problems reported per request; more would only bloat the response. */
const MAX_DETAILS = 20;

/** An error response with the body `{ error, code, details }`. */
export interface ErrorAnswer {
  status: number;
  retryAfterS?: number | undefined;
  body: string;
}

/** Converts a thrown error to a response, and logs what the client must not see. */
export function toErrorAnswer(
  error: FastifyError | ApiError,
  log: Pick<FastifyBaseLogger, 'error' | 'warn' | 'debug'>,
): ErrorAnswer {
  const known = error instanceof ApiError ? error : toApiError(error);
  if (known === undefined) {
    log.error({ err: error }, 'request failed');
    const message = 'something went wrong on our side';
    return { status: 500, body: errorBody({ code: 'INTERNAL', message }) };
  }
  if (known.statusCode >= 500) {
    // In an overload thousands are refused: metrics count them, and a line for each would add load.
    const level = known.code === 'OVERLOADED' ? 'debug' : 'warn';
    log[level]({ code: known.code, err: known.cause }, reasonOf(known));
  }
  return { status: known.statusCode, retryAfterS: known.retryAfterS, body: errorBody(known) };
}

// The message is for the client; the log needs the cause.
function reasonOf({ code, cause, message }: ApiError): string {
  return `answered ${code}: ${cause instanceof Error ? cause.message : message}`;
}

/** The body of an error response, as JSON. */
export function errorBody(error: {
  code: ErrorCode;
  message: string;
  details?: readonly ErrorDetail[];
}): string {
  const { code, message, details = [] } = error;
  return JSON.stringify({ error: message, code, details });
}

// Fastify's own errors by code; any other is an internal error.
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
    'the content type must be application/json, in UTF-8',
  ],
  FST_ERR_BAD_URL: ['INVALID_REQUEST', 'the path is not a valid URL path'],
  FST_ERR_MAX_PARAM_LENGTH: ['URI_TOO_LONG', 'a part of the path is too long'],
};

function toApiError(error: FastifyError): ApiError | undefined {
  if (error.validation !== undefined) return validationError(error);
  const known = FASTIFY_CODES[error.code];
  if (known !== undefined) return new ApiError(known[0], known[1]);
  // A body that was cut off has a status and no Fastify code.
  if (error.statusCode !== 400) return undefined;
  return new ApiError('INVALID_REQUEST', 'the request could not be read');
}

function validationError(error: FastifyError): ApiError {
  const details = (error.validation ?? [])
    .slice(0, MAX_DETAILS)
    .map((problem) => describeProblem(problem, error.validationContext));
  // With x-must, several keywords of a schema often give the same message: report it once.
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
  return { path: path === '' ? (context ?? 'body') : path, message: wording(problem, context) };
}

function wording(
  problem: FastifySchemaValidationError & { parentSchema?: { 'x-must'?: string } },
  context: string | undefined,
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
    case 'uniqueItems':
      return problem.parentSchema?.['x-must'] ?? 'must not have the same item twice';
    case 'maxItems':
      return `must not have more than ${String(problem.params.limit)} items`;
    case 'maxLength':
      return `must not have more than ${String(problem.params.limit)} characters`;
    case 'type':
      // On the wire every parameter is a string; a repeated one is a list of them.
      if (context === 'querystring') return 'must be given only once';
      return problem.params.type === 'integer'
        ? 'must be a whole number'
        : `must be of type ${String(problem.params.type)}`;
    case 'enum':
      return `must be one of ${(problem.params.allowedValues as string[]).join(', ')}`;
    default:
      return problem.message ?? 'is invalid';
  }
}
