import { randomUUID } from 'node:crypto';
import type { Operation } from '@onsale/contracts';
import fc from 'fast-check';
import { KNOWN_CODES, ODD_CODES } from './make-codes.ts';
import { arbitraryOf, type JsonSchema } from './schema-arbitrary.ts';

/** A request as it is sent. */
export interface FuzzRequest {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

/** Requests to an operation: valid, almost valid, and nonsense. */
export function requestTo(operation: Operation): fc.Arbitrary<FuzzRequest> {
  const { schema, url, method } = operation;
  const names = Array.from(url.matchAll(/:(\w+)/g), ([, name]) => name ?? '');
  return fc
    .record({
      // The office has its own in every path.
      prefix: url.startsWith('/v1/') ? fc.constant('') : fc.constantFrom('/v1', ''),
      params: fc.tuple(...names.map((name) => (name === 'code' ? CODES : PARAMS))),
      query:
        schema.querystring === undefined
          ? fc.constant('')
          : queryOf(schema.querystring as JsonSchema),
      body: schema.body === undefined ? fc.constant(undefined) : bodyOf(schema.body as JsonSchema),
      hasType: fc.boolean(),
      type: mostly(
        fc.constant('application/json'),
        fc.constantFrom('text/plain', 'application/xml', ''),
      ),
      extra: mostly(fc.constant(usualHeaders(schema.headers)), ODD_HEADERS),
    })
    .map(({ prefix, params, query, body, hasType, type, extra }) => {
      let path = prefix + url;
      for (const [i, name] of names.entries()) {
        path = path.replace(`:${name}`, encodeURIComponent(wellFormed(params[i] ?? '')));
      }
      const headers = {
        // Some want it even without a body, as pages of other sites cannot send it unasked.
        ...((body === undefined && !hasType) || type === '' ? {} : { 'content-type': type }),
        ...extra,
      };
      return { method, path: path + query, headers, body };
    });
}

const KNOWN_IDS = fc.constantFrom('show', 'show-1', 'seat', 'seat-1');
const WILD_TEXT = fc.string({ unit: 'binary', maxLength: 80 });
const ODD_IDS = fc.constantFrom('0'.repeat(28), '__proto__', 'constructor', '..', '%00', '*');

// Of what is not there, a service says so and no more.
const PARAMS = fc.oneof({ arbitrary: KNOWN_IDS, weight: 3 }, ODD_IDS, WILD_TEXT);
const CODES = fc.oneof(
  { arbitrary: fc.constantFrom(...KNOWN_CODES), weight: 3 },
  fc.constantFrom(...ODD_CODES),
  WILD_TEXT,
);

// Text with lone surrogates can't be part of a URL.
const wellFormed = (text: string): string => text.toWellFormed();

function mostly<Value>(usual: fc.Arbitrary<Value>, odd: fc.Arbitrary<Value>): fc.Arbitrary<Value> {
  return fc.oneof({ arbitrary: usual, weight: 5 }, { arbitrary: odd, weight: 1 });
}

// What is changed has been read before, and each request has a purpose of its own.
function usualHeaders({ properties = {} }: JsonSchema = {}): Record<string, string> {
  return {
    ...('if-match' in properties ? { 'if-match': '"1"' } : {}),
    ...('idempotency-key' in properties ? { 'idempotency-key': randomUUID() } : {}),
  };
}

const headerText = fc.string({ unit: 'grapheme-ascii', maxLength: 300 });
const ODD_HEADERS = fc.oneof(
  headerText.map((text) => ({ 'idempotency-key': text })),
  headerText.map((text) => ({ 'x-request-id': text })),
  headerText.map((text) => ({ 'if-match': text })),
  headerText.map((text) => ({ 'if-none-match': text })),
  headerText.map((text) => ({ accept: text })),
  fc.constant({ traceparent: '00-zz-zz-zz' }),
);

function queryOf(schema: JsonSchema): fc.Arbitrary<string> {
  return mostly(arbitraryOf(schema), fc.dictionary(WILD_TEXT, WILD_TEXT, { maxKeys: 4 })).map(
    (query) => {
      const pairs = Object.entries(query as Record<string, unknown>)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [wellFormed(name), wellFormed(String(value))] as [string, string]);
      return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
    },
  );
}

function bodyOf(schema: JsonSchema): fc.Arbitrary<string | undefined> {
  const right = arbitraryOf(schema).map((value) => JSON.stringify(value));
  return fc.oneof(
    { arbitrary: right, weight: 4 },
    { arbitrary: fc.tuple(arbitraryOf(schema), fc.jsonValue(), fc.nat()).map(mutate), weight: 4 },
    { arbitrary: fc.tuple(right, fc.nat()).map(cut), weight: 1 },
    { arbitrary: fc.json({ maxDepth: 4 }), weight: 1 },
    {
      arbitrary: fc.constantFrom(undefined, '', '[', '{}', 'null', '['.repeat(2000)),
      weight: 1,
    },
  );
}

// One field of a valid body gets another value, as a careless client would send it.
function mutate([value, junk, chance]: [unknown, unknown, number]): string {
  const copy = structuredClone(value);
  const places: [Record<string, unknown>, string][] = [];
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      places.push([node as Record<string, unknown>, key]);
      walk((node as Record<string, unknown>)[key]);
    }
  };
  walk(copy);
  const place = places[chance % Math.max(1, places.length)];
  if (place === undefined) return JSON.stringify(junk);
  place[0][place[1]] = junk;
  return JSON.stringify(copy);
}

function cut([text, chance]: [string, number]): string {
  return text.slice(0, chance % (text.length + 1));
}
