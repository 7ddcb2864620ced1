import { useEffect, useRef, useState } from 'react';
import { SheetScreen } from '../app/SheetScreen.tsx';
import { m } from '../paraglide/messages.js';
import type { CheckinSession, FoundTicket, SessionState } from '../scans/checkin-session.ts';
import { FoundRow } from './FoundRow.tsx';
import classes from './SearchSheet.module.css';

/** Finds the ticket of whoever has lost the phone, by the name of the holder or of the buyer. */
export function SearchSheet({
  session,
  state,
  nowMs,
  onClose,
}: {
  session: CheckinSession;
  state: SessionState;
  nowMs: number;
  onClose: () => void;
}) {
  const [text, setText] = useState('');
  const [found, setFound] = useState<FoundTicket[]>();
  const [chosen, setChosen] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    let isOver = false;
    const wanted = text.trim();
    if (wanted === '') return undefined;
    void session.search(wanted).then((tickets) => {
      // What is typed faster than it is found is not shown.
      if (!isOver) setFound(tickets);
    });
    return () => {
      isOver = true;
    };
    // Whoever comes in meanwhile is seen.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [session, text, state.progress?.in]);
  if (!state.list.hasNames) {
    return (
      <SheetScreen title={m.search_title()} onClose={onClose}>
        <p>{m.search_no_names()}</p>
      </SheetScreen>
    );
  }
  const tickets = text.trim() === '' ? undefined : found;
  const pick = (ticket: string) => {
    onClose();
    void session.pick(ticket);
  };
  return (
    <SheetScreen
      title={m.search_title()}
      onClose={onClose}
      top={
        <div className={classes.field}>
          <input
            ref={field}
            type="search"
            value={text}
            aria-label={m.search_field()}
            placeholder={m.search_field()}
            autoComplete="off"
            autoCapitalize="words"
            autoCorrect="off"
            spellCheck={false}
            enterKeyHint="search"
            onInput={({ currentTarget }) => {
              setText(currentTarget.value);
              setChosen(undefined);
            }}
            // The keyboard covers half of what was found.
            onKeyDown={({ key, currentTarget }) => {
              if (key === 'Enter') currentTarget.blur();
            }}
          />
          {text === '' ? null : (
            <button
              type="button"
              onClick={() => {
                setText('');
                field.current?.focus();
              }}
            >
              {m.search_clear()}
            </button>
          )}
        </div>
      }
    >
      {text.trim() === '' ? <p>{m.search_begin()}</p> : null}
      {tickets?.length === 0 ? <p role="status">{m.search_none()}</p> : null}
      {tickets === undefined || tickets.length === 0 ? null : (
        <ul className={classes.found}>
          {tickets.map((ticket) => (
            <FoundRow
              key={ticket.ticket}
              ticket={ticket}
              nowMs={nowMs}
              timeZone={state.rules?.timeZone}
              isChosen={chosen === ticket.ticket}
              onChoose={() => setChosen(chosen === ticket.ticket ? undefined : ticket.ticket)}
              onPick={() => pick(ticket.ticket)}
            />
          ))}
        </ul>
      )}
    </SheetScreen>
  );
}
