import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DkimFacts, NO_MAIL_SERVER } from '@onsale/records';
import { createTransport, type SendMailOptions } from 'nodemailer';
import type { DeliveryConfig } from '../config.ts';
import { readDkim } from './dkim.ts';

/** Connections to the mail server; many take no more from one client. */
export const CONNECTIONS = 5;
/** As many mails go over one connection; servers end it sooner or later. */
const MAILS_PER_CONNECTION = 100;
const CONNECT_MS = 10_000;
/** For which the server may say nothing; to a whole mail it may have to think. */
const SILENT_MS = 30_000;
/** Of one mail, with everything; a server that says one letter a second is not silent. */
const SEND_AT_MOST_MS = 60_000;
/** A connection that nobody uses is closed before the server does it. */
const IDLE_MS = 20_000;

/** Where mails go. */
export interface MailTransport {
  /** Its name and port, or `NO_MAIL_SERVER`. */
  server: string;
  /** There is no server: nobody gets anything. */
  keeps: boolean;
  dkim: DkimFacts | undefined;
  /** Throws what `judgeAnswer` judges. */
  send(message: SendMailOptions, mailId: string): Promise<Taken>;
  close(): void;
}

/** What a mail that was taken has shown. */
export interface Taken {
  /** What the server said. */
  answer: string;
  maxBytes?: number;
  isEncrypted?: boolean;
}

type Settings = Pick<
  DeliveryConfig,
  'SMTP_URL' | 'MAIL_DIR' | 'DKIM_DOMAIN' | 'DKIM_SELECTOR' | 'DKIM_PRIVATE_KEY'
>;

/** The mail server of the settings; without one, mails become files in `MAIL_DIR`, if there is that. */
export function openMailTransport(config: Settings): MailTransport {
  const dkim = readDkim(config);
  const signed = dkim === undefined ? {} : { dkim: dkim.options };
  const transport =
    config.SMTP_URL === undefined
      ? keepMails(config.MAIL_DIR, signed)
      : openServer(new URL(config.SMTP_URL), signed);
  return { ...transport, dkim: dkim?.facts };
}

type Signed = { dkim?: NonNullable<ReturnType<typeof readDkim>>['options'] };

function openServer(url: URL, signed: Signed): Omit<MailTransport, 'dkim'> {
  const isTls = url.protocol === 'smtps:';
  const needsTls = isTls || url.searchParams.get('requireTLS') === 'true' || mustHideFrom(url);
  if (needsTls && !isTls) url.searchParams.set('requireTLS', 'true');
  const transport = createTransport({
    ...{ url: url.href, pool: true, maxConnections: CONNECTIONS },
    ...{ maxMessages: MAILS_PER_CONNECTION, idleTimeout: IDLE_MS, maxRequeues: 2 },
    ...{ connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, dnsTimeout: CONNECT_MS },
    socketTimeout: SILENT_MS,
    ...signed,
  });
  // What concerns no mail; that of a mail, `send` throws.
  transport.on('error', () => undefined);
  return {
    keeps: false,
    server: `${url.hostname}:${url.port === '' ? defaultPort(isTls) : url.port}`,
    async send(message) {
      const signal = AbortSignal.timeout(SEND_AT_MOST_MS);
      const { response, ehlo } = await transport.sendMail({ ...message, signal });
      const maxBytes = sizeLimit(ehlo);
      return {
        answer: response.replaceAll(/\s+/g, ' '),
        ...(maxBytes === undefined ? {} : { maxBytes }),
        ...(needsTls ? { isEncrypted: true } : {}),
        // It still offers to encrypt: so it was not done.
        ...(!needsTls && ehlo?.some((line) => line === 'STARTTLS') === true
          ? { isEncrypted: false }
          : {}),
      };
    },
    close: () => transport.close({ force: true }),
  };
}

const defaultPort = (isTls: boolean) => (isTls ? 465 : 587);

// A password goes over no network in the clear, unless somebody has said that it may.
function mustHideFrom({ username, hostname, searchParams }: URL): boolean {
  const isHere = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  return username !== '' && !isHere && !searchParams.has('requireTLS');
}

function sizeLimit(ehlo: readonly string[] | undefined): number | undefined {
  const line = ehlo?.find((each) => /^SIZE \d+$/i.test(each));
  const bytes = Number(line?.slice('SIZE '.length) ?? 0);
  return bytes > 0 ? bytes : undefined;
}

function keepMails(folder: string | undefined, signed: Signed): Omit<MailTransport, 'dkim'> {
  const transport = createTransport({
    ...{ streamTransport: true, buffer: true, newline: 'unix' },
    ...signed,
  });
  return {
    ...{ server: NO_MAIL_SERVER, keeps: true },
    async send(message, mailId) {
      const { message: content } = await transport.sendMail(message);
      if (folder === undefined) return { answer: 'kept: there is no mail server' };
      await mkdir(folder, { recursive: true });
      const name = `${stamp(new Date())}-${mailId}.eml`;
      // Nobody sees half of one.
      const half = join(folder, `.${name}`);
      try {
        await writeFile(half, content, { mode: 0o600 });
        await rename(half, join(folder, name));
      } catch (error) {
        // On a full disk, each attempt would leave another one.
        await rm(half, { force: true });
        throw error;
      }
      return { answer: `kept as ${name}` };
    },
    close: () => transport.close(),
  };
}

const stamp = (date: Date) => date.toISOString().replaceAll(/[:.]/g, '-');
