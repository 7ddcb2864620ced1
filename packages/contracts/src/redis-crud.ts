import type { Operation } from './operation.ts';
import {
  CreateRedisEntry,
  IfMatchHeaders,
  RedisKey,
  RedisEntry,
  RedisKeyList,
  RedisKeyQuery,
  SuccessMessage,
  UpdateRedisEntry,
} from './redis-entry.ts';
import { ErrorBody } from './schema.ts';
import { Type } from './type.ts';

const KeyParams = Type.Object({ key: RedisKey });

/** Errors of access control and of Redis, which any operation can return. */
const refusals = { 401: ErrorBody, 403: ErrorBody, 503: ErrorBody } as const;

export const redisCrud = {
  listEntries: {
    operationId: 'listEntries',
    method: 'GET',
    url: '/redis',
    summary: 'List keys',
    schema: {
      querystring: RedisKeyQuery,
      response: { 200: RedisKeyList, 400: ErrorBody, ...refusals },
    },
  },
  createEntry: {
    operationId: 'createEntry',
    method: 'POST',
    url: '/redis',
    summary: 'Create a key with a JSON value',
    schema: {
      body: CreateRedisEntry,
      response: {
        201: SuccessMessage,
        400: ErrorBody,
        409: ErrorBody,
        413: ErrorBody,
        415: ErrorBody,
        507: ErrorBody,
        ...refusals,
      },
    },
  },
  readEntry: {
    operationId: 'readEntry',
    method: 'GET',
    url: '/redis/:key',
    summary: 'Read a key',
    conditional: true,
    schema: {
      params: KeyParams,
      response: {
        200: RedisEntry,
        400: ErrorBody,
        404: ErrorBody,
        409: ErrorBody,
        ...refusals,
      },
    },
  },
  replaceEntry: {
    operationId: 'replaceEntry',
    method: 'PUT',
    url: '/redis/:key',
    summary: 'Replace the value at an existing key',
    schema: {
      params: KeyParams,
      headers: IfMatchHeaders,
      body: UpdateRedisEntry,
      response: {
        200: SuccessMessage,
        400: ErrorBody,
        404: ErrorBody,
        409: ErrorBody,
        412: ErrorBody,
        413: ErrorBody,
        415: ErrorBody,
        507: ErrorBody,
        ...refusals,
      },
    },
  },
  deleteEntry: {
    operationId: 'deleteEntry',
    method: 'DELETE',
    url: '/redis/:key',
    summary: 'Delete a key',
    schema: {
      params: KeyParams,
      headers: IfMatchHeaders,
      response: {
        200: SuccessMessage,
        400: ErrorBody,
        404: ErrorBody,
        409: ErrorBody,
        412: ErrorBody,
        ...refusals,
      },
    },
  },
} as const satisfies Record<string, Operation>;
