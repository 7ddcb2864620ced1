import type { TicketAtEntrance } from '@onsale/contracts';
import { formatCount } from '@onsale/i18n';
import { m } from '../paraglide/messages.js';
import type { ShownAnswer } from '../scans/checkin-session.ts';
import type { AnswerActions } from './AnswerScreen.tsx';
import classes from './OtherTickets.module.css';
import { SureButton } from './SureButton.tsx';

/** The others of the order that may come in now: whoever is there is ticked off, one by one or all at once. */
export function OtherTickets({ shown, actions }: { shown: ShownAnswer; actions: AnswerActions }) {
  const { answer, othersIn, isUndone } = shown;
  const { others = [] } = answer;
  const left = others.filter(({ ticket }) => !othersIn.includes(ticket));
  if (others.length === 0 || isUndone) return null;
  return (
    <div className={classes.others} onPointerDown={actions.onBusy}>
      <div className={classes.head}>
        <h2>{m.answer_others({ count: left.length, text: formatCount(left.length) })}</h2>
        {left.length > 1 ? (
          <button
            type="button"
            className={classes.all}
            onClick={() => actions.onLetInOthers(left.map(({ ticket }) => ticket))}
          >
            {m.answer_let_in_all({ count: left.length })}
          </button>
        ) : null}
      </div>
      <ul className={classes.list}>
        {others.map((other) => (
          <li key={other.ticket}>
            {othersIn.includes(other.ticket) ? (
              <div className={classes.row} data-in="true">
                <Tick isSet={true} />
                <span className={classes.words}>
                  <TicketName ticket={other} />
                </span>
                <SureButton
                  className={classes.undo!}
                  onBusy={actions.onBusy}
                  onSure={() => actions.onUndo(other.ticket)}
                >
                  {m.answer_others_undo()}
                </SureButton>
              </div>
            ) : (
              <button
                type="button"
                className={classes.row}
                onClick={() => actions.onLetInOthers([other.ticket])}
              >
                <Tick isSet={false} />
                <TicketWords ticket={other} />
                <span className="unseen">{m.answer_let_in_other()}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Tick({ isSet }: { isSet: boolean }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" className={classes.tick} data-set={isSet}>
      <path d="M2 2h20v20H2z" />
      {isSet ? <path d="M6.5 12.5l4 4 7.5-9" /> : null}
    </svg>
  );
}

function TicketWords({ ticket }: { ticket: TicketAtEntrance }) {
  const { name, type, note } = ticket;
  return (
    <span className={classes.words}>
      <TicketName ticket={ticket} />
      {name === undefined ? null : <span dir="auto">{type}</span>}
      {note === undefined ? null : <em dir="auto">{note}</em>}
    </span>
  );
}

function TicketName({ ticket: { name, type, place, of } }: { ticket: TicketAtEntrance }) {
  return (
    <strong>
      <span dir="auto">{name ?? type}</span> <span>{m.answer_place({ place, count: of })}</span>
    </strong>
  );
}
