import type { EntranceRules, ScanVia } from '@onsale/contracts';
import { AnswerSymbol } from '../answer/AnswerSymbol.tsx';
import { writeTime } from '../answer/times.ts';
import { otherMoment, wordOfKind } from '../answer/words-of-answer.ts';
import { m } from '../paraglide/messages.js';
import type { LogEntry } from '../scans/checkin-session.ts';
import classes from './LogSheet.module.css';

/** One thing that this device did. */
export function LogRow({
  entry,
  nowMs,
  rules,
}: {
  entry: LogEntry;
  nowMs: number;
  rules: EntranceRules | undefined;
}) {
  const { kind, isLetIn, isUndo, type, place, of, via, decidedBy, state } = entry;
  const { conflict, other } = entry;
  const look = isUndo ? 'undone' : isLetIn ? 'welcome' : kind;
  const word = isUndo ? m.answer_undone() : isLetIn ? m.answer_let_in() : wordOfKind(kind);
  const ticket =
    type === undefined
      ? m.log_no_ticket()
      : [
          type,
          place !== undefined && of !== undefined && of > 1
            ? unbroken(m.answer_place({ place, count: of }))
            : '',
        ]
          .filter((each) => each !== '')
          .join(' · ');
  // What a person decides, no list has.
  const isByList = decidedBy === 'list' && !isUndo && !isLetIn;
  const how = [VIA[via](), isByList ? m.log_by_list() : ''];
  return (
    <li className={classes.row} data-conflict={conflict !== undefined}>
      <AnswerSymbol look={look} className={classes.sign!} />
      <strong className={classes.word}>{word}</strong>
      <time className={classes.time}>{writeTime(entry.atMs, nowMs, rules?.timeZone)}</time>
      <span className={classes.ticket} dir="auto">
        {ticket}
      </span>
      <span className={classes.how}>
        {state === 'sent' ? null : (
          <strong data-state={state}>
            {state === 'waiting' ? m.log_state_waiting() : m.log_state_unsendable()}
            {' · '}
          </strong>
        )}
        {how.filter((each) => each !== '').join(' · ')}
      </span>
      {conflict === undefined ? null : (
        <strong className={classes.conflict} dir="auto">
          {other === undefined
            ? CONFLICTS[conflict]()
            : m.log_conflict_other(otherMoment(other, { rules, nowMs }))}
        </strong>
      )}
    </li>
  );
}

const CONFLICTS = { double: m.log_conflict_double, dead: m.log_conflict_dead } as const;
const VIA: Record<ScanVia, () => string> = {
  camera: m.log_via_camera,
  scanner: m.log_via_scanner,
  typed: m.log_via_typed,
  name: m.log_via_name,
  order: m.log_via_order,
  console: m.log_via_console,
};

// “2 of 4” is one thing.
const unbroken = (text: string) => text.replaceAll(' ', '\u00a0');
