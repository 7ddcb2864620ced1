/** The requests of a load as they go over the wire; all but key and body is made once. */
export class RequestText {
  readonly #orders: string;
  readonly #tickets: string;

  constructor(target: URL) {
    const basePath = target.pathname.replace(/\/$/, '');
    const host = `host: ${target.host}\r\nconnection: keep-alive\r\n`;
    this.#tickets = `GET ${basePath}/tickets HTTP/1.1\r\n${host}\r\n`;
    this.#orders =
      `POST ${basePath}/orders HTTP/1.1\r\n${host}content-type: application/json\r\n` +
      'content-length: ';
  }

  tickets(): string {
    return this.#tickets;
  }

  /** `body` must be ASCII, so that its length is its bytes. */
  order(body: string, key: string | undefined): string {
    return key === undefined
      ? `${this.#orders}${body.length}\r\n\r\n${body}`
      : `${this.#orders}${body.length}\r\nidempotency-key: ${key}\r\n\r\n${body}`;
  }
}
