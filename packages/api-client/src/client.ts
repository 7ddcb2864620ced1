import { request } from './request.ts';

/** Typed requests to one interface; what each takes and answers is in its OpenAPI document. */
export type Client<Paths> = { [Method in Methods]: Call<Paths, Method> };

/**
 * What every request may have besides. `timeoutMs` is for what takes its time; `onHeaders` is told the
 * headers of a success.
 */
export interface CallOptions {
  signal?: AbortSignal;
  timeoutMs?: number;
  onHeaders?: (headers: Headers) => void;
}

/**
 * A client of the interface `Paths`, one of those in generated/, below the path `base`. Throws
 * `ApiError` or `NetworkError`, as `request` does.
 */
export function createClient<Paths>(base: string): Client<Paths>;
export function createClient(base: string): UntypedClient {
  const of =
    (method: string): UntypedCall =>
    async (path, options = {}) => {
      const { path: values, query, body, headers, ...rest } = options;
      const content =
        body === undefined
          ? { headers: { ...(method === 'POST' ? JSON_CONTENT : {}), ...headers } }
          : {
              headers: { ...JSON_CONTENT, ...headers },
              body: JSON.stringify(body),
            };
      const url = `${base}${fill(path, values)}${queryText(query)}`;
      return await request(url, { ...rest, method, ...content });
    };
  return {
    get: of('GET'),
    post: of('POST'),
    put: of('PUT'),
    patch: of('PATCH'),
    delete: of('DELETE'),
  };
}

/** Also of a POST without a body: a page of another site could not send it unasked. */
const JSON_CONTENT = { 'content-type': 'application/json' };

function fill(path: string, values: Values = {}): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(values[name])),
  );
}

function queryText(query: Values = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  if (given.length === 0) return '';
  return `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()}`;
}

type Methods = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Values = Record<string, string | number | boolean | undefined>;

interface UntypedOptions extends CallOptions {
  path?: Values;
  query?: Values;
  headers?: Record<string, string>;
  body?: unknown;
}
type UntypedCall = (path: string, options?: UntypedOptions) => Promise<unknown>;
type UntypedClient = Record<Methods, UntypedCall>;

type Call<Paths, Method extends Methods> = <Path extends PathsWith<Paths, Method>>(
  path: Path,
  ...options: Optional<Input<Operation<Paths, Path, Method>> & CallOptions>
) => Promise<AnswerOf<Operation<Paths, Path, Method>>>;

type PathsWith<Paths, Method extends Methods> = {
  [Path in keyof Paths]: Paths[Path] extends Record<Method, { responses: object }> ? Path : never;
}[keyof Paths];

type Operation<Paths, Path extends keyof Paths, Method extends Methods> =
  Paths[Path] extends Record<Method, infer Found> ? Found : never;

type Optional<Options> = object extends Options ? [options?: Options] : [options: Options];

type Input<Operation> = PathInput<Operation> &
  QueryInput<Operation> &
  HeaderInput<Operation> &
  BodyInput<Operation>;

type PathInput<Operation> = Operation extends { parameters: { path: infer Found } }
  ? { path: Found }
  : object;

// A query of which something is required, one of which nothing is, and none.
type QueryInput<Operation> = Operation extends { parameters: { query: infer Found } }
  ? { query: Found }
  : Operation extends { parameters: { query?: infer Found } }
    ? [Found] extends [undefined]
      ? object
      : { query?: Found }
    : object;

type HeaderInput<Operation> = Operation extends { parameters: { header?: infer Found } }
  ? [Found] extends [undefined]
    ? object
    : { headers?: Found }
  : object;

type BodyInput<Operation> = Operation extends { requestBody: Json<infer Found> }
  ? { body: Found }
  : Operation extends { requestBody?: Json<infer Found> }
    ? { body?: Found }
    : object;

type Json<Body> = { content: { 'application/json': Body } };

/** The body of a success. */
type AnswerOf<Operation> = Operation extends { responses: infer Found }
  ? BodyOf<Found[keyof Found & (200 | 201 | 202)]>
  : never;

type BodyOf<Response> = Response extends Json<infer Body> ? Body : never;
