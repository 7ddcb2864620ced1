import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail that the server has taken. */
export interface ReceivedMail {
  from: string;
  to: string[];
  raw: string;
  parse(): Promise<ParsedMail>;
}

/**
 * What a server does at a stage. `drop`: it ends the connection without a word, when it is asked for `DATA` after it
 * has read all of it. `takeAndDrop`: it has taken the mail, but nobody hears of it.
 */
export type MailVerdict =
  | { code: number; text: string }
  | { delayMs: number }
  | 'drop'
  | 'takeAndDrop'
  | undefined;

/** Decides what the server does; `to` is known from `RCPT` on. */
export type MailJudge = (
  stage: 'CONNECT' | 'MAIL' | 'RCPT' | 'DATA',
  about: { from?: string; to?: string },
) => MailVerdict;

/** A real mail server, which can be nasty. */
export interface TestMailServer {
  /** For `SMTP_URL`. */
  url: string;
  port: number;
  /** What it has taken, in order. */
  mails: ReceivedMail[];
  /** Another way to decide; without one, it takes everything. */
  judge: MailJudge;
  /** The first mail, past or future, that matches. */
  received(matches?: (mail: ReceivedMail) => boolean): Promise<ReceivedMail>;
  stop(): Promise<void>;
}

type Done = (error?: Error | null) => void;

export async function startMailServer(
  options: SMTPServerOptions & {
    judge?: MailJudge;
    port?: number;
    /** Its address of this machine, where containers send mails; by default loopback. */
    host?: string;
    /** Of each mail, only what is before its text: for many. */
    headersOnly?: boolean;
  } = {},
): Promise<TestMailServer> {
  const { judge = () => undefined, port = 0, headersOnly = false, ...others } = options;
  const { host = '127.0.0.1', ...settings } = others;
  const sockets = new Map<number, Socket>();
  const waiting = new Set<() => void>();
  const mails: ReceivedMail[] = [];

  const answer = async (verdict: MailVerdict, port: number, done: Done): Promise<void> => {
    if (verdict === 'drop' || verdict === 'takeAndDrop') return void sockets.get(port)?.destroy();
    if (verdict === undefined) return done();
    if ('delayMs' in verdict) {
      await delay(verdict.delayMs);
      return done();
    }
    done(Object.assign(new Error(verdict.text), { responseCode: verdict.code }));
  };
  const smtp = new SMTPServer({
    ...{ authOptional: true, disabledCommands: ['STARTTLS'], logger: false },
    ...{ disableReverseLookup: true, closeTimeout: 1000 },
    ...settings,
    onConnect: ({ remotePort }, done) => void answer(server.judge('CONNECT', {}), remotePort, done),
    onMailFrom({ address: from }, { remotePort }, done) {
      void answer(server.judge('MAIL', { from }), remotePort, done);
    },
    onRcptTo({ address: to }, { remotePort }, done) {
      void answer(server.judge('RCPT', { to }), remotePort, done);
    },
    onData(stream, session, done) {
      const { mailFrom, rcptTo } = session.envelope;
      const from = mailFrom === false ? '' : mailFrom.address;
      const to = rcptTo.map(({ address }) => address);
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.once('end', () => {
        const verdict = server.judge('DATA', { from, to: to[0] ?? '' });
        const isTaken = verdict === undefined || verdict === 'takeAndDrop' || isDelay(verdict);
        if (isTaken) {
          const whole = Buffer.concat(chunks);
          const raw = headersOnly ? Buffer.from(headersOf(whole)) : whole;
          mails.push({
            ...{ from, to, raw: raw.toString() },
            parse: async () => await simpleParser(raw),
          });
          for (const look of waiting) look();
        }
        void answer(verdict, session.remotePort, done);
      });
    },
  });
  // Connections end in every way that tests think of.
  smtp.on('error', () => undefined);
  smtp.server.on('connection', (socket: Socket) => {
    const { remotePort = 0 } = socket;
    sockets.set(remotePort, socket);
    socket.once('close', () => sockets.delete(remotePort));
  });
  smtp.listen(port, host);
  await once(smtp.server, 'listening');
  const address = smtp.server.address() as AddressInfo;
  const server: TestMailServer = {
    ...{ url: `smtp://${host}:${address.port}`, port: address.port, mails, judge },
    async received(matches = () => true) {
      return await new Promise((resolve) => {
        const look = () => {
          const found = mails.find(matches);
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      });
    },
    async stop() {
      for (const socket of sockets.values()) socket.destroy();
      await new Promise<void>((resolve) => void smtp.server.close(() => resolve()));
    },
  };
  return server;
}

function headersOf(mail: Buffer): Buffer {
  const end = mail.indexOf('\r\n\r\n');
  return end === -1 ? mail : mail.subarray(0, end + 4);
}

function isDelay(verdict: MailVerdict): boolean {
  return typeof verdict === 'object' && 'delayMs' in verdict;
}
