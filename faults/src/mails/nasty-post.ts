import type { MailJudge, MailVerdict } from '@onsale/testing';
import type { Stage } from '../scenario.ts';

/** What a nasty mail server has done, to compare with what delivery made of it. */
export interface NastyPost {
  judge: MailJudge;
  /** Addresses that it refuses for good. */
  refuses(address: string): boolean;
  /** How often a mail was taken, and the connection dropped before it said so: it comes again. */
  takenInSilence: ReadonlyMap<string, number>;
  /** How often it did what. */
  counts: Readonly<Record<string, number>>;
  /** From now on it takes everything but what it refuses for good. */
  behave(): void;
}

/** Of a thousand: what happens to a mail at each stage. */
const OF_THOUSAND = {
  MAIL: { closing: 2, drop: 2 },
  RCPT: { greylisted: 15, drop: 2 },
  DATA: { later: 10, slow: 30, drop: 8, silent: 5 },
} as const;

/** Among few mails, everything must happen as well. */
const QUICK_FACTOR = 5;

/** A mail server that refuses, delays, drops connections before and after it has taken a mail, and answers 421. */
export function nastyPost({ random, quick }: Pick<Stage, 'random' | 'quick'>): NastyPost {
  const factor = quick ? QUICK_FACTOR : 1;
  const takenInSilence = new Map<string, number>();
  const counts: Record<string, number> = {};
  let isNasty = true;
  const does = (what: string, perMille: number): boolean => {
    const isIt = isNasty && random.integer(1, 1000) <= perMille * factor;
    if (isIt) counts[what] = (counts[what] ?? 0) + 1;
    return isIt;
  };
  const refuses = (address: string) => address.startsWith('gone-');
  const atMail = (): MailVerdict => {
    if (does('421', OF_THOUSAND.MAIL.closing)) return { code: 421, text: '4.7.0 Try later' };
    return does('dropped', OF_THOUSAND.MAIL.drop) ? 'drop' : undefined;
  };
  const atRcpt = (to: string): MailVerdict => {
    if (refuses(to)) return { code: 550, text: '5.1.1 No such user' };
    if (does('greylisted', OF_THOUSAND.RCPT.greylisted)) return { code: 450, text: 'Greylisted' };
    return does('dropped', OF_THOUSAND.RCPT.drop) ? 'drop' : undefined;
  };
  const atData = (to: string): MailVerdict => {
    if (does('451', OF_THOUSAND.DATA.later)) return { code: 451, text: '4.3.0 Not now' };
    if (does('dropped after DATA', OF_THOUSAND.DATA.drop)) return 'drop';
    if (does('slow', OF_THOUSAND.DATA.slow)) return { delayMs: random.integer(100, 2000) };
    if (!does('taken in silence', OF_THOUSAND.DATA.silent)) return undefined;
    takenInSilence.set(to, (takenInSilence.get(to) ?? 0) + 1);
    return 'takeAndDrop';
  };
  return {
    ...{ refuses, takenInSilence, counts },
    judge: (stage, { to = '' }) => {
      if (stage === 'MAIL') return atMail();
      if (stage === 'RCPT') return atRcpt(to);
      return stage === 'DATA' ? atData(to) : undefined;
    },
    behave: () => (isNasty = false),
  };
}
