import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Cluster } from './cluster.ts';
import { forward } from './door.ts';

const SCRIPT = 'deploy/scripts/admin.sh';

/** What the console was asked and has answered. */
export interface Told {
  status: number;
  text: string;
  cookie: string;
}

/** How it is asked: as a member by the cookie, or as a device at an entrance by its token. */
export interface Asking {
  cookie?: string;
  token?: string;
  body?: object;
  /** Default: POST with a body, and GET without. */
  method?: 'DELETE';
}

/** The console behind the door, with somebody who is invited to the team. */
export interface ConsoleDoor {
  account: { name: string; email: string; password: string };
  /** Of the invitation. */
  token: string;
  ask: (path: string, asking?: Asking) => Promise<Told>;
  /** Also takes the member out of the team. */
  close: () => Promise<void>;
}

/** Invites somebody, and forwards the console's port. */
export async function openConsole(
  cluster: Cluster,
  role: 'manager' | 'owner' = 'manager',
): Promise<ConsoleDoor> {
  const email = `${randomUUID()}@example.com`;
  const invited = await cluster.run(SCRIPT, ['office', 'invite', email, '--role', role]);
  const link = /https?:\/\/\S+\/invitation#\S+/.exec(invited.stdout)?.[0];
  if (link === undefined) throw new Error(`no invitation: ${invited.stderr}${invited.stdout}`);
  const { host, origin, hash } = new URL(link);
  const { child, url } = await forward(cluster, 'service/frontend', 8081);
  return {
    account: { name: 'Ada Lovelace', email, password: randomUUID() },
    token: hash.slice(1),
    ask: async (path, { cookie = '', token, ...asking } = {}) => {
      const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const headers = { host, origin, cookie, ...authorization };
      return await send(url + path, { headers, ...asking });
    },
    close: async () => {
      child.kill('SIGKILL');
      await cluster.run(SCRIPT, ['office', 'remove', email]);
    },
  };
}

/** Accepts the invitation; the cookie of the new member. */
export async function join({ ask, account, token }: ConsoleDoor): Promise<string> {
  const { name, email, password } = account;
  await ask('/api/v1/links/invitation', { body: { token, name, password } });
  return (await ask('/api/auth/sign-in/email', { body: { email, password } })).cookie;
}

/** The JSON of an answer. Throws when something was refused. */
export function read(told: Told): unknown {
  if (told.status >= 400) throw new Error(`it was answered ${seen(told)}`);
  return JSON.parse(told.text);
}

/** What was answered, for people. */
export const seen = ({ status, text: body }: Told) => `${status} ${body.slice(0, 200)}`;

/** Asks under the console's own name, which leads to no pod from here; `fetch` can't. */
async function send(
  url: string,
  { headers, body, method }: Omit<Asking, 'cookie' | 'token'> & { headers: Record<string, string> },
): Promise<Told> {
  const asked = request(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    signal: AbortSignal.timeout(10_000),
  });
  return await new Promise((resolve, reject) => {
    asked.on('error', reject).on('response', (response) => {
      const cookies = response.headers['set-cookie'] ?? [];
      const cookie = cookies.map((each) => each.split(';')[0]).join('; ');
      text(response).then(
        (told) => resolve({ status: response.statusCode ?? 0, text: told, cookie }),
        reject,
      );
    });
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
