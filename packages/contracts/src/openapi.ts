import type { TSchema } from 'typebox';
import { ErrorBody } from './schema.ts';
import type { Operation } from './operation.ts';

export interface OpenApiDocument {
  openapi: '3.1.0';
  info: { title: string; version: string; description: string; license: { name: string } };
  servers: { url: string }[];
  paths: Record<string, Record<string, unknown>>;
  components: { schemas: Record<string, unknown> };
}

/** Builds the OpenAPI 3.1 document of one interface from its operations. Pure. */
export function buildOpenApi(options: {
  title: string;
  version: string;
  description: string;
  servers: string[];
  operations: Record<string, Operation>;
}): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {};
  for (const operation of Object.values(options.operations)) {
    const path = operation.url.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][operation.method.toLowerCase()] = describe(operation);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: options.title,
      version: options.version,
      description: options.description,
      license: { name: 'Apache-2.0' },
    },
    servers: options.servers.map((url) => ({ url })),
    paths,
    components: { schemas: { Error: plain(ErrorBody) } },
  };
}

function describe(operation: Operation): Record<string, unknown> {
  const { schema } = operation;
  const parameters = [
    ...parametersIn('path', schema.params),
    ...parametersIn('query', schema.querystring).map((parameter) =>
      operation.queryNumbers?.includes(parameter.name) === true
        ? { ...parameter, schema: { type: 'number' } }
        : parameter,
    ),
    ...parametersIn('header', schema.headers),
  ];
  return {
    operationId: operation.operationId,
    summary: operation.summary,
    ...(operation.description === undefined ? {} : { description: operation.description }),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(schema.body === undefined
      ? {}
      : {
          requestBody: {
            required: operation.bodyOptional !== true,
            content: { 'application/json': { schema: plain(schema.body) } },
          },
        }),
    responses: Object.fromEntries(
      Object.entries(schema.response).map(([status, body]) => [
        status,
        describeResponse(status, body, operation.contentType),
      ]),
    ),
  };
}

const STATUS_TEXT: Record<string, string> = {
  200: 'Success',
  201: 'Created',
  304: 'Not changed',
  400: 'The request is invalid',
  401: 'The bearer token is missing or wrong',
  403: 'Refused',
  404: 'No such thing',
  408: 'The request took too long to arrive',
  409: 'Conflicts with the present state',
  412: 'The precondition does not hold',
  413: 'The body is too large',
  415: 'The content type is not application/json',
  422: 'The idempotency key was used for another request',
  429: 'Too many requests from this address: repeat after Retry-After seconds',
  503: 'Overloaded or not ready: repeat after Retry-After seconds',
};

function describeResponse(status: string, body: TSchema, contentType?: string) {
  const failed = Number(status) >= 400;
  const { description } = body as { description?: string };
  return {
    description: failed
      ? (STATUS_TEXT[status] ?? 'Error')
      : (description ?? STATUS_TEXT[status] ?? 'Success'),
    content: {
      [failed ? 'application/json' : (contentType ?? 'application/json')]: {
        schema: failed ? { $ref: '#/components/schemas/Error' } : plain(body),
      },
    },
  };
}

function parametersIn(place: 'path' | 'query' | 'header', schema: TSchema | undefined) {
  if (schema === undefined) return [];
  const { properties, required = [] } = plain(schema) as {
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

/** A schema as plain JSON, without the library's symbols and our wording of errors. */
function plain(schema: TSchema): unknown {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) => (key === 'x-must' ? undefined : value)),
  );
}
