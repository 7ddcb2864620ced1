import { answerScan, type FoundInList } from '@onsale/check-in';
import type { ScanAnswer } from '@onsale/contracts';
import { type CodeCrypto, type CodeVerdict, verifyCode } from '@onsale/ticket-codes/verify';
import type { KeptList } from '../list/kept-list.ts';

/** What was read, or picked from the list. */
export type Reading = { code: string } | { ticket: string };

/** What this device makes of it by itself. */
export interface Decision {
  answer: ScanAnswer;
  found: FoundInList | undefined;
  /** As codes name it; undefined of what is no code of ours. */
  ticket: string | undefined;
  /** Whether the office could not say more than this. */
  isCertain: boolean;
}

/** What a code is; undefined when there is no list to check it with, or when a ticket was picked. */
export async function checkCode(
  reading: Reading,
  { head }: KeptList,
  crypto: CodeCrypto,
): Promise<CodeVerdict | undefined> {
  if (!('code' in reading) || head === undefined) return undefined;
  return await verifyCode(reading.code, head.keys, { eventId: head.rules.eventId, crypto });
}

/** Decides by the list alone. */
export function decide(
  reading: Reading,
  list: KeptList,
  where: { code: CodeVerdict | undefined; entranceId: string; nowMs: number },
): Decision {
  const { code, entranceId, nowMs } = where;
  const { head, orders } = list;
  const ticket = 'ticket' in reading ? reading.ticket : code?.ok === true ? code.ticket : undefined;
  const found = ticket === undefined ? undefined : orders.find(ticket);
  // A clock that was set back makes no list younger than new.
  const age = head === undefined ? {} : { listAgeMs: Math.max(0, nowMs - head.completeAtMs) };
  const answer = answerScan({ code, found }, { rules: head?.rules, entranceId, nowMs, ...age });
  const isCertain = code?.ok === false && answer.reason !== 'old_list' && isOfItself(code.refused);
  return { answer, found, ticket, isCertain };
}

// All but a key that may be newer than the list.
const isOfItself = (refused: string) => refused !== 'unknown_key';
