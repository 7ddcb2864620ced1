import { ApiError, redisCrud } from '@onsale/contracts';
import { type HttpServer, withSchemaTypes } from '@onsale/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Entries } from './entries.ts';
import type { EntryReader } from './entry-reader.ts';
import {
  createEntry,
  deleteEntry,
  listEntries,
  replaceEntry,
  versionOf,
  type WriteOutcome,
} from './entry-store.ts';
import { etagOf, isKnown, versionsOf } from './etag.ts';
import {
  ASK_AGAIN,
  missing,
  showEntry,
  type StoredEntry,
  toStoredEntry,
  wrongType,
} from './stored-entry.ts';

/** Default number of keys on a page. */
const DEFAULT_PAGE_KEYS = 100;

declare module 'fastify' {
  interface FastifyRequest {
    /** The text of the body's `value` field, exactly as sent. */
    valueText: string | undefined;
  }
}

/** The routes of `redisCrud`; all values together may take up to `maxBytes`. */
export function registerEntryRoutes(
  scope: HttpServer,
  { entries, reader, maxBytes }: { entries: Entries; reader: EntryReader; maxBytes: number },
): void {
  const app = withSchemaTypes(scope);
  const { listEntries: list, createEntry: create } = redisCrud;
  app.get(list.url, { schema: list.schema }, async (request, reply) => {
    void reply.header('cache-control', ASK_AGAIN);
    const { prefix = '', limit, cursor } = request.query;
    const after = cursor === undefined ? '' : readCursor(cursor, prefix);
    const page = { prefix, after, limit: Number(limit ?? DEFAULT_PAGE_KEYS) };
    const { names, last } = await entries.ask((redis) => listEntries(redis, page));
    return { keys: names, cursor: last === undefined ? null : writeCursor(last) };
  });

  app.post(create.url, { schema: create.schema }, async (request, reply) => {
    const { key, ttlSeconds } = request.body;
    const text = valueTextOf(request);
    expectDone(
      key,
      await entries.ask((redis) => createEntry(redis, { name: key, text, ttlSeconds, maxBytes })),
    );
    void reply.code(201).header('etag', etagOf(versionOf(text)));
    void reply.header('location', `${request.routeOptions.url}/${encodeURIComponent(key)}`);
    return { message: 'Key created', key };
  });

  const { readEntry: read, replaceEntry: replace, deleteEntry: remove } = redisCrud;
  // Without a response schema, which would serialize the stored text again.
  const { params } = read.schema;
  app.get(read.url, { schema: { params } }, async (request, reply) => {
    const { key } = request.params;
    return sendEntry(reply, toStoredEntry(key, await reader.read(key)));
  });

  app.put(replace.url, { schema: replace.schema }, async (request, reply) => {
    const { key } = request.params;
    const text = valueTextOf(request);
    const { ttlSeconds } = request.body;
    const versions = versionsOf(request.headers['if-match']);
    expectDone(
      key,
      await entries.ask((redis) =>
        replaceEntry(redis, { name: key, text, ttlSeconds, maxBytes, versions }),
      ),
    );
    void reply.header('etag', etagOf(versionOf(text)));
    return { message: 'Key updated', key };
  });

  app.delete(remove.url, { schema: remove.schema }, async (request) => {
    const { key } = request.params;
    const versions = versionsOf(request.headers['if-match']);
    expectDone(key, await entries.ask((redis) => deleteEntry(redis, { name: key, versions })));
    return { message: 'Key deleted', key };
  });
}

function sendEntry(reply: FastifyReply, entry: StoredEntry): FastifyReply {
  const { etag } = entry;
  void reply.header('etag', etag).header('cache-control', ASK_AGAIN);
  if (isKnown(etag, reply.request.headers['if-none-match'])) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(showEntry(entry));
}

function valueTextOf(request: FastifyRequest): string {
  // The schema requires the field to be an object, so its text was found.
  if (request.valueText === undefined) throw new Error('the text of the value is missing');
  return request.valueText;
}

function expectDone(key: string, result: WriteOutcome): void {
  switch (result.outcome) {
    case 'done':
      return;
    case 'exists':
      throw new ApiError('KEY_EXISTS', `the key ${key} already exists; replace it with PUT`);
    case 'missing':
      throw missing(key);
    case 'full':
      throw new ApiError(
        'STORAGE_FULL',
        'there is no room for this value; delete other keys or raise MAX_BYTES',
      );
    case 'changed':
      throw new ApiError('ETAG_MISMATCH', `the key ${key} has changed; read it again`);
    case 'wrong-type':
      throw wrongType(key, result.holds);
  }
}

// A name may be any text; a cursor must be safe in URLs.
function writeCursor(name: string): string {
  return Buffer.from(name).toString('base64url');
}

function readCursor(cursor: string, prefix: string): string {
  const name = Buffer.from(cursor, 'base64url').toString();
  if (name !== '' && name.startsWith(prefix)) return name;
  const message = 'must be the cursor of the previous page, with the same prefix';
  throw new ApiError('INVALID_REQUEST', `cursor ${message}`, {
    details: [{ path: 'cursor', message }],
  });
}
