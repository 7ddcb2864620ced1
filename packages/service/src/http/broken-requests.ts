import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { STATUS_CODES } from 'node:http';
import { ERRORS, type ErrorCode } from '@onsale/contracts';
import { errorBody } from './http-errors.ts';
import { requestId } from './request-id.ts';
import { SAFETY_HEADERS } from './safety-headers.ts';

// Requests that Node itself refuses never reach Fastify and are answered here.

/** Responds to requests that are not HTTP, too large or too slow, and closes the connection. */
export function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, headers, body } = refusal(...reasonOf(error));
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
}

/** Refuses an `Expect` header other than `100-continue`. */
export function refuseExpectations(server: Server): void {
  server.on('checkExpectation', (request, response) => {
    const { status, headers, body } = refusal(
      'EXPECTATION_FAILED',
      'the header Expect may only be 100-continue',
      request.headers['x-request-id'],
    );
    response.writeHead(status, headers).end(body);
  });
}

function reasonOf(error: NodeJS.ErrnoException): [ErrorCode, string] {
  switch (error.code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return ['REQUEST_TIMEOUT', 'the request took too long to arrive'];
    case 'HPE_HEADER_OVERFLOW':
      return ['HEADERS_TOO_LARGE', 'the headers are too large'];
    default:
      return ['INVALID_REQUEST', 'this is not a valid HTTP request'];
  }
}

function refusal(code: ErrorCode, message: string, id?: string | string[]) {
  const body = errorBody({ code, message });
  const headers = {
    'x-request-id': requestId(id),
    ...SAFETY_HEADERS,
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  return { status: ERRORS[code].status, headers, body };
}
