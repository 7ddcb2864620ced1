import { setTimeout as delay } from 'node:timers/promises';
import {
  keepMails,
  type MailOutcome,
  noteMail,
  type Records,
  registerMailServer,
  takeMails,
  type TakenMail,
  withoutRows,
} from '@onsale/records';
import type { PgBoss } from 'pg-boss';
import { attemptMail, type AttemptParts } from './attempt-mail.ts';
import { CONNECTIONS } from './mail-transport.ts';
import { ServerNotes } from './server-notes.ts';

/** While one mail is written, another one is sent. */
const AT_ONCE = 2 * CONNECTIONS;
/** How soon a mail is noticed when none has waited. */
const IDLE_MS = 500;
/** A pause is looked at again, since somebody else may have found that it is over. */
const LONGEST_WAIT_MS = 5000;
/** Well within the time after which a process that is silent counts as dead. */
const KEEP_EVERY_MS = 3000;
/** After PostgreSQL or Redis has failed. */
const TROUBLE_MS = 2000;
/** Of a process that ends, the mails on their way may take so long. */
const STOP_MS = 8000;
const PROBLEM = 'the mail server cannot be used right now';

/** What the sender works with. */
export interface MailSenderParts extends AttemptParts {
  records: Records;
  jobs: PgBoss;
  /** Mails that the server is given in a second, by all processes together. */
  perS: number;
}

/**
 * Sends the mails that wait, as fast as all processes together may. What came of a mail is noted as soon as the
 * server has answered; a process that dies in between leaves it to another one, which sends it again with the
 * same Message-ID. Whatever is away, it tries again.
 */
export class MailSender {
  readonly #parts: MailSenderParts;
  readonly #notes: ServerNotes;
  readonly #stop = new AbortController();
  /** Mails that are being sent. */
  readonly #underWay = new Map<TakenMail, Promise<void>>();
  #hasRoom = Promise.withResolvers<void>();
  #running: Promise<void> | undefined;
  #keeping: NodeJS.Timeout | undefined;
  #isFailing = false;

  constructor(parts: MailSenderParts) {
    this.#parts = parts;
    this.#notes = new ServerNotes({ ...parts, server: parts.transport.server });
  }

  start(): void {
    this.#running = this.#run();
    this.#keeping = setInterval(() => void this.#keep(), KEEP_EVERY_MS);
  }

  /** What a person should know of, for `/readyz`. */
  warnings(): string[] {
    return this.#isFailing ? [PROBLEM] : [];
  }

  /** Takes no more mails, and waits for those on their way. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#hasRoom.resolve();
    await this.#running;
    await within(STOP_MS, Promise.all(this.#underWay.values()));
    clearInterval(this.#keeping);
    this.#parts.transport.close();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const { records, transport, perS, logger } = this.#parts;
    const { server, dkim } = transport;
    let isRegistered = false;
    while (!signal.aborted) {
      try {
        if (!isRegistered) await registerMailServer(records, { server, perS, dkim });
        isRegistered = true;
        await this.#takeAndSend();
      } catch (error) {
        logger.warn({ err: withoutRows(error) }, 'mails cannot be taken from the records');
        await wait(TROUBLE_MS, signal);
      }
    }
  }

  async #takeAndSend(): Promise<void> {
    const { records, jobs, transport } = this.#parts;
    const most = AT_ONCE - this.#underWay.size;
    if (most === 0) {
      this.#hasRoom = Promise.withResolvers();
      return await within(LONGEST_WAIT_MS, this.#hasRoom.promise);
    }
    const found = await takeMails({ db: records, jobs }, { server: transport.server, most });
    this.#isFailing = found.failures > 0;
    for (const taken of found.mails) this.#underWay.set(taken, this.#send(taken));
    const waitMs = found.waitMs ?? IDLE_MS;
    if (waitMs > 0) await wait(Math.min(waitMs, LONGEST_WAIT_MS), this.#stop.signal);
  }

  async #send(taken: TakenMail): Promise<void> {
    const { outcome, judgement, contact, isOutage } = await attemptMail(this.#parts, taken.mail);
    if (isOutage === true) await wait(TROUBLE_MS, this.#stop.signal);
    // Before it waits again, so that nobody takes it during the pause.
    if (judgement !== undefined) await this.#notes.failure(judgement);
    await this.#note(taken, outcome);
    if (contact !== undefined) await this.#notes.contact(contact, this.#isFailing);
    this.#underWay.delete(taken);
    this.#hasRoom.resolve();
  }

  // As long as it has not been written down, the mail is kept by this process: otherwise it would be sent again.
  async #note(taken: TakenMail, outcome: MailOutcome): Promise<void> {
    const { records, jobs, logger } = this.#parts;
    for (;;) {
      try {
        return await noteMail({ db: records, jobs }, taken, outcome);
      } catch (error) {
        logger.warn({ err: withoutRows(error) }, 'what came of a mail cannot be noted yet');
        if (this.#stop.signal.aborted) return;
        await wait(TROUBLE_MS, this.#stop.signal);
      }
    }
  }

  async #keep(): Promise<void> {
    const { jobs, logger } = this.#parts;
    try {
      await keepMails(
        jobs,
        [...this.#underWay.keys()].map(({ job }) => job),
      );
    } catch (error) {
      logger.warn({ err: withoutRows(error) }, 'mails on their way cannot be kept');
    }
  }
}

async function within(ms: number, done: Promise<unknown>): Promise<void> {
  const isOver = new AbortController();
  await Promise.race([done, wait(ms, isOver.signal)]);
  isOver.abort();
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}
