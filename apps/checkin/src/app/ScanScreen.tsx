import { useState } from 'react';
import { AnswerScreen, lookOf } from '../answer/AnswerScreen.tsx';
import { AskingScreen } from '../answer/AskingScreen.tsx';
import { AnswerSymbol } from '../answer/AnswerSymbol.tsx';
import { giveSignal } from '../answer/signal.ts';
import { wordOf } from '../answer/words-of-answer.ts';
import { LogSheet } from '../log/LogSheet.tsx';
import { m } from '../paraglide/messages.js';
import type { CheckinSession, SessionState, ShownAnswer } from '../scans/checkin-session.ts';
import { SearchSheet } from '../search/SearchSheet.tsx';
import { Banners } from './Banners.tsx';
import type { DeviceParts } from './device-parts.ts';
import { DeviceSheet } from './DeviceSheet.tsx';
import { currentPreferences, usePreferences } from './preferences.ts';
import { ScanBar } from './ScanBar.tsx';
import classes from './ScanScreen.module.css';
import { Status } from './Status.tsx';
import { TypedSheet } from './TypedSheet.tsx';
import { useAnswer } from './use-answer.ts';
import { useScan } from './use-scan.ts';
import { useScanner } from './use-scanner.ts';
import { useNow } from './use-session.ts';
import { useSheet } from './use-sheet.ts';
import { useUpdate } from './use-update.ts';
import { type CameraOnScreen, Viewfinder } from './Viewfinder.tsx';

/** Scan after scan: what the camera sees, and over it the answer to what was read. */
export function ScanScreen({
  session,
  parts,
  state,
}: {
  session: CheckinSession;
  parts: DeviceParts;
  state: SessionState;
}) {
  const [sheet, open] = useSheet();
  const [camera, setCamera] = useState<CameraOnScreen>();
  const { camera: hasCamera } = usePreferences();
  const nowMs = useNow(session, 1_000);
  const answer = useAnswer(session, state.shown);
  const { scan, isAsking } = useScan(session, answer);
  const isNewer = useUpdate(state.isIdle && sheet === undefined);
  const close = () => open(undefined);
  useScanner(parts, (text) => {
    close();
    scan(text, 'scanner');
  });
  // An answer has the screen, whatever was there.
  const isBehind = answer.isVisible || isAsking;
  return (
    <>
      <main className={classes.screen} inert={isBehind || sheet !== undefined}>
        <h1 className="unseen">{m.scan_title()}</h1>
        <Status state={state} nowMs={nowMs} />
        <div className={classes.sight}>
          {/* Whoever looks at a sheet does not see what the camera reads. */}
          {hasCamera && sheet === undefined ? (
            <Viewfinder
              parts={parts}
              onCode={(text) => scan(text, 'camera')}
              onChange={setCamera}
              isSmall={isBehind}
            />
          ) : (
            <Ready />
          )}
          <Banners {...{ state, nowMs, isNewer }} onLook={() => open('log')} />
          {answer.last === undefined || isBehind ? null : (
            <LastAnswer
              shown={answer.last}
              onTap={() => {
                answer.show();
                answer.hold();
              }}
            />
          )}
        </div>
        <ScanBar camera={hasCamera ? camera : undefined} onOpen={open} />
      </main>
      {sheet === 'search' ? (
        <SearchSheet session={session} state={state} nowMs={nowMs} onClose={close} />
      ) : null}
      {sheet === 'type' ? (
        <TypedSheet
          onClose={close}
          onCode={(text) => {
            close();
            scan(text, 'typed');
          }}
        />
      ) : null}
      {sheet === 'log' ? (
        <LogSheet session={session} state={state} nowMs={nowMs} onClose={close} />
      ) : null}
      {sheet === 'device' ? (
        <DeviceSheet
          {...{ session, state, parts, nowMs }}
          onClose={close}
          onLog={() => open('log')}
        />
      ) : null}
      {isAsking ? <AskingScreen /> : null}
      {answer.last !== undefined && answer.isVisible && !isAsking ? (
        <AnswerScreen
          shown={answer.last}
          place={{ rules: state.rules, nowMs }}
          staysMs={answer.staysMs}
          turn={answer.turn}
          hasCorner={hasCamera && sheet === undefined && camera?.state.isRunning === true}
          actions={{
            onLetIn: () => void session.letIn(),
            onLetInOthers: (tickets) => void letInOthers(session, tickets),
            onUndo: (ticket) => void session.undo(ticket),
            onNext: answer.hide,
            onBusy: answer.hold,
          }}
        />
      ) : null}
    </>
  );
}

async function letInOthers(session: CheckinSession, tickets: readonly string[]): Promise<void> {
  for (const ticket of tickets) await session.letInOther(ticket);
  giveSignal('welcome', currentPreferences());
}

// Where a hand scanner reads.
function Ready() {
  return (
    <div className={classes.ready}>
      <h2>{m.scan_off_title()}</h2>
      <p>{m.scan_off_text()}</p>
    </div>
  );
}

function LastAnswer({ shown, onTap }: { shown: ShownAnswer; onTap: () => void }) {
  const { ticket } = shown.answer;
  return (
    <button type="button" className={classes.last} onClick={onTap}>
      <AnswerSymbol look={lookOf(shown)} className={classes.lastSign!} />
      <span className={classes.lastWords}>
        <strong>{m.scan_last({ word: wordOf(shown) })}</strong>
        {ticket === undefined ? null : <span dir="auto">{ticket.name ?? ticket.type}</span>}
      </span>
    </button>
  );
}
