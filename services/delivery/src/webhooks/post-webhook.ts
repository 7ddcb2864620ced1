import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import type { Readable } from 'node:stream';
import type { WebhookAttemptResult, WebhookToSend } from '@onsale/records';
import { Webhook } from 'standardwebhooks';
import { buildConnector, Client } from 'undici';
import type { AllowedAddresses } from './allowed-addresses.ts';

/** All addresses of a host name. */
export type ResolveHost = (host: string) => Promise<LookupAddress[]>;

export interface WebhookWay {
  allowed: AllowedAddresses;
  resolve: ResolveHost;
  /** For all of it: name, connection, answer. */
  timeoutMs: number;
}

/** For the beginning of an answer, once its status is known: that alone decides. */
const ANSWER_MS = 2000;
/** Of an answer, this much is read and kept. */
const ANSWER_BYTES = 1000;
/** Of its headers. */
const HEADER_BYTES = 16 * 1024;
/** Longer pauses than this nobody asks for in earnest. */
const LONGEST_RETRY_AFTER_MS = 60 * 60_000;

/**
 * Sends a webhook once, signed by the Standard Webhooks convention, and tells how it went; never throws. The name
 * is resolved once, and the connection goes to what it was resolved to, so that nobody can have one address
 * judged and another one reached. Redirects are not followed.
 */
export async function postWebhook(
  way: WebhookWay,
  webhook: WebhookToSend,
): Promise<WebhookAttemptResult> {
  const begunMs = performance.now();
  const signal = AbortSignal.timeout(way.timeoutMs);
  const took = () => Math.round(performance.now() - begunMs);
  try {
    const url = new URL(webhook.url);
    const addresses = await findAddresses(way, url, signal);
    const answer = await post({ url, addresses, signal }, webhook);
    return { ...judge(answer), durationMs: took() };
  } catch (error) {
    const problem = signal.aborted
      ? `There was no answer within ${way.timeoutMs / 1000} seconds`
      : wordsOf(error);
    return { outcome: 'failed', problem, durationMs: took() };
  }
}

/** Why nothing was sent. */
class RefusedAddress extends Error {}

// Every address must be allowed: which one would be reached is decided by the network.
async function findAddresses(
  { allowed, resolve }: WebhookWay,
  url: URL,
  signal: AbortSignal,
): Promise<LookupAddress[]> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const literal = isIP(host);
  const addresses =
    literal === 0
      ? await unlessAborted(resolve(host), signal)
      : [{ address: host, family: literal }];
  if (addresses.length === 0) throw new RefusedAddress('Its host name has no address');
  const judged = new Set(addresses.map(({ address }) => allowed.judge(address)));
  if (judged.has('refused')) {
    throw new RefusedAddress(
      'Its address is not a public one, and its network is not in WEBHOOK_PRIVATE_NETWORKS',
    );
  }
  if (url.protocol !== 'https:' && judged.has('public')) {
    throw new RefusedAddress('Outside of private networks, it must be an https:// address');
  }
  return addresses;
}

async function unlessAborted<Value>(value: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([value, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

interface Answer {
  status: number;
  retryAfter: string | undefined;
  text: string;
  address: string | undefined;
}

async function post(
  { url, addresses, signal }: { url: URL; addresses: LookupAddress[]; signal: AbortSignal },
  webhook: WebhookToSend,
): Promise<Answer> {
  let reached: string | undefined;
  const connect = buildConnector({ lookup: pinTo(addresses), allowH2: false, timeout: 0 });
  const client = new Client(url.origin, {
    connect: (options, callback) =>
      connect(options, (...connected) => {
        reached = connected[1]?.remoteAddress;
        callback(...connected);
      }),
    ...{ pipelining: 0, maxHeaderSize: HEADER_BYTES, headersTimeout: 0, bodyTimeout: 0 },
  });
  try {
    const { statusCode, headers, body } = await client.request({
      ...{ method: 'POST', path: `${url.pathname}${url.search}`, signal },
      ...{ headers: headersOf(webhook), body: webhook.body },
    });
    const text = await readBeginning(body);
    const retryAfter = headers['retry-after']?.toString();
    return { status: statusCode, text, retryAfter, address: reached };
  } finally {
    // Whatever it still sends, nobody listens.
    await client.destroy();
  }
}

function pinTo(addresses: readonly LookupAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const [first] = addresses;
    if (options.all === true) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };
}

function headersOf({ webhookId, body, secrets }: WebhookToSend): Record<string, string> {
  const now = new Date();
  return {
    'content-type': 'application/json',
    'user-agent': 'Onsale-Webhooks/1',
    'accept-encoding': 'identity',
    'webhook-id': webhookId,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': secrets
      .map((secret) => new Webhook(secret).sign(webhookId, now, body))
      .join(' '),
  };
}

// Only for the log; that it breaks off, or never ends, changes nothing of its status.
async function readBeginning(body: Readable): Promise<string> {
  const timer = setTimeout(() => body.destroy(), ANSWER_MS);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= ANSWER_BYTES) break;
    }
  } catch {
    chunks.push(Buffer.from('…'));
  } finally {
    clearTimeout(timer);
  }
  return readable(Buffer.concat(chunks).subarray(0, ANSWER_BYTES).toString('utf8'));
}

const readable = (text: string): string => text.replaceAll(/[^\P{Cc}\t\n]/gu, '\u{FFFD}').trim();

function judge({
  status,
  text,
  retryAfter,
  address,
}: Answer): Omit<WebhookAttemptResult, 'durationMs'> {
  const answer = { status, answer: text, address };
  if (status >= 200 && status < 300) return { ...answer, outcome: 'delivered' };
  if (status === 410)
    return { ...answer, outcome: 'gone', problem: 'It wants no webhooks any more' };
  const redirects = status >= 300 && status < 400;
  return {
    ...{ ...answer, outcome: 'failed', retryAfterMs: waitOf(retryAfter) },
    problem: redirects ? 'Redirects are not followed' : undefined,
  };
}

// In seconds, or a moment.
function waitOf(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined;
  const ms = /^\d{1,9}$/.test(retryAfter)
    ? Number(retryAfter) * 1000
    : Date.parse(retryAfter) - Date.now();
  return ms > 0 ? Math.min(ms, LONGEST_RETRY_AFTER_MS) : undefined;
}

const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'Its host name is not known',
  EAI_AGAIN: 'Its host name could not be looked up',
  ECONNREFUSED: 'It refused the connection',
  ECONNRESET: 'It broke off the connection',
  UND_ERR_SOCKET: 'It broke off the connection',
  EHOSTUNREACH: 'Its host cannot be reached',
  ENETUNREACH: 'Its network cannot be reached',
  ETIMEDOUT: 'Its host does not answer',
  UND_ERR_HEADERS_OVERFLOW: 'The headers of its answer are too long',
};

function wordsOf(error: unknown): string {
  if (error instanceof RefusedAddress) return error.message;
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  const words = WORDS[code];
  if (words !== undefined) return words;
  if (code.startsWith('HPE_')) return 'It did not answer in HTTP';
  if (/CERT|SSL|TLS/.test(code)) return `Its TLS certificate is not trusted (${code})`;
  return `It could not be sent (${code || message.slice(0, 100)})`;
}
