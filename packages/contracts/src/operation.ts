import type { TSchema } from 'typebox';

/**
 * One endpoint: the single source of its types, validation, serializer and OpenAPI documentation.
 * `schema` has the shape of a Fastify route's schema.
 */
export interface Operation {
  operationId: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With Fastify's `:name` parameters. */
  url: string;
  summary: string;
  description?: string;
  schema: {
    params?: TSchema;
    querystring?: TSchema;
    headers?: TSchema;
    body?: TSchema;
    response: Record<number, TSchema>;
  };
  /** Query parameters documented as numbers; in `schema`, as on the wire, they are strings. */
  queryNumbers?: readonly string[];
  /** Whether its response has an ETag, and is 304 for whoever sends that as `If-None-Match`. */
  conditional?: boolean;
  /** The content type of a successful response that is not JSON, such as `text/event-stream`. */
  contentType?: string;
  /** The content type of the body, if it is not JSON but the bytes of a file. */
  bodyType?: string;
  /** Whether the JSON body may be omitted. */
  bodyOptional?: boolean;
}
