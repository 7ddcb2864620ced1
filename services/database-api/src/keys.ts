// The names of all keys of this service. The hash tag keeps them in one slot of a Redis Cluster, so
// that an entry and its place in the index change in one atomic step.

/** What every key of this service begins with; the fence admits nothing else. */
export const KEY_PREFIX = '{kv}:';

/** What the key of every entry begins with. */
export const ENTRY_PREFIX = `${KEY_PREFIX}entry:`;

/** String: the JSON text of one value. */
export const entryKey = (name: string): string => `${ENTRY_PREFIX}${name}`;

/** Sorted set, all scores 0: the names of the entries, so that they can be listed in order. */
export const NAMES_KEY = `${KEY_PREFIX}names`;

/** Hash: what each entry takes of the space of this service, in bytes. */
export const SIZES_KEY = `${KEY_PREFIX}sizes`;

/** String: the sum of these. */
export const BYTES_KEY = `${KEY_PREFIX}bytes`;

/** Sorted set: the names of the entries that have an end, by its time in milliseconds. */
export const ENDS_KEY = `${KEY_PREFIX}ends`;
