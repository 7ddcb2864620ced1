import type {
  AnswerReason,
  EntranceRules,
  ListedCheckIn,
  ListedOrder,
  ScanAnswer,
  TicketAtEntrance,
} from '@onsale/contracts';
import type { CodeVerdict } from '@onsale/ticket-codes/verify';
import { dayOf } from './event-days.ts';

/** From then on a list says nothing about who may come in: too much may have changed. */
export const OLD_LIST_MS = 24 * 60 * 60 * 1000;

/** What was read: a code, or a ticket that somebody has picked from the list. */
export interface ReadScan {
  /** What the code is; undefined where the ticket was picked. */
  code?: CodeVerdict | undefined;
  /** Where the ticket stands in the list; undefined when it is not in it. */
  found?: FoundInList | undefined;
}

/** A ticket with its order. */
export interface FoundInList {
  order: ListedOrder;
  place: number;
  /** Whether it was read by the code of an earlier version. */
  isReplaced: boolean;
  /** Those of the order that were not taken back. */
  checkIns: readonly ListedCheckIn[];
}

/** Where and when it was read, and by what it is judged. */
export interface Circumstances {
  /** Undefined when a device has none yet. */
  rules: EntranceRules | undefined;
  /** Undefined in the console, where no entrance is refused. */
  entranceId: string | undefined;
  /** By the clock of the office, as near as it is known. */
  nowMs: number;
  /** On a device: how old its list is. Undefined in the office, whose list is never old. */
  listAgeMs?: number | undefined;
}

/**
 * What a scan is answered. Devices and the office decide by this alone, so that both say the same of the same
 * list.
 */
export function answerScan(scan: ReadScan, circumstances: Circumstances): ScanAnswer {
  const { rules, listAgeMs } = circumstances;
  const age = listAgeMs === undefined ? {} : { listAgeMs };
  if (rules === undefined) return { ...undecided('no_list'), ...age };
  return { ...judge(scan, rules, circumstances), ...age };
}

/** By which a check-in is the only one of its ticket: the day where it admits daily, otherwise nothing. */
export function checkInKey(rules: EntranceRules, ticketId: string, nowMs: number): string {
  return admitsDaily(rules, ticketId) ? dayAtEntrance(rules, nowMs) : '';
}

/** The day for which somebody is let in: whoever a person lets in early comes on the day on which it opens. */
export function dayAtEntrance(rules: EntranceRules, nowMs: number): string {
  return dayOf(Math.max(nowMs, opensAtMs(rules)), rules);
}

/** The ticket of this name in an order; undefined when it has none. */
export function findInOrder(
  order: ListedOrder,
  ticket: string,
): Pick<FoundInList, 'place' | 'isReplaced'> | undefined {
  for (const each of order.tickets) {
    if (each.ticket === ticket) return { place: each.place, isReplaced: false };
    if (each.replaced?.includes(ticket) === true) return { place: each.place, isReplaced: true };
  }
  return undefined;
}

function judge(
  { code, found }: ReadScan,
  rules: EntranceRules,
  circumstances: Circumstances,
): ScanAnswer {
  const isOld = (circumstances.listAgeMs ?? 0) > OLD_LIST_MS;
  if (code?.ok === false) {
    // A list that is old may lack the key of a good ticket.
    if (code.refused === 'unknown_key' && isOld) return undecided('old_list');
    return notValid(code.refused);
  }
  if (found === undefined) return undecided(isOld ? 'old_list' : 'not_in_list');
  const listed = found.order.tickets.find(({ place }) => place === found.place);
  if (listed === undefined) return undecided('not_in_list');
  const ticket = describe(found, found.place, rules);
  if (found.isReplaced) return { ...notValid('replaced'), ticket };
  if (listed.state !== 'valid') return { ...notValid(listed.state), ticket };
  const answer = judgeValid(found, ticket, rules, circumstances);
  if (answer.kind !== 'welcome') return answer;
  if (isOld) return { ...undecided('old_list'), ticket };
  const others = found.order.tickets
    .filter(({ place, state }) => place !== found.place && state === 'valid')
    .map(({ place }) => describe(found, place, rules))
    .filter((other) => judgeValid(found, other, rules, circumstances).kind === 'welcome');
  return { ...answer, ...(others.length === 0 ? {} : { others }) };
}

// Of a ticket that is valid, whatever the age of the list.
function judgeValid(
  { checkIns }: FoundInList,
  ticket: TicketAtEntrance,
  rules: EntranceRules,
  { entranceId, nowMs }: Circumstances,
): ScanAnswer {
  const rule = rules.types.find(({ ticketId }) => ticketId === ticket.ticketId);
  const isEarly = nowMs < opensAtMs(rules);
  const day = dayAtEntrance(rules, nowMs);
  const before = checkIns.findLast(
    (each) =>
      each.place === ticket.place && (!admitsDaily(rules, ticket.ticketId) || each.day === day),
  );
  if (before !== undefined) {
    const { day: on, at, entranceId: where, device } = before;
    const record = {
      ...{ day: on, at },
      ...(where === undefined ? {} : { entranceId: where }),
      ...(device === undefined ? {} : { device }),
    };
    return { kind: 'already_in', ticket, before: record, mayLetIn: false };
  }
  const days = rule?.days ?? rules.days;
  if (!days.includes(day)) return { ...notValid('other_day', true), ticket, days };
  const entranceIds = rule?.entranceIds;
  if (entranceIds !== undefined && entranceId !== undefined && !entranceIds.includes(entranceId)) {
    return { ...notValid('other_entrance', true), ticket, entranceIds };
  }
  if (isEarly) {
    return { kind: 'not_yet', ticket, opensAt: rules.opensAt as string, mayLetIn: true };
  }
  return { kind: 'welcome', ticket, mayLetIn: false };
}

function describe({ order }: FoundInList, place: number, rules: EntranceRules): TicketAtEntrance {
  const listed = order.tickets.find((each) => each.place === place)!;
  const rule = rules.types.find(({ ticketId }) => ticketId === listed.ticketId);
  const name = listed.holder ?? order.buyer;
  return {
    ...{ ticket: listed.ticket, ticketId: listed.ticketId, type: rule?.name ?? listed.ticketId },
    ...{ place, of: order.tickets.length },
    ...(name === undefined ? {} : { name }),
    ...(rule?.note === undefined ? {} : { note: rule.note }),
  };
}

function opensAtMs({ opensAt }: EntranceRules): number {
  return opensAt === undefined ? 0 : Date.parse(opensAt);
}

/** Whether a ticket of this type admits once on each day of the event. */
export function admitsDaily({ types }: EntranceRules, ticketId: string): boolean {
  return types.find((rule) => rule.ticketId === ticketId)?.admits === 'daily';
}

const notValid = (reason: AnswerReason, mayLetIn = false): ScanAnswer => ({
  ...{ kind: 'not_valid', reason, mayLetIn },
});

const undecided = (reason: AnswerReason): ScanAnswer => ({
  ...{ kind: 'undecided', reason, mayLetIn: true },
});
