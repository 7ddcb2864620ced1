import type { TSchema } from 'typebox';
import type { Operation } from './operation.ts';
import { IfNoneMatchHeaders } from './if-none-match.ts';
import { ErrorBody, ErrorDetail } from './schema.ts';

export interface OpenApiDocument {
  openapi: '3.1.0';
  info: {
    title: string;
    version: string;
    description: string;
    license: { name: string; identifier: string };
  };
  servers: { url: string }[];
  security: Record<string, string[]>[];
  paths: Record<string, Record<string, unknown>>;
  webhooks?: Record<string, Record<string, unknown>>;
  components: { schemas: Record<string, unknown>; securitySchemes?: Record<string, unknown> };
}

/**
 * Builds the OpenAPI 3.1 document of one interface from its operations. `schemas` names the schemas
 * used in it, so that generated clients get the same names. Pure.
 */
export function buildOpenApi(options: {
  title: string;
  version: string;
  description: string;
  servers: string[];
  operations: Record<string, Operation>;
  schemas?: Record<string, TSchema>;
  /** Whether requests carry a bearer token. */
  bearerToken?: boolean;
  /** The body of the webhooks that receivers are sent. */
  webhook?: TSchema;
}): OpenApiDocument {
  const schemas = { ...options.schemas, Error: ErrorBody, ErrorDetail };
  const named = new NamedSchemas(schemas);
  const paths: OpenApiDocument['paths'] = {};
  for (const operation of Object.values(options.operations)) {
    const path = operation.url.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][operation.method.toLowerCase()] = describe(operation, named);
  }
  const bearer = {
    type: 'http',
    scheme: 'bearer',
    description:
      'The API_TOKEN of the service. Without one the service accepts only requests from its own machine',
  };
  return {
    openapi: '3.1.0',
    info: {
      title: options.title,
      version: options.version,
      description: options.description,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: options.servers.map((url) => ({ url })),
    security: options.bearerToken === true ? [{ bearer: [] }, {}] : [],
    paths,
    ...(options.webhook === undefined
      ? {}
      : { webhooks: { all: { post: describeWebhook(options.webhook, named) } } }),
    components: {
      schemas: Object.fromEntries(
        Object.entries(schemas).map(([name, schema]) => [name, named.define(schema)]),
      ),
      ...(options.bearerToken === true ? { securitySchemes: { bearer } } : {}),
    },
  };
}

function describe(operation: Operation, named: NamedSchemas): Record<string, unknown> {
  const { schema } = operation;
  const parameters = [
    ...parametersIn('path', schema.params, named),
    ...parametersIn('query', schema.querystring, named).map((parameter) =>
      operation.queryNumbers?.includes(parameter.name) === true
        ? { ...parameter, schema: { type: 'number' } }
        : parameter,
    ),
    ...parametersIn('header', schema.headers, named),
    ...(operation.conditional === true ? parametersIn('header', IfNoneMatchHeaders, named) : []),
  ];
  return {
    operationId: operation.operationId,
    summary: operation.summary,
    ...(operation.description === undefined ? {} : { description: operation.description }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(operation.bodyType === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { [operation.bodyType]: { schema: { type: 'string', format: 'binary' } } },
          },
        }),
    ...(schema.body === undefined
      ? {}
      : {
          requestBody: {
            required: operation.bodyOptional !== true,
            content: { 'application/json': { schema: named.use(schema.body) } },
          },
        }),
    responses: {
      ...Object.fromEntries(
        Object.entries({ ...refusalsOf(operation), ...schema.response }).map(([status, body]) => [
          status,
          describeResponse(status, named.use(body), body, operation.contentType),
        ]),
      ),
      ...(operation.conditional === true ? { 304: { description: STATUS_TEXT[304] } } : {}),
      default: {
        description: 'Any other error',
        content: { 'application/json': { schema: named.use(ErrorBody) } },
      },
    },
  };
}

function describeWebhook(body: TSchema, named: NamedSchemas): Record<string, unknown> {
  return {
    operationId: 'receiveWebhook',
    summary: 'What receivers of webhooks are sent, signed by the Standard Webhooks convention',
    requestBody: { required: true, content: { 'application/json': { schema: named.use(body) } } },
    responses: { '2XX': { description: 'Taken. After any other answer it is sent again later' } },
  };
}

/** Errors the HTTP server itself can return for any operation. */
function refusalsOf({ method, schema }: Operation): Record<number, TSchema> {
  const statuses = [400, 403, 405];
  if (schema.params !== undefined) statuses.push(414);
  if (method === 'POST' || method === 'PUT' || method === 'PATCH') statuses.push(408, 413, 415);
  return Object.fromEntries(statuses.map((status) => [status, ErrorBody]));
}

/** Named schemas, which others reference instead of repeating. */
class NamedSchemas {
  readonly #references = new Map<unknown, Reference>();

  constructor(schemas: Record<string, TSchema>) {
    for (const [name, schema] of Object.entries(schemas)) {
      const { description } = schema as { description?: string };
      this.#references.set(identity(schema), { $ref: `#/components/schemas/${name}`, description });
    }
  }

  /** A schema as plain JSON, with references to the named ones. */
  use(schema: TSchema): unknown {
    return plain(schema, (value) => this.#referenceTo(value));
  }

  /** The same, with the schema itself written out. */
  define(schema: TSchema): unknown {
    return plain(schema, (value) => (value === schema ? undefined : this.#referenceTo(value)));
  }

  // With what the place says of it beyond the named schema.
  #referenceTo(value: object): Reference | undefined {
    const named = this.#references.get(identity(value));
    if (named === undefined) return undefined;
    const { description } = value as { description?: string };
    const isOwn = description !== undefined && description !== named.description;
    return { $ref: named.$ref, ...(isOwn ? { description } : {}) };
  }
}

interface Reference {
  $ref: string;
  description?: string | undefined;
}

// An optional schema is a copy of its original, with the same properties or values.
function identity(schema: unknown): unknown {
  const { properties, enum: values } = schema as { properties?: unknown; enum?: unknown };
  return properties ?? values ?? schema;
}

const STATUS_TEXT: Record<string, string> = {
  200: 'Success',
  201: 'Created',
  202: 'Accepted: it will be done in a moment',
  304: 'Not modified',
  400: 'The request is invalid',
  401: 'The bearer token is missing or wrong',
  403: 'The request may come from another site',
  404: 'Not found',
  405: 'This path does not support the method; Allow lists those it does',
  408: 'The request took too long to arrive',
  409: 'Conflict with the current state',
  412: 'The precondition failed',
  413: 'The body is too large',
  414: 'A path segment is too long',
  415: 'The content type is not application/json in UTF-8, or the body is compressed',
  422: 'The idempotency key was used for another request',
  428: 'If-Match or Idempotency-Key is missing',
  429: 'Too many requests: retry after Retry-After seconds',
  503: 'Overloaded or not ready: retry after Retry-After seconds',
};

function describeResponse(status: string, schema: unknown, body: TSchema, contentType?: string) {
  const failed = Number(status) >= 400;
  const { description } = body as { description?: string };
  const text = STATUS_TEXT[status] ?? (failed ? 'Error' : 'Success');
  return {
    description: failed ? text : (description ?? text),
    content: { [failed ? 'application/json' : (contentType ?? 'application/json')]: { schema } },
  };
}

function parametersIn(
  place: 'path' | 'query' | 'header',
  schema: TSchema | undefined,
  named: NamedSchemas,
) {
  if (schema === undefined) return [];
  const { properties, required = [] } = named.use(schema) as {
    properties: Record<string, { description?: string }>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, property]) => ({
    in: place,
    name,
    required: place === 'path' || required.includes(name),
    ...(property.description === undefined ? {} : { description: property.description }),
    schema: property,
  }));
}

/** A schema as plain JSON, without TypeBox's symbols and `x-must`. */
function plain(schema: TSchema, reference: (schema: object) => object | undefined): unknown {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) => {
      if (key === 'x-must') return undefined;
      if (typeof value !== 'object' || value === null) return value;
      if (key === 'properties' || key === 'enum') return value;
      return reference(value) ?? value;
    }),
  );
}
