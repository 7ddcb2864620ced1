import { onOurClock } from '@onsale/api-client';
import { Button, Notice, useSecondsUntil } from '@onsale/ui';
import { useEffect } from 'react';
import { useSearchParams } from 'wouter';
import { formatCountdown } from '../order/countdown.ts';
import { m } from '../paraglide/messages.js';
import { noteAdmission } from './admission.ts';
import type { LinePanelProps, Turn } from './line-panel.ts';
import classes from './LinePanel.module.css';
import { useLine } from './use-line.ts';
import { linePath } from './waiting-room.ts';
import { wordsOfLine } from './words-of-line.ts';

/** Milliseconds of vibration and pause. */
const VIBRATION = [300, 150, 300];

/** Where somebody at the checkout is in the line, and when it is their turn. */
export function LinePanel({ event, onTurn }: LinePanelProps) {
  const [search] = useSearchParams();
  const { state, comeBack, askMoreTime } = useLine(event.id);
  const words = state === undefined ? undefined : wordsOfLine(state);
  const admission = state?.place?.admission;
  const isTurn = state?.isTurn === true && admission !== undefined;
  const isUnneeded = state?.isUnknown === true || state?.line?.status === 'off';
  const turn: Turn = isTurn ? 'begun' : isUnneeded ? 'unneeded' : 'waiting';

  useEffect(() => noteAdmission(event.id, admission), [event.id, admission]);
  useEffect(() => onTurn(turn), [onTurn, turn]);
  useEffect(() => {
    if (!isTurn) return undefined;
    const before = document.title;
    document.title = `${m.room_turn()} · ${before}`;
    if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(VIBRATION);
    return () => {
      document.title = before;
    };
  }, [isTurn]);

  if (words === undefined) return null;
  const message = state?.line?.message;
  return (
    <section className={classes.panel} aria-label={m.room_title()}>
      <Notice
        live
        tone={words.tone ?? 'calm'}
        title={words.title}
        text={[words.text, message === undefined ? '' : m.room_says({ message })]
          .filter(Boolean)
          .join(' ')}
      >
        {state?.place?.canHaveMoreTime === true && state.isTurn ? (
          <Button look="plain" onClick={askMoreTime}>
            {m.room_more_time()}
          </Button>
        ) : null}
        {state?.place?.state === 'missed' ? (
          <Button look="plain" onClick={comeBack}>
            {m.room_back()}
          </Button>
        ) : null}
        <a href={linePath(event.id, search.toString())}>{m.room_see_line()}</a>
      </Notice>
      {words.until === undefined ? null : <Clock until={words.until} />}
    </section>
  );
}

// Apart from what is read aloud, which would say every second.
function Clock({ until }: { until: string }) {
  const seconds = useSecondsUntil(onOurClock(until));
  return (
    <p className={classes.clock} role="timer">
      {formatCountdown(seconds)}
    </p>
  );
}
