import { createHash } from 'node:crypto';
import { ApiError } from '@onsale/contracts';
import { countAttempt, forgetAttempt, forgetAttempts, type Records } from '@onsale/records';
import { ClientAddresses } from '@onsale/service';
import type { FastifyRequest } from 'fastify';

const WINDOW_S = 15 * 60;
/** Of an office behind one address, with everybody's typing errors. */
const MOST_BY_ADDRESS = 30;
/** Whoever has forgotten a password, and whoever guesses those of one account. */
const MOST_BY_ACCOUNT_AND_ADDRESS = 10;
/**
 * From all addresses together. No single one comes near it, so that nobody keeps a member from signing in by
 * typing wrong passwords for them; and a password of twelve characters is not guessed in 10,000 attempts a day.
 */
const MOST_BY_ACCOUNT = 100;
/** What is cheap, and only must not fill a table. */
const MOST_CHALLENGES = 120;
/** All devices of a venue sign in from one address, and their codes have 50 bits. */
const MOST_DEVICE_CODES = 100;
/** A hash takes a quarter of a second of a core: more at once would keep everybody else waiting. */
const MOST_AT_ONCE = 8;

const MOST_BY_KIND = {
  secret: MOST_BY_ADDRESS,
  challenge: MOST_CHALLENGES,
  device_code: MOST_DEVICE_CODES,
} as const;

/** What is attempted: `challenge` has no secret that could be guessed. */
interface Attempt {
  kind: keyof typeof MOST_BY_KIND;
  /** The e-mail address that is tried. */
  account?: string | undefined;
}

/**
 * Limits attempts to sign in, by network address and by account, counted in the database for all processes
 * of the office together. Each is counted before it is judged, so that a thousand at once count as well;
 * what was right is taken back.
 */
export class SignInAttempts {
  readonly #records: Records;
  readonly #clients = new ClientAddresses();
  #running = 0;

  constructor(records: Records) {
    this.#records = records;
  }

  /** Makes the attempt; `ApiError` 429 when there were too many. */
  async make<Result>(
    request: FastifyRequest,
    { kind, account }: Attempt,
    attempt: () => Promise<Result>,
  ): Promise<Result> {
    const client = this.#clients.nameOf(request.ip);
    const address = `${kind} from ${client}`;
    const most = MOST_BY_KIND[kind];
    await this.#count(address, most, 'too many attempts from your network address');
    if (kind === 'challenge') return await attempt();
    if (kind === 'device_code') {
      const result = await attempt();
      await forgetAttempt(this.#records, address);
      return result;
    }
    const subject = account === undefined ? undefined : `account ${digest(account)}`;
    if (subject !== undefined) {
      const problem = 'too many attempts with this e-mail address';
      await this.#count(`${subject} from ${client}`, MOST_BY_ACCOUNT_AND_ADDRESS, problem);
      await this.#count(subject, MOST_BY_ACCOUNT, problem);
    }
    const result = await this.#oneOfFew(attempt);
    await forgetAttempt(this.#records, address);
    if (subject !== undefined) {
      await forgetAttempts(this.#records, `${subject} from ${client}`);
      // Others may be guessing at the same time.
      await forgetAttempt(this.#records, subject);
    }
    return result;
  }

  async #count(subject: string, most: number, problem: string): Promise<void> {
    const { count, endsInS } = await countAttempt(this.#records, subject, WINDOW_S);
    if (count <= most) return;
    const minutes = Math.ceil(endsInS / 60);
    throw new ApiError('RATE_LIMITED', `${problem}; try again in ${minutes} min`, {
      retryAfterS: endsInS,
    });
  }

  async #oneOfFew<Result>(attempt: () => Promise<Result>): Promise<Result> {
    if (this.#running >= MOST_AT_ONCE) {
      throw new ApiError(
        'OVERLOADED',
        'too many people are signing in at once; try again in a moment',
        { retryAfterS: 2 },
      );
    }
    this.#running += 1;
    try {
      return await attempt();
    } finally {
      this.#running -= 1;
    }
  }
}

// Whatever is typed in: it may be long, and a password in the wrong field.
const digest = (account: string): string =>
  createHash('sha256').update(account).digest('base64url');
