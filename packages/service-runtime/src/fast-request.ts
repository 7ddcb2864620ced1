import { IncomingMessage } from 'node:http';

/**
 * A request whose body can be had in one piece, without the stream that it is otherwise: its events
 * and ticks take longer than reading what they bring.
 */
export class FastRequest extends IncomingMessage {
  #taken: TakenBody | undefined;

  /**
   * Gives `use` the body of `lengthBytes` once it is whole. When that returns false the body goes
   * on as a stream. To be called as soon as the request is there, before anything of its body is.
   */
  takeBody(lengthBytes: number, use: (bytes: Buffer) => boolean): void {
    this.#taken = { missingBytes: lengthBytes, chunks: [], use };
  }

  // Node brings the body, and null at its end.
  override push(chunk: Buffer | null, encoding?: BufferEncoding): boolean {
    const taken = this.#taken;
    if (taken === undefined) return super.push(chunk, encoding);
    if (chunk === null) return true;
    taken.missingBytes -= chunk.length;
    taken.chunks.push(chunk);
    if (taken.missingBytes > 0) return true;
    const bytes = taken.chunks.length === 1 ? chunk : Buffer.concat(taken.chunks);
    if (taken.use(bytes)) return true;
    this.#taken = undefined;
    return super.push(bytes);
  }
}

interface TakenBody {
  missingBytes: number;
  chunks: Buffer[];
  use: (bytes: Buffer) => boolean;
}
