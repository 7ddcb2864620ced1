/** A part of a parsed OpenAPI document. */
export type Json = Record<string, unknown>;

/**
 * How a document differs from the promised one, as seen by a client written for the promised one.
 */
export interface Difference {
  /** Promised, but missing or of another type. */
  missing: string[];
  /** Required of requests, but not in the promise. */
  stricter: string[];
}

interface Side {
  document: Json;
  schema: Json;
}

/** Compares a published document with the promised one. Pure. */
export function missingFrom(published: Json, promised: Json): Difference {
  const difference: Difference = { missing: [], stricter: [] };
  for (const [path, promisedItem] of entries(promised['paths'])) {
    const item = (published['paths'] as Json)[path] as Json | undefined;
    for (const [method, promisedOperation] of entries(promisedItem)) {
      if (method === 'parameters') continue;
      const place = `${method} ${path}`;
      const operation = item?.[method] as Json | undefined;
      if (operation === undefined) {
        difference.missing.push(place);
        continue;
      }
      const [now, then] = [published, promised].map((document, i) => ({
        document,
        schema: (i === 0 ? operation : promisedOperation) as Json,
      })) as [Side, Side];
      const shared = (promisedItem as Json)['parameters'];
      compareParameters(now, then, { place, difference, shared });
      compareBodies(now, then, { place, difference });
      compareResponses(now, then, { place, difference });
    }
  }
  return difference;
}

/** Follows a `$ref`. */
export function resolve(document: Json, schema: unknown): Json {
  const reference = (schema as Json | undefined)?.['$ref'];
  if (typeof reference !== 'string') return (schema ?? {}) as Json;
  let found: unknown = document;
  for (const name of reference.split('/').slice(1)) found = (found as Json)[name];
  return resolve(document, found);
}

interface Parameter {
  in: string;
  name: string;
  required?: boolean;
  schema: Json;
}

interface Context {
  place: string;
  difference: Difference;
}

function compareParameters(now: Side, then: Side, at: Context & { shared: unknown }): void {
  const list = (side: Side) => (side.schema['parameters'] ?? []) as Parameter[];
  const promised = [...list(then), ...((at.shared ?? []) as Parameter[])];
  const same = (a: Parameter) => (b: Parameter) => a.in === b.in && a.name === b.name;
  for (const parameter of promised) {
    const place = `${at.place} ${parameter.in} ${parameter.name}`;
    const found = list(now).find(same(parameter));
    if (found === undefined) at.difference.missing.push(place);
    else {
      const pair = [now, then].map(({ document }, i) => ({
        document,
        schema: i === 0 ? found.schema : parameter.schema,
      })) as [Side, Side];
      compareSchemas(...pair, { ...at, place, request: true });
    }
  }
  for (const parameter of list(now)) {
    const before = promised.find(same(parameter));
    if (parameter.required === true && before?.required !== true) {
      at.difference.stricter.push(`${at.place} ${parameter.in} ${parameter.name}: is required`);
    }
  }
}

function compareBodies(now: Side, then: Side, at: Context): void {
  const [body, promised] = [now, then].map((side) =>
    resolve(side.document, side.schema['requestBody']),
  ) as [Json, Json];
  if (promised['content'] === undefined) {
    if (body['required'] === true) at.difference.stricter.push(`${at.place}: needs a body`);
    return;
  }
  compareContent(now, then, { ...at, place: `${at.place} body`, request: true }, [body, promised]);
}

function compareResponses(now: Side, then: Side, at: Context): void {
  for (const [status, response] of entries(then.schema['responses'])) {
    const place = `${at.place} ${status}`;
    const found = (now.schema['responses'] as Json)[status];
    if (found === undefined) {
      at.difference.missing.push(place);
      continue;
    }
    const pair: [Json, Json] = [resolve(now.document, found), resolve(then.document, response)];
    compareContent(now, then, { ...at, place, request: false }, pair);
  }
}

function compareContent(
  now: Side,
  then: Side,
  at: Context & { request: boolean },
  [found, promised]: [Json, Json],
): void {
  for (const [type, media] of entries(promised['content'])) {
    const schema = ((found['content'] ?? {}) as Record<string, Json>)[type]?.['schema'];
    if (schema === undefined) {
      at.difference.missing.push(`${at.place} ${type}`);
      continue;
    }
    const before = (media as Json)['schema'] as Json;
    compareSchemas({ ...now, schema: schema as Json }, { ...then, schema: before }, at);
  }
}

const LIMITS = ['minItems', 'maxItems', 'minLength', 'maxLength', 'minimum', 'maximum', 'pattern'];

function compareSchemas(now: Side, then: Side, at: Context & { request: boolean }): void {
  const [schema, promised] = [now, then].map((side) => resolve(side.document, side.schema)) as [
    Json,
    Json,
  ];
  const { difference, place } = at;
  for (const word of ['type', 'format']) {
    if (promised[word] !== undefined && schema[word] !== promised[word]) {
      difference.missing.push(
        `${place}: ${word} ${show(promised[word])} is now ${show(schema[word])}`,
      );
    }
  }
  if (at.request) {
    const before = (promised['required'] ?? []) as string[];
    for (const name of (schema['required'] ?? []) as string[]) {
      if (!before.includes(name)) difference.stricter.push(`${place}: ${name} is required`);
    }
    for (const limit of [...LIMITS, 'enum', 'const']) {
      if (schema[limit] !== undefined && promised[limit] === undefined) {
        difference.stricter.push(`${place}: ${limit} is ${show(schema[limit])}`);
      }
    }
    if (schema['additionalProperties'] === false) {
      difference.stricter.push(`${place}: other fields are refused`);
    }
  }
  const properties = (schema['properties'] ?? {}) as Json;
  for (const [name, property] of entries(promised['properties'])) {
    const found = properties[name];
    if (found === undefined) {
      difference.missing.push(`${place}.${name}`);
      continue;
    }
    const sides = [
      { ...now, schema: found as Json },
      { ...then, schema: property as Json },
    ] as const;
    compareSchemas(...sides, { ...at, place: `${place}.${name}` });
  }
  if (promised['items'] !== undefined) {
    const sides = [
      { ...now, schema: schema['items'] as Json },
      { ...then, schema: promised['items'] as Json },
    ] as const;
    compareSchemas(...sides, { ...at, place: `${place}[]` });
  }
}

function entries(value: unknown): [string, unknown][] {
  return Object.entries((value ?? {}) as Json);
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
