import { findSessionMember, type Records } from '@onsale/records';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.ts';
import type { Auth } from './auth.ts';

/** How long a cookie is known without its signature being checked again. */
const KNOWN_MS = 60_000;
/** Of people who work at once, and more. */
const MAX_KNOWN = 10_000;

/**
 * Tells by the cookie of a request who is signed in. That a cookie is genuine, and of which session, is
 * remembered for a while; whether that session has ended, and what its member may do, is read each time.
 */
export class Sessions {
  readonly #auth: Auth;
  readonly #records: Records;
  readonly #known = new Map<string, { sessionId: string; untilMs: number }>();
  #cookieName: string | undefined;

  constructor(auth: Auth, records: Records) {
    this.#auth = auth;
    this.#records = records;
  }

  /** The member whose session it is, if there is one; it may be prolonged by the answer. */
  async memberOf(request: FastifyRequest, reply: FastifyReply): Promise<Actor | undefined> {
    const { cookie: cookies } = request.headers;
    if (cookies === undefined) return undefined;
    this.#cookieName ??= (await this.#auth.$context).authCookies.sessionToken.name;
    const cookie = cookieOf(cookies, this.#cookieName);
    if (cookie === undefined) return undefined;
    const sessionId = this.#remembered(cookie) ?? (await this.#check(cookies, cookie, reply));
    if (sessionId === undefined) return undefined;
    const member = await findSessionMember(this.#records, sessionId);
    if (member === undefined) {
      this.#known.delete(cookie);
      return undefined;
    }
    const { memberId, name, grants } = member;
    return { kind: 'member', id: memberId, name, grants, sessionId };
  }

  #remembered(cookie: string): string | undefined {
    const known = this.#known.get(cookie);
    return known !== undefined && known.untilMs > performance.now() ? known.sessionId : undefined;
  }

  async #check(cookies: string, cookie: string, reply: FastifyReply): Promise<string | undefined> {
    const { headers, response } = await this.#auth.api.getSession({
      headers: new Headers({ cookie: cookies }),
      returnHeaders: true,
    });
    const prolonged = headers.getSetCookie();
    if (prolonged.length > 0) reply.header('set-cookie', prolonged);
    if (response === null) return undefined;
    const sessionId = response.session.id;
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    this.#known.set(cookie, { sessionId, untilMs: performance.now() + KNOWN_MS });
    return sessionId;
  }
}

function cookieOf(cookies: string, name: string): string | undefined {
  for (const pair of cookies.split(';')) {
    const [key = '', ...rest] = pair.split('=');
    if (key.trim() === name) return rest.join('=').trim();
  }
  return undefined;
}
