import type { Static } from 'typebox';
import { Type } from './type.ts';
import { must } from './schema.ts';

/** Limits of the key-value interface. */
export const ENTRY_LIMITS = {
  /** In characters, not bytes; anything longer is not a name. */
  keyLength: 512,
  /** Bytes of a value's JSON text; Redis is blocked while it copies one. */
  valueBytes: 1024 * 1024,
  /** Nesting of objects and arrays; many recursive JSON parsers fail soon after. */
  valueDepth: 100,
  /** Ten years: nobody plans further ahead. */
  ttlSeconds: 315_360_000,
  /** Keys on one page of the list. */
  pageKeys: 1000,
} as const;

// A lone surrogate can't be encoded in UTF-8, nor in a path.
const KEY_CHARACTERS = '[^\\u0000-\\u001f\\u007f-\\u009f\\ud800-\\udfff]';

export const RedisKey = Type.String({
  minLength: 1,
  maxLength: ENTRY_LIMITS.keyLength,
  pattern: `^${KEY_CHARACTERS}+$`,
  examples: ['user:1001'],
  ...must(`must be 1 to ${ENTRY_LIMITS.keyLength} characters without control characters`),
});

// Any JSON object: the service stores its text as sent and does not look inside.
const Value = Type.Unsafe<Record<string, unknown>>({
  type: 'object',
  examples: [{ name: 'Alice', age: 25, role: 'admin' }],
});

const TtlSeconds = Type.Integer({
  minimum: 1,
  maximum: ENTRY_LIMITS.ttlSeconds,
  description: 'Seconds until the key expires. Without it, a replaced value keeps its expiry time',
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
  { description: 'The key and its value exactly as sent; the version is in ETag' },
);
export type RedisEntry = Static<typeof RedisEntry>;

export const SuccessMessage = Type.Object({ message: Type.String(), key: RedisKey });
export type SuccessMessage = Static<typeof SuccessMessage>;

export const RedisKeyList = Type.Object(
  {
    keys: Type.Array(RedisKey, { description: 'In byte order' }),
    cursor: Type.Union([Type.String(), Type.Null()], {
      description: 'Pass it to get the next page; null on the last page',
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
      description: 'Only keys with this prefix',
      ...must('must be text without control characters'),
    }),
  ),
  // Query parameters are strings on the wire.
  limit: Type.Optional(
    Type.String({
      pattern: '^([1-9][0-9]{0,2}|1000)$',
      description: `Maximum number of keys on the page, 1 to ${ENTRY_LIMITS.pageKeys}; default 100`,
      examples: ['100'],
      ...must(`must be a whole number from 1 to ${ENTRY_LIMITS.pageKeys}`),
    }),
  ),
  cursor: Type.Optional(
    Type.String({
      pattern: '^[A-Za-z0-9_-]{1,4096}$',
      description: 'The cursor returned with the previous page',
      ...must('must be the cursor of the previous page'),
    }),
  ),
});
export type RedisKeyQuery = Static<typeof RedisKeyQuery>;

// One tag or several. Weak ones (W/) are accepted but never match, as RFC 9110 requires.
const ETAGS_PATTERN =
  '^(\\*|(W/)?"[\\x21\\x23-\\x7e]*"([ \\t]*,[ \\t]*(W/)?"[\\x21\\x23-\\x7e]*"){0,15})$';

export const IfMatchHeaders = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      pattern: ETAGS_PATTERN,
      description: 'Change the key only if this is its ETag; otherwise 412',
      ...must('must be up to 16 quoted ETags separated by commas, or *'),
    }),
  ),
});
