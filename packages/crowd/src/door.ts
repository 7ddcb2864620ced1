import { LoadClient } from '@onsale/load-client';

/** What people ask for. */
export const ASKED_FOR = [
  ...(['line', 'join', 'place', 'leave', 'order', 'outcome'] as const),
  ...(['event', 'payment', 'bank', 'tickets'] as const),
] as const;
export type AskedFor = (typeof ASKED_FOR)[number];

/** Where people go. Both have paths of the API without its version before them: `https://shop.example/api/v1`. */
export interface DoorAddresses {
  /** Of the waiting room. */
  line: string;
  /** Of orders. */
  shop: string;
}

export interface Request {
  for: AskedFor;
  method: 'GET' | 'POST' | 'DELETE';
  /** After the base address, in ASCII as all the rest; what is sent to the bank is a form of its page, after the host. */
  path: string;
  cookie?: string;
  /** Others by their names, such as the admission. */
  headers?: Readonly<Record<string, string>>;
  /** JSON, or the form. */
  body?: string;
  /** For whom a proxy asks, where the shop takes us for one. */
  address?: string;
}

/** An answer; `body` is undefined where it was refused. */
export interface Answer<Body = unknown> {
  status: number;
  body: Body | undefined;
  cookie: string | undefined;
}

/** Hears of each answer. */
export type AnswerListener = (what: AskedFor, status: number, ms: number) => void;

/**
 * Connections that all share, for each place: who looks at the line doesn't wait behind somebody whose bank is slow.
 * They are opened as they are needed.
 */
const CONNECTIONS = 1024;
const TIMEOUT_MS = 20_000;
const PLACES: Partial<Record<AskedFor, 'line' | 'payment'>> = {
  ...({ line: 'line', join: 'line', place: 'line', leave: 'line' } as const),
  ...({ payment: 'payment', bank: 'payment' } as const),
};
/** A line with a hundred ticket types. */
const KEPT_BYTES = 64 * 1024;

/** Asks a shop as many people. */
export class Door {
  readonly #places: Record<
    'line' | 'shop' | 'payment',
    { client: LoadClient; origin: string; host: string; path: string }
  >;
  readonly #onAnswer: AnswerListener;
  readonly #onWait: (ms: number) => void;
  #parsed: { text: string; body: unknown } = { text: '', body: undefined };

  /** `onWait` hears how long each request waited here for a connection: so late was the one who asked, not the shop. */
  constructor(
    addresses: DoorAddresses,
    onAnswer: AnswerListener,
    onWait: (ms: number) => void = () => undefined,
  ) {
    this.#onAnswer = onAnswer;
    this.#onWait = onWait;
    const open = (address: string) => ({
      client: new LoadClient(new URL(address), { connections: CONNECTIONS, keptBytes: KEPT_BYTES }),
      ...partsOf(new URL(address)),
    });
    const { line, shop } = addresses;
    this.#places = { line: open(line), shop: open(shop), payment: open(shop) };
  }

  /** Rejects when there is no answer. */
  async ask<Body>(request: Request): Promise<Answer<Body>> {
    const { client, ...place } = this.#places[PLACES[request.for] ?? 'shop'];
    const startMs = performance.now();
    return await new Promise((resolve, reject) => {
      const answered = (status: number, text: string, setCookie?: string) => {
        this.#onWait(exchange.writtenMs - startMs);
        this.#onAnswer(request.for, status, performance.now() - startMs);
        const body = status < 300 && text !== '' ? this.#parse(request.for, text) : undefined;
        resolve({ status, body: body as Body, cookie: setCookie?.split(';', 1)[0] });
      };
      const exchange = { timeoutMs: TIMEOUT_MS, writtenMs: 0, answered, failed: reject };
      client.send({ text: textOf(request, place), ...exchange }, startMs);
    });
  }

  close(): void {
    for (const { client } of Object.values(this.#places)) client.destroy();
  }

  // What all are told is the same for a second.
  #parse(what: AskedFor, text: string): unknown {
    if (what !== 'line') return parse(text);
    if (text !== this.#parsed.text) this.#parsed = { text, body: parse(text) };
    return this.#parsed.body;
  }
}

function partsOf({ origin, host, pathname }: URL) {
  return { origin, host, path: pathname.replace(/\/$/, '') };
}

// It came as latin1, which keeps every byte.
function parse(text: string): unknown {
  return JSON.parse(Buffer.from(text, 'latin1').toString());
}

function textOf(
  request: Request,
  { origin, host, path }: { origin: string; host: string; path: string },
): string {
  const { method, cookie = '', headers = {}, body = '', address } = request;
  const others = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const isForm = request.for === 'bank';
  const from = isForm ? '' : path;
  // A door refuses a form of another site: the page is the one that was opened by this name.
  const type = isForm
    ? `content-type: application/x-www-form-urlencoded\r\norigin: ${origin}\r\n`
    : 'content-type: application/json\r\n';
  return (
    `${method} ${from}${request.path} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n` +
    (address === undefined ? '' : `x-forwarded-for: ${address}\r\n`) +
    (cookie === '' ? '' : `cookie: ${cookie}\r\n`) +
    others.join('') +
    (method === 'POST' ? `${type}content-length: ${body.length}\r\n\r\n${body}` : '\r\n')
  );
}
