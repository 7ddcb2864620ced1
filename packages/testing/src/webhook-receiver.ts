import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** A webhook as it has arrived. */
export interface ReceivedWebhook {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A receiver of webhooks that answers as it is told. */
export interface WebhookReceiver {
  port: number;
  url: string;
  received: ReceivedWebhook[];
  answer: (how: RequestListener) => void;
  stop(): Promise<void>;
}

/** Answers that it was taken. */
export const takes: RequestListener = (_request, response) => void response.writeHead(204).end();

/** Answers this. */
export const answers =
  (status: number, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, headers).end(`answer ${status}`);

/** Starts it on a free port of this machine. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  let listener = takes;
  const received: ReceivedWebhook[] = [];
  const server: Server = createServer((request, response) => {
    void (async () => {
      const chunks = (await request.toArray()) as Buffer[];
      const body = Buffer.concat(chunks).toString('utf8');
      received.push({ path: request.url ?? '', headers: request.headers, body });
      listener(request, response);
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    ...{ port, url: `http://127.0.0.1:${port}/hooks?shop=7`, received },
    answer: (how) => (listener = how),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Checks a webhook as a receiver does; throws when it was not signed with this secret. */
export function verifyWebhook(secret: string, { headers, body }: ReceivedWebhook): unknown {
  return new Webhook(secret).verify(body, headers as Record<string, string>);
}
