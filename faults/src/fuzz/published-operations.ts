import type { Operation } from '@onsale/contracts';
import type { JsonSchema } from './schema-arbitrary.ts';

interface Described {
  operationId: string;
  parameters?: { in: string; name: string; required?: boolean; schema: JsonSchema }[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
}

/** The operations that a service publishes itself, by its OpenAPI document, but for those that are left out. */
export async function publishedOperations(
  address: string,
  leftOut: readonly string[] = [],
): Promise<Operation[]> {
  const response = await fetch(`${address}/openapi.json`);
  const { paths } = (await response.json()) as { paths: Record<string, Record<string, Described>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { operationId }]) => !leftOut.includes(operationId))
      .map(([method, described]) => toOperation(path, method, described)),
  );
}

function toOperation(path: string, method: string, described: Described): Operation {
  const { operationId, parameters = [], requestBody } = described;
  const body = requestBody?.content['application/json']?.schema;
  const query = parameters.filter(({ in: where }) => where === 'query');
  const schema = {
    ...(body === undefined ? {} : { body }),
    ...(query.length === 0 ? {} : { querystring: objectOf(query) }),
    response: {},
  };
  return {
    ...{ operationId, summary: operationId, url: path.replaceAll(/\{(\w+)\}/g, ':$1') },
    method: method.toUpperCase() as Operation['method'],
    schema,
  };
}

function objectOf(parameters: NonNullable<Described['parameters']>): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
    required: parameters.filter(({ required }) => required === true).map(({ name }) => name),
  };
}
