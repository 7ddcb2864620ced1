import { type MailVerdict, type ReceivedMail, startMailServer } from '@onsale/testing';
import type { Stage } from '../scenario.ts';

/** A mail server that is ended and comes back at the same port, with all that it has taken. */
export interface MailSink {
  port: number;
  /** What it has taken, over all its lives. */
  mails(): readonly ReceivedMail[];
  /** What it does from now on, at each stage. */
  answer(verdict: MailVerdict): void;
  kill(): Promise<void>;
  restart(): Promise<void>;
}

export async function startMailSink(stage: Pick<Stage, 'onEnd'>): Promise<MailSink> {
  const before: ReceivedMail[] = [];
  let verdict: MailVerdict;
  const judge = () => verdict;
  let running = await startMailServer({ judge, headersOnly: true });
  const { port } = running;
  stage.onEnd(() => running.stop());
  return {
    port,
    mails: () => [...before, ...running.mails],
    answer: (next) => (verdict = next),
    kill: async () => {
      before.push(...running.mails.splice(0));
      await running.stop();
    },
    restart: async () => {
      running = await startMailServer({ judge, headersOnly: true, port });
    },
  };
}
