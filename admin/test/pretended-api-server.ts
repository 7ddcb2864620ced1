import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An object as the API server keeps it. */
export interface Stored {
  kind: string;
  metadata: {
    name: string;
    namespace: string;
    resourceVersion?: string;
    labels?: Record<string, string>;
    ownerReferences?: { kind: string; name: string }[];
  };
  immutable?: boolean;
  data: Record<string, string>;
  stringData?: Record<string, string>;
}

/** As much of Kubernetes' API server as `cluster install` needs, over TLS. */
export interface PretendedApiServer {
  /** Where it is, and where the files of the service account are. */
  environment: Record<string, string>;
  /** The objects by path, such as `secrets/gateway`; may be changed. */
  objects: Map<string, Stored>;
  /** What was asked, such as `POST secrets`. */
  asked: string[];
  /** Answers these requests with a status instead, and a number of times only if that is given. */
  refuse(request: string, status: number, times?: number): void;
  /** Called before the next request of this kind is answered. */
  before(request: string, act: () => void): void;
  /** The entry of a Secret. */
  secret(name: string, entry: string): string;
  close(): Promise<void>;
}

const NAMESPACE = 'shop';
const TOKEN = 'a token';

export async function pretendApiServer(): Promise<PretendedApiServer> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-account-'));
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'ca.crt')];
  const address = ['-subj', '/CN=kubernetes', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  const files = ['-nodes', '-keyout', key, '-out', certificate, '-days', '2'];
  execFileSync('openssl', ['req', '-x509', ...curve, ...files, ...address], { stdio: 'ignore' });
  await writeFile(join(folder, 'token'), `${TOKEN}\n`);
  await writeFile(join(folder, 'namespace'), NAMESPACE);

  const objects = new Map<string, Stored>();
  const asked: string[] = [];
  const refusals = new Map<string, { status: number; times: number }>();
  const acts = new Map<string, () => void>();
  let version = 0;

  const tls = { key: readFileSync(key), cert: readFileSync(certificate) };
  const server = createServer(tls, (request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      const path = (request.url ?? '').replace(`/api/v1/namespaces/${NAMESPACE}/`, '');
      const what = `${request.method} ${path}`;
      asked.push(what);
      acts.get(what)?.();
      acts.delete(what);
      const isKnown = request.headers.authorization === `Bearer ${TOKEN}`;
      const { status, body } = isKnown ? answer(what, path, text) : { status: 401, body: {} };
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });

  function answer(what: string, path: string, text: string): { status: number; body: object } {
    const refusal = refusals.get(what);
    if (refusal !== undefined && refusal.times > 0) {
      refusal.times -= 1;
      return { status: refusal.status, body: { message: `${what} is forbidden` } };
    }
    const stored = objects.get(path);
    if (what.startsWith('GET ')) {
      return stored === undefined ? { status: 404, body: {} } : { status: 200, body: stored };
    }
    const manifest = JSON.parse(text) as Stored;
    const name = what.startsWith('POST ') ? `${path}/${manifest.metadata.name}` : path;
    if (what.startsWith('POST ') && objects.has(name)) return { status: 409, body: {} };
    if (what.startsWith('PUT ')) {
      if (stored?.metadata.resourceVersion !== manifest.metadata.resourceVersion) {
        return { status: 409, body: {} };
      }
      if (stored?.immutable === true) return { status: 422, body: { message: 'is immutable' } };
    }
    const { stringData = {}, ...rest } = manifest;
    const coded = Object.entries(stringData).map(([entry, value]) => [entry, encode(value)]);
    const metadata = { ...manifest.metadata, resourceVersion: String((version += 1)) };
    const data = { ...manifest.data, ...Object.fromEntries(coded) };
    objects.set(name, { ...rest, metadata, data });
    return { status: what.startsWith('POST ') ? 201 : 200, body: { ...rest, metadata, data } };
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    environment: {
      KUBERNETES_SERVICE_HOST: '127.0.0.1',
      KUBERNETES_SERVICE_PORT: String((server.address() as AddressInfo).port),
      SERVICE_ACCOUNT_DIR: folder,
    },
    objects,
    asked,
    refuse: (request, status, times = Infinity) => void refusals.set(request, { status, times }),
    before: (request, act) => void acts.set(request, act),
    secret: (name, entry) =>
      Buffer.from(objects.get(`secrets/${name}`)?.data[entry] ?? '', 'base64').toString(),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await rm(folder, { recursive: true });
    },
  };
}

/** As the data of a Secret are written. */
export function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}
