import { type Server, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { SAFETY_HEADERS } from './safety-headers.ts';

/**
 * Writes answers of JSON as Node does, but each as one text, most of which was put together before:
 * Node checks and joins a head name by name, keeps it until the body is there, and has itself called
 * back when both are written.
 */
export class WholeAnswers {
  /** The headers of all answers that say the same about their connection. */
  readonly #constant: string;
  /** How the answers of a second begin, by their status. */
  readonly #beginnings = new Map<number, string>();
  #second = 0;

  constructor({ keepAliveTimeout, maxRequestsPerSocket }: Server) {
    const max = maxRequestsPerSocket ? `, max=${maxRequestsPerSocket}` : '';
    this.#constant =
      JSON_HEADERS +
      `Connection: keep-alive\r\nKeep-Alive: timeout=${Math.floor(keepAliveTimeout / 1000)}${max}\r\n`;
  }

  /**
   * Answers with a body of ASCII. `headers` are names in lower case and values, in turn. Returns false,
   * and has done nothing, where a value is no plain text, and where Node must decide what happens to
   * the connection: another answer goes first, the connection ends with this one, or it is gone.
   */
  send(sent: ServerResponse, status: number, headers: readonly string[], body: string): boolean {
    const response = sent as Internals;
    const { socket } = response;
    if (socket?._httpMessage !== response || !socket.writable || response.headersSent) return false;
    if (!response.shouldKeepAlive) return false;
    if (response.maxRequestsOnConnectionReached !== false) return false;
    let head = this.#beginningOf(status);
    for (let i = 0; i < headers.length; i += 2) {
      const value = headers[i + 1] ?? '';
      if (!PLAIN_TEXT.test(value)) return false;
      head += `${headers[i]}: ${value}\r\n`;
    }
    socket.write(`${head}\r\n${body}`, 'latin1');
    // There is no public way to tell Node that it is done. Nobody can answer again from here on.
    response.statusCode = status;
    response._header = head;
    response._headerSent = true;
    response.finished = true;
    response.emit('finish');
    return true;
  }

  #beginningOf(status: number): string {
    const second = Math.floor(Date.now() / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#beginnings.clear();
    }
    const known = this.#beginnings.get(status);
    if (known !== undefined) return known;
    const date = new Date(second * 1000).toUTCString();
    const line = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`;
    const beginning = `${line}Date: ${date}\r\n${this.#constant}`;
    this.#beginnings.set(status, beginning);
    return beginning;
  }
}

/** What all answers of the fast path have in their head. */
export const COMMON_HEADERS = {
  ...SAFETY_HEADERS,
  'content-type': 'application/json; charset=utf-8',
};

const JSON_HEADERS = Object.entries(COMMON_HEADERS)
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('');

/** Above all without a line end: behind one, a value would be another header. */
const PLAIN_TEXT = /^[\x20-\x7e]*$/;

/** What Node has in a response besides what it shows. */
type Internals = Omit<ServerResponse, 'socket' | 'finished'> & {
  socket: (Socket & { _httpMessage?: unknown }) | null;
  finished: boolean;
  _header: string | null;
  _headerSent: boolean;
  maxRequestsOnConnectionReached?: boolean;
};
