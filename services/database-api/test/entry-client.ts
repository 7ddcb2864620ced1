import { after, before } from 'node:test';
import { startTestService, type TestService } from './harness.ts';

/** Sends requests to the service under test. */
export interface EntryClient {
  service: TestService;
  send: (method: Method, path: string, options?: SendOptions) => Promise<EntryAnswer>;
  /** Creates a key. */
  create: (key: string, value?: unknown, more?: object) => Promise<EntryAnswer>;
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

interface SendOptions {
  body?: unknown;
  text?: string | Buffer;
  headers?: Record<string, string>;
}

export interface EntryAnswer {
  status: number;
  text: string;
  headers: Record<string, unknown>;
  etag: string;
  json: () => Record<string, unknown>;
  code: () => string;
}

/** Starts the service before the tests and stops it after them. */
export function openEntryClient(environment: Record<string, string> = {}): EntryClient {
  const send: EntryClient['send'] = async (method, path, options = {}) => {
    const { body, text, headers = {} } = options;
    const payload = text ?? (body === undefined ? '' : JSON.stringify(body));
    const isEmpty = payload.length === 0;
    const answer = await client.service.app.inject({
      method,
      url: path,
      headers: { ...(isEmpty ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(isEmpty ? {} : { payload }),
    });
    return {
      status: answer.statusCode,
      text: answer.body,
      headers: answer.headers,
      etag: String(answer.headers['etag']),
      json: () => answer.json<Record<string, unknown>>(),
      code: () => answer.json<{ code: string }>().code,
    };
  };
  const create: EntryClient['create'] = (key, value = {}, more = {}) =>
    send('POST', '/v1/redis', { body: { key, value, ...more } });
  const client = { send, create } as EntryClient;
  before(async () => {
    client.service = await startTestService(environment);
  });
  after(() => client.service.stop());
  return client;
}

/** The path of a key. */
export function pathOf(key: string): string {
  return `/v1/redis/${encodeURIComponent(key)}`;
}
