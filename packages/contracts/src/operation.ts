import type { TSchema } from 'typebox';

/**
 * One endpoint: the single source of its types, its validation, its serializer and its page in the
 * OpenAPI document. The shape under `schema` is what a Fastify route takes.
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
  /** Query parameters that are published as numbers; on the wire, and in `schema`, they are text. */
  queryNumbers?: readonly string[];
  /** Whether its answer has an ETag, and is 304 to whoever sends that as `If-None-Match`. */
  conditional?: boolean;
  /** Success answers that are not JSON, for example `text/event-stream`. */
  contentType?: string;
  /** Whether a JSON body may be left out. */
  bodyOptional?: boolean;
}
