import { AnswerHead, BadAnswer } from './answer-head.ts';

/** No shop sends a longer head, and no target can fill the memory with one. */
const MAX_HEAD = 16 * 1024;
/** A line that says how long a chunk is, with whatever extensions. */
const MAX_SIZE_LINE = 1024;
/** Of a body, more than this is not kept, unless a client asks for more. */
export const MAX_BODY = 4096;
const VERSION = 'HTTP/1.';
const CHUNK_SIZE = /^[\da-f]{1,8}[ \t]*(?:;|$)/i;

type Phase = 'status' | 'headers' | 'length' | 'size' | 'chunk' | 'chunkEnd' | 'trailers' | 'close';

/**
 * Reads the answers of one connection, one after the other, in whatever pieces they come. It knows
 * what a load needs: where an answer ends, its status and its body. Bytes
 * are characters here (latin1), because strings are what V8 cuts and searches fastest.
 */
export class AnswerParser {
  readonly head = new AnswerHead();
  readonly #keptBytes: number;
  #phase: Phase = 'status';
  #body = '';
  #pending = '';
  #at = 0;
  #headLength = 0;
  /** Of the body or the chunk. */
  #left = 0;
  /** The head of the last answer, where it came in one piece. */
  #lastHead: string | undefined;
  #isFirstPiece = false;

  /** Keeps so much of each body. */
  constructor(keptBytes = MAX_BODY) {
    this.#keptBytes = keptBytes;
  }

  /** Before each answer. */
  start(): void {
    this.#body = '';
    this.#headLength = 0;
    this.#startHead();
  }

  /** Whether the answer is complete now. Throws `BadAnswer` when it isn't HTTP. */
  feed(text: string): boolean {
    this.#at = 0;
    this.#isFirstPiece = this.#phase === 'status' && this.#pending === '';
    if (this.#isFirstPiece && this.#repeatsHead(text) && this.#left === 0) return this.#isAll(text);
    while (this.#at < text.length) {
      if (this.#step(text)) return this.#isAll(text);
    }
    return false;
  }

  /** Whether the answer is complete, now that the target has closed the connection. */
  close(): boolean {
    return this.#phase === 'close';
  }

  /** In latin1, and cut off where no more is kept. */
  body(): string {
    return this.#body;
  }

  // Whatever follows was not asked for, so nothing more can be trusted on this connection.
  #isAll(text: string): true {
    if (this.#at < text.length) {
      this.head.isReusable = false;
      this.#lastHead = undefined;
    }
    return true;
  }

  // Answers of one kind have the same head until the clock in it ticks, and to compare is much
  // cheaper than to read. What the last head has set is still set.
  #repeatsHead(text: string): boolean {
    if (this.#lastHead === undefined || !text.startsWith(this.#lastHead)) return false;
    this.#at = this.#lastHead.length;
    this.#left = this.head.length;
    this.#phase = 'length';
    return true;
  }

  #startHead(): void {
    this.#phase = 'status';
    this.#pending = '';
  }

  // Takes one line, or what there is of a body; whether the answer is complete.
  #step(text: string): boolean {
    switch (this.#phase) {
      case 'length':
        return this.#take(text);
      case 'chunk':
        if (this.#take(text)) this.#phase = 'chunkEnd';
        return false;
      case 'close':
        this.#left = text.length - this.#at;
        this.#take(text);
        return false;
      default: {
        const line = this.#line(text);
        return line !== undefined && this.#readLine(line, text);
      }
    }
  }

  // Whether nothing is left of the body, or of the chunk.
  #take(text: string): boolean {
    const length = Math.min(this.#left, text.length - this.#at);
    const room = this.#keptBytes - this.#body.length;
    if (room > 0) {
      this.#body += text.slice(this.#at, this.#at + Math.min(length, room));
    }
    this.#at += length;
    this.#left -= length;
    return this.#left === 0;
  }

  // The next whole line; undefined when its end has not come yet.
  #line(text: string): string | undefined {
    const end = text.indexOf('\n', this.#at);
    const piece = text.slice(this.#at, end === -1 ? text.length : end);
    const line = this.#pending === '' ? piece : this.#pending + piece;
    this.#at += piece.length + 1;
    this.#limit(line, piece.length);
    if (end === -1) {
      this.#pending = line;
      return undefined;
    }
    this.#pending = '';
    if (!line.endsWith('\r')) throw new BadAnswer('a line ends without a carriage return');
    return line.slice(0, -1);
  }

  #limit(line: string, added: number): void {
    if (this.#phase === 'size' || this.#phase === 'chunkEnd') {
      if (line.length > MAX_SIZE_LINE) throw new BadAnswer('a chunk has no size');
      return;
    }
    this.#headLength += added;
    if (this.#headLength > MAX_HEAD) throw new BadAnswer('the head is too long');
    // Refused at once: a target that speaks another protocol may never send a whole line.
    if (this.#phase === 'status' && !line.startsWith(VERSION) && !VERSION.startsWith(line)) {
      throw new BadAnswer('the answer is not HTTP');
    }
  }

  #readLine(line: string, text: string): boolean {
    switch (this.#phase) {
      case 'status':
        this.head.readStatus(line);
        this.#lastHead = undefined;
        this.#phase = 'headers';
        return false;
      case 'headers':
        if (line === '') return this.#endHead(text);
        this.head.readHeader(line);
        return false;
      case 'size':
        if (!CHUNK_SIZE.test(line)) throw new BadAnswer('a chunk has no size');
        this.#left = Number.parseInt(line, 16);
        this.#phase = this.#left === 0 ? 'trailers' : 'chunk';
        return false;
      case 'chunkEnd':
        if (line !== '') throw new BadAnswer('a chunk is longer than it says');
        this.#phase = 'size';
        return false;
      default:
        return line === '';
    }
  }

  // Whether the answer ends with its head.
  #endHead(text: string): boolean {
    const { status, length, isChunked } = this.head;
    if (status < 200) {
      this.#startHead();
      return false;
    }
    if (status === 204 || status === 304) return true;
    if (isChunked) {
      this.#phase = 'size';
      return false;
    }
    if (length === -1) {
      this.head.isReusable = false;
      this.#phase = 'close';
      return false;
    }
    this.#phase = 'length';
    this.#left = length;
    if (this.#isFirstPiece) this.#lastHead = text.slice(0, this.#at);
    return length === 0;
  }
}
