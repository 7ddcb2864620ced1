// All keys of this service. The hash tag keeps them in one slot of a Redis Cluster, so that an
// entry and its index change atomically.

/** The prefix of every key of this service; its Redis user may access nothing else. */
export const KEY_PREFIX = '{kv}:';

/** The prefix of every entry's key. */
export const ENTRY_PREFIX = `${KEY_PREFIX}entry:`;

/** String: the JSON text of one value. */
export const entryKey = (name: string): string => `${ENTRY_PREFIX}${name}`;

/** Sorted set, all scores 0: the names of the entries, for listing in order. */
export const NAMES_KEY = `${KEY_PREFIX}names`;

/** Hash: the size of each entry, in bytes. */
export const SIZES_KEY = `${KEY_PREFIX}sizes`;

/** String: the sum of all sizes. */
export const BYTES_KEY = `${KEY_PREFIX}bytes`;

/** Sorted set: the names of entries with an expiry, by its time in milliseconds. */
export const ENDS_KEY = `${KEY_PREFIX}ends`;
