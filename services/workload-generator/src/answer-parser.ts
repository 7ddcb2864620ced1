/** Longer heads no shop sends; a target can't fill the memory with one. */
const MAX_HEAD = 16 * 1024;
/** A line that says how long a chunk is, with whatever extensions. */
const MAX_SIZE_LINE = 1024;
/** Of a body, more than this is not kept. */
const MAX_BODY = 4096;
const VERSION = 'HTTP/1.';
const STATUS_LINE = /^HTTP\/1\.[01] [1-5]\d\d(?: |$)/;
const LENGTH = /^\d{1,15}$/;
const CHUNK_SIZE = /^[\da-f]{1,8}[ \t]*(?:;|$)/i;

type Phase = 'status' | 'headers' | 'length' | 'size' | 'chunk' | 'chunkEnd' | 'trailers' | 'close';

/**
 * Reads the answers of one connection, one after the other, in whatever pieces they come. It knows
 * what a load needs: where an answer ends, its status, and its body where somebody wants it. Bytes
 * are characters here (latin1), because strings are what V8 cuts and searches fastest.
 */
export class AnswerParser {
  status = 0;
  /** Whether the connection can take another request after this answer. */
  isReusable = false;
  /** How long the target keeps an idle connection, as it says itself. */
  keepAliveS = Infinity;
  #phase: Phase = 'status';
  #keepsBody: (status: number) => boolean = () => false;
  #body = '';
  #pending = '';
  #at = 0;
  #headLength = 0;
  /** Of the body or the chunk; -1 while no header has told it. */
  #left = -1;
  #isChunked = false;
  /** The head of the last answer, where it came in one piece, and the length that it told. */
  #lastHead: string | undefined;
  #lastLeft = 0;
  #isFirstPiece = false;

  /** Before each answer. `keepsBody` is asked once the status is known. */
  start(keepsBody: (status: number) => boolean): void {
    this.#keepsBody = keepsBody;
    this.#body = '';
    this.#headLength = 0;
    this.#startHead();
  }

  /** Whether the answer is complete now. Throws `BadAnswer` when it is no HTTP. */
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

  body(): string {
    return this.#body === '' ? '' : Buffer.from(this.#body, 'latin1').toString('utf8');
  }

  // Nobody asked for what may follow, so nobody knows what it is.
  #isAll(text: string): true {
    if (this.#at < text.length) this.isReusable = false;
    return true;
  }

  // Answers of one kind have the same head until the clock in it ticks, and to compare is much
  // cheaper than to read. What the last head has set is still set.
  #repeatsHead(text: string): boolean {
    if (this.#lastHead === undefined || !text.startsWith(this.#lastHead)) return false;
    this.#at = this.#lastHead.length;
    this.#left = this.#lastLeft;
    this.#phase = 'length';
    return true;
  }

  #startHead(): void {
    this.#phase = 'status';
    this.#pending = '';
    this.#left = -1;
    this.#isChunked = false;
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
    if (this.#keepsBody(this.status) && this.#body.length < MAX_BODY) {
      this.#body += text.slice(this.#at, this.#at + Math.min(length, MAX_BODY - this.#body.length));
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
    // Said at once: a target of another protocol may never send a line.
    if (this.#phase === 'status' && !line.startsWith(VERSION) && !VERSION.startsWith(line)) {
      throw new BadAnswer('the answer is no HTTP');
    }
  }

  #readLine(line: string, text: string): boolean {
    switch (this.#phase) {
      case 'status':
        if (!STATUS_LINE.test(line)) throw new BadAnswer('the answer is no HTTP');
        this.status = Number(line.slice(9, 12));
        this.isReusable = line.charCodeAt(VERSION.length) === ONE;
        this.keepAliveS = Infinity;
        this.#lastHead = undefined;
        this.#phase = 'headers';
        return false;
      case 'headers':
        if (line === '') return this.#endHead(text);
        this.#readHeader(line);
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

  // Names are told apart by their length first: most headers are of no interest.
  #readHeader(line: string): void {
    const colon = line.indexOf(':');
    if (colon < 1 || line.charCodeAt(0) <= SPACE) throw new BadAnswer('a header has no name');
    if (colon !== 10 && colon !== 14 && colon !== 17) return;
    const name = line.slice(0, colon).toLowerCase();
    if (name === 'content-length') this.#readLength(line.slice(colon + 1).trim());
    else if (name === 'transfer-encoding') {
      if (
        line
          .slice(colon + 1)
          .trim()
          .toLowerCase() !== 'chunked'
      ) {
        throw new BadAnswer('the transfer encoding is unknown');
      }
      this.#isChunked = true;
    } else if (name === 'connection') {
      const value = line.slice(colon + 1).toLowerCase();
      if (value.includes('close')) this.isReusable = false;
      else if (value.includes('keep-alive')) this.isReusable = true;
    } else if (name === 'keep-alive') {
      const at = line.indexOf('timeout=', colon);
      const seconds = at === -1 ? NaN : Number.parseInt(line.slice(at + 8), 10);
      if (seconds >= 0) this.keepAliveS = seconds;
    }
  }

  #readLength(value: string): void {
    const length = LENGTH.test(value) ? Number(value) : NaN;
    if (this.#left !== -1 && this.#left !== length) throw new BadAnswer('two lengths');
    if (Number.isNaN(length)) throw new BadAnswer('the length is no number');
    this.#left = length;
  }

  // Whether the answer ends with its head.
  #endHead(text: string): boolean {
    if (this.status < 200) {
      if (this.status === 101) throw new BadAnswer('nobody asked for another protocol');
      this.#startHead();
      return false;
    }
    if (this.status === 204 || this.status === 304) return true;
    if (this.#isChunked) {
      if (this.#left !== -1) throw new BadAnswer('two lengths');
      this.#phase = 'size';
      return false;
    }
    if (this.#left === -1) {
      this.isReusable = false;
      this.#phase = 'close';
      return false;
    }
    this.#phase = 'length';
    if (this.#isFirstPiece) this.#lastHead = text.slice(0, this.#at);
    this.#lastLeft = this.#left;
    return this.#left === 0;
  }
}

const ONE = '1'.charCodeAt(0);
const SPACE = ' '.charCodeAt(0);

/** What came is no answer that a shop could have sent. */
export class BadAnswer extends Error {
  readonly code = 'BAD_ANSWER';
}
