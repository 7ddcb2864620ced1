import type { CSSProperties } from 'react';
import { m } from '../paraglide/messages.js';
import type { ShownAnswer } from '../scans/checkin-session.ts';
import { type AnswerLook, AnswerSymbol } from './AnswerSymbol.tsx';
import classes from './AnswerScreen.module.css';
import { OtherTickets } from './OtherTickets.tsx';
import { SureButton } from './SureButton.tsx';
import { writeAge } from './times.ts';
import {
  type AnswerPlace,
  type Decided,
  momentsOfConflict,
  reasonOf,
  whereBefore,
  wordOf,
} from './words-of-answer.ts';

/** What a person at the entrance may do about an answer. */
export interface AnswerActions {
  onLetIn: () => void;
  onLetInOthers: (tickets: string[]) => void;
  /** `ticket`: one of the others; without it, what is answered itself. */
  onUndo: (ticket?: string) => void;
  onNext: () => void;
  /** Somebody is busy with it: it must not go away by itself. */
  onBusy: () => void;
}

/** One answer, all over the screen: to be understood within a second, in the sun, and without its colour or sound. */
export function AnswerScreen({
  shown,
  place,
  actions,
  staysMs,
  turn = 0,
  hasCorner = false,
}: {
  shown: ShownAnswer;
  place: AnswerPlace;
  actions: AnswerActions;
  /** When it goes away by itself; undefined when it stays. */
  staysMs?: number | undefined;
  /** Another one whenever that time begins anew. */
  turn?: number;
  /** Whether the corner below is left free, for what the camera sees. */
  hasCorner?: boolean;
}) {
  const look = lookOf(shown);
  const reason = reasonOf(shown, place);
  const where = shown.isUndone ? undefined : whereOf(shown, place);
  return (
    <section
      className={classes.answer}
      data-look={look}
      data-dense={isDense(shown)}
      aria-label={wordOf(shown)}
    >
      <div className={classes.sheet}>
        {/* Read out at once, and again when the next one is the same. */}
        <div className={classes.sign} role="alert" key={`${shown.number} ${look}`}>
          <div className={classes.glance}>
            <AnswerSymbol look={look} className={classes.symbol!} />
            <h1 className={classes.word}>{wordOf(shown)}</h1>
          </div>
          {reason === undefined ? null : <p className={classes.reason}>{reason}</p>}
          {where === undefined ? null : <p className={classes.where}>{where}</p>}
          <TicketLines shown={shown} />
        </div>
        <OtherTickets key={shown.number} shown={shown} actions={actions} />
        <Decision shown={shown} actions={actions} />
      </div>
      <div className={classes.foot}>
        {hasCorner ? <div className={classes.corner} /> : null}
        <div className={classes.last}>
          <DecidedBy shown={shown} />
          <button type="button" className={classes.next} onClick={actions.onNext}>
            {m.answer_next()}
            {staysMs === undefined ? null : (
              <span
                key={turn}
                className={classes.leaves}
                style={{ '--stays': `${staysMs}ms` } as CSSProperties}
              />
            )}
          </button>
        </div>
      </div>
    </section>
  );
}

/** What it looks like: by what has become of it. */
export function lookOf({ answer, isLetIn, isUndone, conflict }: Decided): AnswerLook {
  if (isUndone) return 'undone';
  if (conflict !== undefined) return conflict === 'double' ? 'already_in' : 'not_valid';
  return isLetIn ? 'welcome' : answer.kind;
}

// Of what was let in before, or elsewhere as well.
function whereOf(shown: ShownAnswer, place: AnswerPlace): string | undefined {
  if (shown.conflict !== undefined) return momentsOfConflict(shown, place);
  return shown.answer.kind === 'already_in' ? whereBefore(shown.answer, place) : undefined;
}

// There is so much to say that its sign has to be smaller.
function isDense({ answer: { ticket, others = [] }, isUndone }: ShownAnswer): boolean {
  const letters = `${ticket?.name ?? ''}${ticket?.type ?? ''}${ticket?.note ?? ''}`.length;
  return !isUndone && (others.length > 1 || letters > 90);
}

function TicketLines({ shown: { answer, isUndone } }: { shown: ShownAnswer }) {
  const { ticket } = answer;
  if (ticket === undefined) return null;
  const { name, type, place, of, note } = ticket;
  return (
    <div className={classes.ticket}>
      {name === undefined ? null : (
        <p className={classes.name} dir="auto">
          {name}
        </p>
      )}
      <p className={classes.type}>
        <span dir="auto">{type}</span>
        {of > 1 ? (
          <strong className={classes.place}>
            <span aria-hidden="true">{m.answer_place({ place, count: of })}</span>
            <span className="unseen">{m.answer_place_spoken({ place, count: of })}</span>
          </strong>
        ) : null}
      </p>
      {note === undefined || isUndone ? null : (
        <p className={classes.note} dir="auto">
          {note}
        </p>
      )}
    </div>
  );
}

// Let in what the rule leaves to a person; take back what was let in.
function Decision({ shown, actions }: { shown: ShownAnswer; actions: AnswerActions }) {
  const { answer, isIn, isUndone } = shown;
  if (isUndone) return null;
  if (answer.mayLetIn && !isIn) {
    return (
      <div className={classes.decision}>
        {answer.kind === 'undecided' ? <p>{hintOf(shown)}</p> : null}
        <button type="button" className={classes.action} onClick={actions.onLetIn}>
          {m.answer_let_in_anyway()}
        </button>
      </div>
    );
  }
  const undoes = isIn ? m.answer_undo() : m.answer_undo_before();
  if (!isIn && answer.kind !== 'already_in') return null;
  return (
    <div className={classes.decision}>
      <SureButton
        className={classes.quiet!}
        onBusy={actions.onBusy}
        onSure={() => actions.onUndo()}
      >
        {undoes}
      </SureButton>
    </div>
  );
}

function hintOf({ answer: { reason } }: ShownAnswer): string {
  return reason === 'not_in_list' || reason === 'old_list'
    ? m.answer_decide_genuine()
    : m.answer_decide_yourself();
}

function DecidedBy({ shown: { decidedBy, answer } }: { shown: ShownAnswer }) {
  // What the code itself gives away no list has to say.
  const { listAgeMs, reason } = answer;
  if (decidedBy === 'office' || reason === 'malformed' || reason === 'forged') return null;
  return (
    <p className={classes.decided}>
      {listAgeMs === undefined
        ? m.answer_offline()
        : m.answer_offline_age({ age: writeAge(listAgeMs) })}
    </p>
  );
}
