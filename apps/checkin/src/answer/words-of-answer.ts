import type {
  AnswerKind,
  AnswerReason,
  CheckInRecord,
  EntranceRules,
  OtherMoment,
  ScanAnswer,
} from '@onsale/contracts';
import type { ShownAnswer } from '../scans/checkin-session.ts';
import { m } from '../paraglide/messages.js';
import { isNear, writeAge, writeDays, writeEither, writeTime } from './times.ts';

/** What an answer goes by, besides itself. */
export interface AnswerPlace {
  rules: EntranceRules | undefined;
  /** By the clock of the office. */
  nowMs: number;
}

/** What has become of a scan. */
export type Decided = Pick<ShownAnswer, 'answer' | 'isLetIn' | 'isUndone' | 'conflict'>;

/** The one word that is read at arm's length. */
export function wordOf(shown: Decided): string {
  if (shown.isUndone) return m.answer_undone();
  if (shown.conflict !== undefined) return CONFLICTS[shown.conflict].word();
  if (shown.isLetIn) return m.answer_let_in();
  return wordOfKind(shown.answer.kind);
}

/** The same of a kind alone, as the log has it. */
export function wordOfKind(kind: AnswerKind): string {
  return WORDS[kind]();
}

const CONFLICTS = {
  double: { word: m.answer_already_in, text: m.answer_conflict_double },
  dead: { word: m.answer_not_valid, text: m.answer_conflict_dead },
} as const;

const WORDS: Record<AnswerKind, () => string> = {
  welcome: m.answer_welcome,
  already_in: m.answer_already_in,
  not_valid: m.answer_not_valid,
  not_yet: m.answer_not_yet,
  undecided: m.answer_undecided,
};

/** Why, in the line below the word; undefined where there is nothing to say. */
export function reasonOf(shown: ShownAnswer, place: AnswerPlace): string | undefined {
  if (shown.isUndone) return m.answer_undone_text();
  if (shown.conflict !== undefined) return CONFLICTS[shown.conflict].text();
  if (shown.isLetIn) return m.answer_let_in_by_hand();
  const { answer } = shown;
  if (answer.kind === 'already_in') return since(answer, place);
  if (answer.kind === 'not_yet') return from(answer, place);
  return answer.reason === undefined ? undefined : REASONS[answer.reason](answer, place);
}

const REASONS: Record<AnswerReason, (answer: ScanAnswer, place: AnswerPlace) => string> = {
  malformed: () => m.answer_reason_malformed(),
  unknown_key: () => m.answer_reason_unknown_key(),
  forged: () => m.answer_reason_forged(),
  other_event: () => m.answer_reason_other_event(),
  other_day: ({ days = [] }) => m.answer_reason_other_day({ days: writeDays(days) }),
  other_entrance: ({ entranceIds = [] }, { rules }) =>
    m.answer_reason_other_entrance({
      entrances: writeEither(entranceIds.map((id) => entranceName(id, rules))),
    }),
  refunded: () => m.answer_reason_refunded(),
  cancelled: () => m.answer_reason_cancelled(),
  replaced: () => m.answer_reason_replaced(),
  no_list: () => m.answer_reason_no_list(),
  old_list: ({ listAgeMs = 0 }) => m.answer_reason_old_list({ age: writeAge(listAgeMs) }),
  not_in_list: ({ listAgeMs }) =>
    listAgeMs === undefined
      ? m.answer_reason_not_in_list()
      : m.answer_reason_not_in_list_age({ age: writeAge(listAgeMs) }),
};

/** Where and by which device a ticket was let in before. */
export function whereBefore({ before }: ScanAnswer, { rules }: AnswerPlace): string | undefined {
  if (before === undefined) return undefined;
  return whereOf(before, rules);
}

/** Both times that a ticket was let in; undefined where the office has told of one only. */
export function momentsOfConflict(
  { atMs, other }: ShownAnswer,
  { rules, nowMs }: AnswerPlace,
): string | undefined {
  if (other === undefined) return undefined;
  const time = writeTime(atMs, nowMs, rules?.timeZone);
  return m.answer_conflict_moments({ time, ...otherMoment(other, { rules, nowMs }) });
}

/** When and where a ticket was let in as well. */
export function otherMoment(
  other: OtherMoment,
  { rules, nowMs }: AnswerPlace,
): { other: string; where: string } {
  return {
    other: writeTime(Date.parse(other.at), nowMs, rules?.timeZone),
    where: whereOf(other, rules) ?? m.answer_conflict_elsewhere(),
  };
}

function whereOf(
  { entranceId, device }: Pick<CheckInRecord, 'entranceId' | 'device'>,
  rules: EntranceRules | undefined,
): string | undefined {
  const entrance = entranceId === undefined ? undefined : entranceName(entranceId, rules);
  if (entrance === undefined || device === undefined) return entrance ?? device;
  return m.answer_at({ entrance, device });
}

/** What an entrance is called; its id where the list does not know it. */
export function entranceName(entranceId: string, rules: EntranceRules | undefined): string {
  const found = rules?.entrances.find((each) => each.entranceId === entranceId);
  // So the office calls the one that an event has before anybody names it.
  if (entranceId === 'main' && found?.name === 'Main entrance') return m.answer_main_entrance();
  return found?.name ?? entranceId;
}

function since({ before }: ScanAnswer, { rules, nowMs }: AnswerPlace): string | undefined {
  if (before === undefined) return undefined;
  const atMs = Date.parse(before.at);
  const time = writeTime(atMs, nowMs, rules?.timeZone);
  return atMs > nowMs || !isNear(atMs, nowMs)
    ? m.answer_since({ time })
    : m.answer_since_ago({ time, age: writeAge(nowMs - atMs) });
}

function from({ opensAt }: ScanAnswer, { rules, nowMs }: AnswerPlace): string | undefined {
  if (opensAt === undefined) return undefined;
  const atMs = Date.parse(opensAt);
  const time = writeTime(atMs, nowMs, rules?.timeZone);
  return atMs < nowMs || !isNear(atMs, nowMs)
    ? m.answer_from({ time })
    : m.answer_from_in({ time, age: writeAge(atMs - nowMs) });
}
