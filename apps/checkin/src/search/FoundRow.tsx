import { writeTime } from '../answer/times.ts';
import { m } from '../paraglide/messages.js';
import type { FoundTicket } from '../scans/checkin-session.ts';
import classes from './SearchSheet.module.css';

/** One ticket that was found. It takes two taps to let somebody in: names are alike, and gloves slip. */
export function FoundRow({
  ticket,
  nowMs,
  timeZone,
  isChosen,
  onChoose,
  onPick,
}: {
  ticket: FoundTicket;
  nowMs: number;
  timeZone: string | undefined;
  isChosen: boolean;
  onChoose: () => void;
  onPick: () => void;
}) {
  const { name, buyer, type, place, of, state, inSince, note } = ticket;
  const isOpen = state === 'valid' && inSince === undefined;
  return (
    <li className={classes.row} data-open={isOpen}>
      <button type="button" className={classes.ticket} aria-expanded={isChosen} onClick={onChoose}>
        <strong className={classes.name} dir="auto">
          {name ?? buyer ?? type}
        </strong>
        <span className={classes.state}>{stateOf(ticket, nowMs, timeZone)}</span>
        <span className={classes.type}>
          <span dir="auto">{type}</span>
          {of > 1 ? ` · ${m.answer_place({ place, count: of })}` : ''}
        </span>
        {buyer === undefined || buyer === name ? null : (
          <span className={classes.buyer}>{m.search_bought_by({ name: buyer })}</span>
        )}
        {note === undefined ? null : (
          <em className={classes.note} dir="auto">
            {note}
          </em>
        )}
      </button>
      {isChosen ? (
        <button type="button" className={classes.pick} onClick={onPick}>
          {isOpen ? m.search_let_in() : m.search_show()}
        </button>
      ) : null}
    </li>
  );
}

function stateOf(
  { state, inSince }: FoundTicket,
  nowMs: number,
  timeZone: string | undefined,
): string {
  if (state === 'refunded') return m.search_refunded();
  if (state === 'cancelled') return m.search_cancelled();
  if (inSince === undefined) return m.search_valid();
  return m.search_in_since({ time: writeTime(Date.parse(inSince), nowMs, timeZone) });
}
