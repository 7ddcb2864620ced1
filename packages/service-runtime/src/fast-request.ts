import { IncomingMessage } from 'node:http';

/**
 * A request whose body can be had in one piece, without the stream that it is otherwise: its events
 * and ticks take longer than reading what they bring.
 */
export class FastRequest extends IncomingMessage {
  #isTaken = false;
  #missing = 0;
  readonly #chunks: Buffer[] = [];
  #use: ((bytes: Buffer) => boolean) | undefined;

  /**
   * Gives `use` the body of `lengthBytes` once it is whole. When that returns false the body goes
   * on as a stream. To be called as soon as the request is there, before anything of its body is.
   */
  takeBody(lengthBytes: number, use: (bytes: Buffer) => boolean): void {
    this.#isTaken = true;
    this.#missing = lengthBytes;
    this.#use = use;
  }

  // Node brings the body, and null at its end.
  override push(chunk: Buffer | null, encoding?: BufferEncoding): boolean {
    if (!this.#isTaken) return super.push(chunk, encoding);
    if (chunk === null) return true;
    this.#missing -= chunk.length;
    if (this.#missing > 0 || this.#chunks.length > 0) this.#chunks.push(chunk);
    if (this.#missing > 0) return true;
    const bytes = this.#chunks.length === 0 ? chunk : Buffer.concat(this.#chunks);
    if (this.#use?.(bytes) === true) return true;
    this.#isTaken = false;
    return super.push(bytes);
  }
}
