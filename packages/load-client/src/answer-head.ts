const STATUS_LINE = /^HTTP\/1\.[01] [1-5]\d\d(?: |$)/;
const LENGTH = /^\d{1,15}$/;
const MINOR_VERSION = 'HTTP/1.'.length;
const ONE = '1'.charCodeAt(0);
const SPACE = ' '.charCodeAt(0);

/** What the head of an answer says of the rest of it, and of its connection. */
export class AnswerHead {
  status = 0;
  /** Whether the connection can take another request after this answer. */
  isReusable = false;
  /** How long the target keeps an idle connection, as it says itself. */
  keepAliveS = Infinity;
  /** Of the body; -1 while no header has told it. */
  length = -1;
  isChunked = false;
  /** The first cookie that is set, with its attributes. */
  setCookie: string | undefined;

  readStatus(line: string): void {
    if (!STATUS_LINE.test(line)) throw new BadAnswer('the answer is not HTTP');
    this.status = Number(line.slice(9, 12));
    if (this.status === 101) throw new BadAnswer('an unexpected switch of protocols');
    this.isReusable = line.charCodeAt(MINOR_VERSION) === ONE;
    this.keepAliveS = Infinity;
    this.length = -1;
    this.isChunked = false;
    this.setCookie = undefined;
  }

  // Names are told apart by their length first: most headers are of no interest.
  readHeader(line: string): void {
    const colon = line.indexOf(':');
    if (colon < 1 || line.charCodeAt(0) <= SPACE) throw new BadAnswer('a header has no name');
    if (colon !== 10 && colon !== 14 && colon !== 17) return;
    const name = line.slice(0, colon).toLowerCase();
    if (name === 'set-cookie') {
      this.setCookie ??= line.slice(colon + 1).trim();
      return;
    }
    const value = line.slice(colon + 1).toLowerCase();
    if (name === 'content-length') this.#readLength(value.trim());
    else if (name === 'transfer-encoding') this.#readEncoding(value.trim());
    else if (name === 'connection') this.#readConnection(value);
    else if (name === 'keep-alive') this.#readKeepAlive(value);
    if (this.isChunked && this.length !== -1) throw new BadAnswer('two lengths');
  }

  #readLength(value: string): void {
    if (!LENGTH.test(value)) throw new BadAnswer('the length is not a number');
    const length = Number(value);
    if (this.length !== -1 && this.length !== length) throw new BadAnswer('two lengths');
    this.length = length;
  }

  #readEncoding(value: string): void {
    if (value !== 'chunked') throw new BadAnswer('the transfer encoding is unknown');
    this.isChunked = true;
  }

  #readConnection(value: string): void {
    if (value.includes('close')) this.isReusable = false;
    else if (value.includes('keep-alive')) this.isReusable = true;
  }

  #readKeepAlive(value: string): void {
    const at = value.indexOf('timeout=');
    const seconds = at === -1 ? NaN : Number.parseInt(value.slice(at + 'timeout='.length), 10);
    if (seconds >= 0) this.keepAliveS = seconds;
  }
}

/** The answer is not valid HTTP, or not what a shop could have sent. */
export class BadAnswer extends Error {
  readonly code = 'BAD_ANSWER';
}
