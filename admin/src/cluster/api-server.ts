import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { DataManifest } from './manifests.ts';

/** The API server refused, or is not what was expected; the message says what a person can do. */
export class ClusterError extends Error {}

/** Where the API server is, and how a pod proves who it is. */
export interface ApiServerConfig {
  KUBERNETES_SERVICE_HOST?: string;
  KUBERNETES_SERVICE_PORT: number;
  /** The folder with `token`, `ca.crt` and `namespace`. */
  SERVICE_ACCOUNT_DIR: string;
}

/** The state of an object that was read: to be sent back with a change. */
export type StoredManifest = DataManifest & { metadata: { resourceVersion: string } };

/** A silent API server is asked again after this. */
const ANSWER_TIMEOUT_MS = 10_000;
const RETRY_DELAY_MS = 1000;

interface Answer {
  status: number;
  /** An object, or a `Status` with a message. */
  body: unknown;
}

/**
 * The Secrets and ConfigMaps of the pod's own namespace. Methods wait, until `signal` is aborted, for an
 * API server that is away or overloaded; a pod's network may also take a moment. They reject with
 * `ClusterError` when they are refused.
 */
export class ApiServer {
  readonly namespace: string;
  readonly #config: ApiServerConfig & { KUBERNETES_SERVICE_HOST: string };
  readonly #agent: Agent;
  readonly #signal: AbortSignal;
  readonly #onWait: (reason: string) => void;

  constructor(
    config: ApiServerConfig,
    options: {
      signal: AbortSignal;
      /** Called with the reason each time a request is repeated. */
      onWait: (reason: string) => void;
    },
  ) {
    const { KUBERNETES_SERVICE_HOST: host } = config;
    if (host === undefined) {
      throw new ClusterError('this command works in a pod of a Kubernetes cluster only');
    }
    this.#config = { ...config, KUBERNETES_SERVICE_HOST: host };
    this.namespace = this.#readFile('namespace');
    this.#agent = new Agent({ ca: this.#readFile('ca.crt'), keepAlive: true });
    this.#signal = options.signal;
    this.#onWait = options.onWait;
  }

  /** An object, or undefined if there is none. */
  async get(kind: DataManifest['kind'], name: string): Promise<StoredManifest | undefined> {
    const answer = await this.#ask('GET', pathOf(this.namespace, kind, name));
    if (answer.status === 404) return undefined;
    return this.#expect(answer, 200, `read the ${kind} ${name}`);
  }

  /** Whether it was created; false if there is one already. */
  async create(manifest: DataManifest): Promise<boolean> {
    const { kind, metadata } = manifest;
    const answer = await this.#ask('POST', pathOf(this.namespace, kind), manifest);
    if (answer.status === 409) return false;
    this.#expect(answer, 201, `create the ${kind} ${metadata.name}`);
    return true;
  }

  /** Whether it was replaced; false if it has changed since it was read. */
  async replace(manifest: StoredManifest): Promise<boolean> {
    const { kind, metadata } = manifest;
    const answer = await this.#ask('PUT', pathOf(this.namespace, kind, metadata.name), manifest);
    if (answer.status === 409 || answer.status === 404) return false;
    this.#expect(answer, 200, `change the ${kind} ${metadata.name}`);
    return true;
  }

  close(): void {
    this.#agent.destroy();
  }

  #expect(answer: Answer, status: number, what: string): StoredManifest {
    if (answer.status === status) return answer.body as StoredManifest;
    const reason = (answer.body as { message?: string }).message ?? `status ${answer.status}`;
    throw new ClusterError(
      `the API server of Kubernetes refuses to ${what}: ${reason}${hintOf(answer.status)}`,
    );
  }

  async #ask(method: string, path: string, body?: DataManifest): Promise<Answer> {
    for (;;) {
      const answer = await this.#send(method, path, body).catch((error: unknown) => {
        if (this.#signal.aborted || error instanceof ClusterError) throw error;
        return error instanceof Error ? error.message : String(error);
      });
      const isAnswer = typeof answer !== 'string';
      if (isAnswer && answer.status < 500 && answer.status !== 429) return answer;
      this.#onWait(isAnswer ? `status ${answer.status}` : answer);
      await delay(RETRY_DELAY_MS, undefined, { signal: this.#signal });
    }
  }

  async #send(method: string, path: string, body?: DataManifest): Promise<Answer> {
    const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = this.#config;
    const answered = Promise.withResolvers<Answer>();
    const sent = request({
      ...{ agent: this.#agent, host, port, method, path },
      signal: AbortSignal.any([this.#signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]),
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        // Read each time, because it is replaced while this runs.
        authorization: `Bearer ${this.#readFile('token')}`,
      },
    });
    sent.on('error', answered.reject);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('error', answered.reject);
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        answered.resolve({ status: response.statusCode ?? 0, body: parseBody(text) });
      });
    });
    sent.end(body === undefined ? undefined : JSON.stringify(body));
    return await answered.promise;
  }

  #readFile(name: string): string {
    const file = join(this.#config.SERVICE_ACCOUNT_DIR, name);
    try {
      return readFileSync(file, 'utf8').trim();
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new ClusterError(`the token of the service account is not mounted: ${file} (${code})`);
    }
  }
}

function pathOf(namespace: string, kind: DataManifest['kind'], name?: string): string {
  const resource = kind === 'Secret' ? 'secrets' : 'configmaps';
  const all = `/api/v1/namespaces/${namespace}/${resource}`;
  return name === undefined ? all : `${all}/${name}`;
}

// Anything else than JSON comes from a proxy.
function parseBody(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { message: text.slice(0, 200) };
  }
}

function hintOf(status: number): string {
  if (status === 401) return '; it does not accept the token of this service account';
  if (status === 403) return '; the Role install says what this service account may do';
  return '';
}
