import { type Static, Type } from 'typebox';
import type { Operation } from './operation.ts';
import { ErrorBody, must } from './schema.ts';

/** Characters of a key; longer ones are no names any more. */
export const MAX_KEY_LENGTH = 512;

const Key = Type.String({
  minLength: 1,
  maxLength: MAX_KEY_LENGTH,
  pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]+$',
  examples: ['user:1001'],
  ...must(`must be 1 to ${MAX_KEY_LENGTH} characters without control characters`),
});

// Any JSON object: the service keeps its text as it was sent and looks no deeper.
const Value = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  examples: [{ name: 'Alice', age: 25, role: 'admin' }],
});

export const CreateRedisEntry = Type.Object({ key: Key, value: Value });
export type CreateRedisEntry = Static<typeof CreateRedisEntry>;

export const UpdateRedisEntry = Type.Object({ value: Value });
export type UpdateRedisEntry = Static<typeof UpdateRedisEntry>;

export const RedisEntry = Type.Object({ key: Key, value: Value });
export type RedisEntry = Static<typeof RedisEntry>;

export const SuccessMessage = Type.Object({ message: Type.String(), key: Key });
export type SuccessMessage = Static<typeof SuccessMessage>;

const KeyParams = Type.Object({ key: Key });

export const redisCrud = {
  createEntry: {
    operationId: 'createEntry',
    method: 'POST',
    url: '/redis',
    summary: 'Create a key with a JSON value',
    schema: {
      body: CreateRedisEntry,
      response: { 201: SuccessMessage, 400: ErrorBody, 503: ErrorBody },
    },
  },
  readEntry: {
    operationId: 'readEntry',
    method: 'GET',
    url: '/redis/:key',
    summary: 'Read a key',
    schema: { params: KeyParams, response: { 200: RedisEntry, 404: ErrorBody, 503: ErrorBody } },
  },
  replaceEntry: {
    operationId: 'replaceEntry',
    method: 'PUT',
    url: '/redis/:key',
    summary: 'Replace the value at an existing key',
    schema: {
      params: KeyParams,
      body: UpdateRedisEntry,
      response: { 200: SuccessMessage, 400: ErrorBody, 404: ErrorBody, 503: ErrorBody },
    },
  },
  deleteEntry: {
    operationId: 'deleteEntry',
    method: 'DELETE',
    url: '/redis/:key',
    summary: 'Delete a key',
    schema: {
      params: KeyParams,
      response: { 200: SuccessMessage, 404: ErrorBody, 503: ErrorBody },
    },
  },
} as const satisfies Record<string, Operation>;
