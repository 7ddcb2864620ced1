import { ApiError } from '@onsale/contracts';
import {
  isRecordsOutage,
  type MailOutcome,
  type MailsRow,
  URGENCY,
  withoutRows,
} from '@onsale/records';
import { isOutage } from '@onsale/redis';
import type { Logger } from '@onsale/service';
import type { ComposedMail } from '../compose/compose-mail.ts';
import { type Judgement, judgeAnswer } from './judge-answer.ts';
import type { MailMetrics } from './mail-metrics.ts';
import type { MailTransport, Taken } from './mail-transport.ts';
import { retryAt } from './retry-at.ts';
import { type Sender, writeMessage } from './write-message.ts';

/** What an attempt works with. */
export interface AttemptParts {
  transport: MailTransport;
  metrics: MailMetrics;
  logger: Logger;
  /** Writes a mail with what is true now. */
  compose(mail: MailsRow): Promise<ComposedMail | { pointless: string }>;
  /** Who mails are from. */
  sender(): Promise<Sender>;
}

/** What came of an attempt. */
export interface Attempt {
  outcome: MailOutcome;
  /** Why the mail was not taken. */
  judgement?: Judgement;
  /** What the server has shown when it took it. */
  contact?: Taken & { sender: string };
  /** What mails are made of is away: the next ones can wait a little. */
  isOutage?: boolean;
}

/** Tries to send a mail. Throws nothing. */
export async function attemptMail(parts: AttemptParts, mail: MailsRow): Promise<Attempt> {
  const { metrics, logger } = parts;
  try {
    const composed = await parts.compose(mail);
    if (!('pointless' in composed)) return await handOver(parts, mail, composed);
    metrics.attempted(mail.kind, 'skipped');
    return { outcome: { state: 'skipped', isAttempt: false, answer: composed.pointless } };
  } catch (error) {
    metrics.attempted(mail.kind, 'not_composed');
    const isAway = isOutage(error) || isRecordsOutage(error) || isUnavailable(error);
    const err = withoutRows(error);
    if (isAway) logger.warn({ err }, 'mails cannot be written right now');
    else logger.error({ err, mailId: mail.mail_id }, 'a mail cannot be written');
    if (isAway) return { outcome: atOnce(), isOutage: true };
    return { outcome: { ...later(mail), answer: 'it could not be written' } };
  }
}

// What the routes would answer 503 to: it is there again later.
function isUnavailable(error: unknown): boolean {
  return error instanceof ApiError && error.statusCode === 503;
}

async function handOver(parts: AttemptParts, mail: MailsRow, composed: ComposedMail) {
  const { transport, metrics, logger } = parts;
  const { subject, text, html } = composed;
  const from = await parts.sender();
  const about = { mailId: mail.mail_id, queuedAt: mail.queued_at, from };
  const message = writeMessage(about, composed);
  const startMs = performance.now();
  try {
    const taken = await transport.send(message, mail.mail_id);
    metrics.took((performance.now() - startMs) / 1000);
    const state = transport.keeps ? ('kept' as const) : ('sent' as const);
    metrics.attempted(mail.kind, state);
    const content = transport.keeps ? { content: { text, html } } : {};
    const outcome = { state, isAttempt: true, answer: taken.answer, subject, ...content };
    return { outcome, contact: { ...taken, sender: from.address } };
  } catch (error) {
    const judgement = judgeAnswer(error);
    const { is, answer, answerCode } = judgement;
    metrics.attempted(mail.kind, is);
    // Neither what it said nor the error: they may name the buyer, and in part what was sent.
    logger.warn({ mailId: mail.mail_id, is, answerCode }, 'a mail was not taken');
    return { outcome: { ...outcomeOf(judgement, mail), answer, answerCode, subject }, judgement };
  }
}

function outcomeOf({ is }: Judgement, mail: MailsRow): MailOutcome {
  if (is === 'refused') return { state: 'failed', isAttempt: true };
  // It is not the fault of this mail: it goes on as soon as the server can be used.
  return is === 'unusable' ? atOnce() : later(mail);
}

const atOnce = (): MailOutcome => ({ state: 'waiting', isAttempt: false, dueAt: new Date() });

function later(mail: MailsRow): MailOutcome {
  const isUrgent = mail.urgency >= URGENCY.personWaits;
  const dueAt = retryAt({ attempts: mail.attempts + 1, isUrgent });
  return dueAt === undefined
    ? { state: 'failed', isAttempt: true }
    : { state: 'waiting', isAttempt: true, dueAt };
}
