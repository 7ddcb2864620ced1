import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';

// A request that comes by a socket may be answered on the fast path, one that is injected never is.
// Sent both ways it must be answered alike.

export interface TestRequest {
  method: 'GET' | 'POST';
  url: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface TestAnswer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

/** Sends a request to a server that listens, over a connection of its own. */
export async function sendRequest(address: string, sent: TestRequest): Promise<TestAnswer> {
  const { method, url, headers = {}, body = '' } = sent;
  const length = method === 'GET' ? {} : { 'content-length': Buffer.byteLength(body) };
  const client = request(`${address}${url}`, { method, headers: { ...headers, ...length } });
  client.end(body);
  const [response] = (await once(client, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks).toString(),
  };
}

interface Injectable {
  inject(options: {
    method: 'GET' | 'POST';
    url: string;
    headers: Record<string, string>;
    payload: string;
  }): Promise<{ statusCode: number; headers: Record<string, unknown>; body: string }>;
}

/** Gives a request to Fastify itself. */
export async function injectRequest(app: Injectable, sent: TestRequest): Promise<TestAnswer> {
  const { method, url, headers = {}, body = '' } = sent;
  const answer = await app.inject({ method, url, headers, payload: body });
  return { status: answer.statusCode, headers: answer.headers, body: answer.body };
}

/** An answer without what only a connection has, and what `differs` from one to the next. */
export function comparable({ status, headers, body }: TestAnswer, differs?: RegExp): object {
  const { date: _date, connection: _connection, 'keep-alive': _keepAlive, ...rest } = headers;
  const own = String(rest['x-request-id']).startsWith('mine') ? {} : { 'x-request-id': 'new' };
  const known = { ...rest, ...own, 'content-length': String(rest['content-length']) };
  const text = JSON.stringify({ status, headers: known, body });
  return JSON.parse(differs === undefined ? text : text.replaceAll(differs, '…')) as object;
}
