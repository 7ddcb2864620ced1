/**
 * What an attempt to send a mail has shown, by what the server answered.
 * `refused`: this mail, for good. `later`: this mail, for now. `unknown`: the connection broke, and nobody knows
 * whether the mail was taken. `unusable`: no mail can be sent at present.
 */
export interface Judgement {
  is: 'refused' | 'later' | 'unknown' | 'unusable';
  /** What the server said, or what was wrong, without any secret. */
  answer: string;
  answerCode?: number;
  /** It wants fewer mails. */
  isTooFast: boolean;
}

/** What nodemailer tells of a failure. */
interface SmtpError extends Error {
  code?: string;
  command?: string;
  response?: string;
  responseCode?: number;
  /** Of Node, where nodemailer has put its own in its place. */
  originalCode?: string;
  timeoutType?: string;
}

/** “Service not available, closing transmission channel”: of whatever the server was asked. */
const CLOSING = 421;
/** “Exceeded storage allocation”: what it says to `MAIL FROM` when the mail is too large. */
const TOO_LARGE = 552;

/**
 * Judges why a mail was not taken. What a server says of a recipient or of the text concerns that mail alone; what
 * it says before, of us: that no mail could be sent is no reason to give any of them up.
 */
export function judgeAnswer(error: unknown): Judgement {
  const { code, command = '', response, responseCode: answerCode, message } = error as SmtpError;
  const said = response === undefined ? {} : { answer: oneLine(response) };
  const base = {
    answer: wordsFor(error as SmtpError) ?? oneLine(message),
    isTooFast: false,
    ...said,
  };
  const judged = answerCode === undefined ? base : { ...base, answerCode };
  if (answerCode === CLOSING) return { ...judged, is: 'unusable', isTooFast: true };
  // An address that can't be written to a server, or a mail that is larger than it said it takes.
  const isOurs = answerCode === undefined && (code === 'EENVELOPE' || code === 'EMESSAGE');
  if (isOurs) return { ...judged, answer: oneLine(message), is: 'refused' };
  const isOfMail = code === 'EMESSAGE' || (code === 'EENVELOPE' && command !== 'MAIL FROM');
  const isRefused = answerCode !== undefined && answerCode >= 500;
  if (isOfMail || (code === 'EENVELOPE' && answerCode === TOO_LARGE)) {
    return { ...judged, is: isRefused ? 'refused' : 'later' };
  }
  if (code === 'EENVELOPE') return { ...judged, is: 'unusable', isTooFast: !isRefused };
  if (answerCode === undefined && wasLost(error as SmtpError)) return { ...judged, is: 'unknown' };
  // The greeting, signing in, TLS, a name that isn't there.
  return { ...judged, is: 'unusable' };
}

// The connection was there, perhaps until the mail was taken.
function wasLost({ code, command, originalCode = '', timeoutType }: SmtpError): boolean {
  if (code === 'ECONNECTION') return command === 'CONN';
  if (code === 'ETIMEDOUT') return timeoutType === 'SOCKET_TIMEOUT';
  if (code === 'ESOCKET') return originalCode === 'ECONNRESET' || originalCode === 'EPIPE';
  return code === 'EABORT';
}

// What nodemailer and Node say names addresses, and in part what was sent.
function wordsFor({ code = '', originalCode = '' }: SmtpError): string | undefined {
  if (CERTIFICATE.test(originalCode)) return 'the certificate of the server is not trusted';
  return WORDS[originalCode] ?? WORDS[code];
}

const CERTIFICATE = /CERT|SELF_SIGNED|ALTNAME|UNABLE_TO_/;

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody answers there',
  ECONNECTION: 'the connection was lost',
  ESOCKET: 'the connection failed',
  ETIMEDOUT: 'the server did not answer in time',
  EABORT: 'the server did not answer in time',
  EDNS: 'the name of the server is not known',
  ETLS: 'no secure connection could be made',
  EAUTH: 'the server did not let us sign in',
  EPROTOCOL: 'the server said something unexpected',
};

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
