import type { Static } from 'typebox';
import { Type } from './type.ts';
import { must } from './schema.ts';

/** Limits of the key-value interface; the reason for each stands beside it. */
export const ENTRY_LIMITS = {
  /** Characters, not bytes; longer ones are no names any more. */
  keyLength: 512,
  /** Bytes of a value's JSON text; Redis does nothing else while it copies one. */
  valueBytes: 1024 * 1024,
  /** Objects and arrays inside each other; many readers of JSON recurse and give up soon after. */
  valueDepth: 100,
  /** Ten years; whatever lives longer has no end that anyone plans. */
  ttlSeconds: 315_360_000,
  /** Keys on one page of the list. */
  pageKeys: 1000,
} as const;

// A half of a surrogate pair is no character: it can't be written in UTF-8, nor in a path.
const KEY_CHARACTERS = '[^\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff]';

export const RedisKey = Type.String({
  minLength: 1,
  maxLength: ENTRY_LIMITS.keyLength,
  pattern: `^${KEY_CHARACTERS}+$`,
  examples: ['user:1001'],
  ...must(`must be 1 to ${ENTRY_LIMITS.keyLength} characters without control characters`),
});

// Any JSON object: the service keeps its text as it was sent and looks no deeper.
const Value = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  examples: [{ name: 'Alice', age: 25, role: 'admin' }],
});

const TtlSeconds = Type.Integer({
  minimum: 1,
  maximum: ENTRY_LIMITS.ttlSeconds,
  description: 'Seconds after which the key is gone; a replaced value keeps its end without it',
});

const refuseUnknown = { additionalProperties: false };

export const CreateRedisEntry = Type.Object(
  { key: RedisKey, value: Value, ttlSeconds: Type.Optional(TtlSeconds) },
  refuseUnknown,
);
export type CreateRedisEntry = Static<typeof CreateRedisEntry>;

export const UpdateRedisEntry = Type.Object(
  { value: Value, ttlSeconds: Type.Optional(TtlSeconds) },
  refuseUnknown,
);
export type UpdateRedisEntry = Static<typeof UpdateRedisEntry>;

export const RedisEntry = Type.Object(
  { key: RedisKey, value: Value },
  { description: 'The key and its value, exactly as it was sent; its version is in ETag' },
);
export type RedisEntry = Static<typeof RedisEntry>;

export const SuccessMessage = Type.Object({ message: Type.String(), key: RedisKey });
export type SuccessMessage = Static<typeof SuccessMessage>;

export const RedisKeyList = Type.Object(
  {
    keys: Type.Array(RedisKey, { description: 'In the order of their characters' }),
    cursor: Type.Union([Type.String(), Type.Null()], {
      description: 'For the next page; null on the last one',
    }),
  },
  { description: 'A page of keys' },
);
export type RedisKeyList = Static<typeof RedisKeyList>;

export const RedisKeyQuery = Type.Object({
  prefix: Type.Optional(
    Type.String({
      maxLength: ENTRY_LIMITS.keyLength,
      pattern: `^${KEY_CHARACTERS}*$`,
      description: 'Only keys that begin with this',
      ...must('must be text without control characters'),
    }),
  ),
  // A query parameter is text on the wire.
  limit: Type.Optional(
    Type.String({
      pattern: '^([1-9][0-9]{0,2}|1000)$',
      description: `Most keys on the page, 1 to ${ENTRY_LIMITS.pageKeys}; default 100`,
      examples: ['100'],
      ...must(`must be a whole number from 1 to ${ENTRY_LIMITS.pageKeys}`),
    }),
  ),
  cursor: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9_-]{1,4096}$',
      description: 'Where the page before ended',
      ...must('must be the cursor of the page before'),
    }),
  ),
});
export type RedisKeyQuery = Static<typeof RedisKeyQuery>;

// One tag or several; a weak one (W/) is admitted here and never matches, as RFC 9110 wants it.
const ETAGS_PATTERN =
  '^(\\*|(W/)?"[\\x21\\x23-\\x7e]*"([ \\t]*,[ \\t]*(W/)?"[\\x21\\x23-\\x7e]*"){0,15})$';

export const IfMatchHeaders = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      pattern: ETAGS_PATTERN,
      description: 'Change the key only while its ETag is this one; else 412',
      ...must('must be an ETag in its quotes, up to 16 separated by commas, or *'),
    }),
  ),
});
