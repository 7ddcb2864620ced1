/** What the office has answered that it should not. */
export class OfficeError extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

const TIMEOUT_MS = 60_000;

/** Asks the office as a program that has an API key. */
export class OfficeClient {
  readonly #url: string;
  readonly #headers: Record<string, string>;

  /** `url`: without the version. */
  constructor({ url, apiKey }: { url: string; apiKey: string }) {
    this.#url = url;
    this.#headers = { authorization: `Bearer ${apiKey}` };
  }

  async get<Body>(path: string): Promise<Body> {
    return JSON.parse(await this.text(path)) as Body;
  }

  async post<Body>(
    path: string,
    body: object,
    headers: Record<string, string> = {},
  ): Promise<Body> {
    const type = { 'content-type': 'application/json', ...headers };
    const text = await this.#ask(path, {
      method: 'POST',
      headers: type,
      body: JSON.stringify(body),
    });
    return JSON.parse(text) as Body;
  }

  async delete(path: string, headers: Record<string, string> = {}): Promise<void> {
    await this.#ask(path, { method: 'DELETE', headers });
  }

  async text(path: string): Promise<string> {
    return await this.#ask(path, {});
  }

  async #ask(
    path: string,
    init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> },
  ) {
    const { method = 'GET' } = init;
    const response = await fetch(`${this.#url}${path}`, {
      ...init,
      headers: { ...this.#headers, ...init.headers },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    if (response.ok) return text;
    throw new OfficeError(
      `the office answered ${method} ${path} with ${response.status}: ${text.slice(0, 300)}`,
      response.status,
    );
  }
}
