import {
  type MailContact,
  noteMailContact,
  noteMailRefusal,
  pauseMailServer,
  type Records,
  withoutRows,
} from '@onsale/records';
import type { Logger } from '@onsale/service';
import type { Judgement } from './judge-answer.ts';
import type { MailMetrics } from './mail-metrics.ts';
import { pauseMs } from './retry-at.ts';

/** What a server that works has shown is noted this often. */
const CONTACT_EVERY_MS = 1000;
/**
 * So many mails that a server has refused one after the other are more likely to be its fault, or ours, than
 * that of so many people.
 */
const MOST_REFUSALS = 20;
/** Long enough for a person to see it before many mails are given up. */
const REFUSALS_PAUSE_MS = 300_000;

/** Tells the other processes, and the console, what one has seen of the mail server. */
export class ServerNotes {
  readonly #parts: { records: Records; server: string; metrics: MailMetrics; logger: Logger };
  #contactNotedMs = -Infinity;
  #hasFailed = false;

  constructor(parts: { records: Records; server: string; metrics: MailMetrics; logger: Logger }) {
    this.#parts = parts;
  }

  /** It has taken a mail. `isNews`: it could not be used before. */
  async contact(contact: MailContact, isNews: boolean): Promise<void> {
    const nowMs = performance.now();
    if (!isNews && !this.#hasFailed && nowMs < this.#contactNotedMs + CONTACT_EVERY_MS) return;
    this.#contactNotedMs = nowMs;
    this.#hasFailed = false;
    const { server } = this.#parts;
    await this.#tell((db) => noteMailContact(db, server, { ...contact, sentAt: new Date() }));
  }

  /** It has not taken a mail. */
  async failure(judgement: Judgement): Promise<void> {
    const { server } = this.#parts;
    const { is } = judgement;
    if (is === 'unusable' || is === 'unknown') return await this.#pause(judgement, 0);
    if (is !== 'refused') return;
    const refusals = await this.#tell((db) => noteMailRefusal(db, server));
    if ((refusals ?? 0) >= MOST_REFUSALS) await this.#pause(judgement, REFUSALS_PAUSE_MS);
  }

  async #pause(judgement: Judgement, leastMs: number): Promise<void> {
    this.#hasFailed = true;
    const { server, metrics, logger } = this.#parts;
    const isNew = await this.#tell((db) =>
      pauseMailServer(db, server, {
        ...judgement,
        pauseMs: (failures) => Math.max(leastMs, pauseMs(failures)),
      }),
    );
    if (isNew !== true) return;
    metrics.paused();
    const { answerCode } = judgement;
    logger.warn({ answerCode }, 'the mail server is left alone for a while');
  }

  // What is only of use to others may be lost.
  async #tell<Result>(note: (db: Records) => Promise<Result>): Promise<Result | undefined> {
    const { records, logger } = this.#parts;
    try {
      return await note(records);
    } catch (error) {
      logger.warn({ err: withoutRows(error) }, 'the records cannot be told of the mail server');
      return undefined;
    }
  }
}
