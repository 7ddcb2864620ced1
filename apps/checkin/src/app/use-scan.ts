import { useRef, useState } from 'react';
import type { CheckinSession, ReadVia } from '../scans/checkin-session.ts';
import type { AnswerOnScreen } from './use-answer.ts';

/** The camera reads up to ten times a second; one that was read so lately is still held there. */
const STILL_THERE_MS = 1_500;
/** So often the session hears that it still is, by which it knows that it is the same scan. */
const TOLD_EVERY_MS = 1_000;
/** By its list a device answers sooner. */
const ASKS_AFTER_MS = 150;

/** Hands what is read to the session. */
export interface Scanning {
  /** Each code once, and then now and again for as long as it is held there. */
  scan: (text: string, via: ReadVia) => void;
  /** Whether whoever stands there is waited for: what was answered before must not be taken for theirs. */
  isAsking: boolean;
}

export function useScan(session: CheckinSession, answer: AnswerOnScreen): Scanning {
  const last = useRef({ text: '', readAtMs: 0, toldAtMs: 0 });
  const [asked, setAsked] = useState<string>();
  const ask = async (text: string, via: ReadVia, isStillThere: boolean) => {
    const patience = setTimeout(() => setAsked(text), isStillThere ? 60_000 : ASKS_AFTER_MS);
    const { isRepeat } = await session.scan(text, via);
    clearTimeout(patience);
    setAsked((now) => (now === text ? undefined : now));
    // Somebody has come back with it.
    if (isRepeat && !isStillThere) answer.show();
  };
  const scan = (text: string, via: ReadVia) => {
    const nowMs = performance.now();
    const { text: before, readAtMs, toldAtMs } = last.current;
    const isStillThere = via === 'camera' && text === before && nowMs - readAtMs < STILL_THERE_MS;
    const isTold = isStillThere && nowMs - toldAtMs < TOLD_EVERY_MS;
    last.current = { text, readAtMs: nowMs, toldAtMs: isTold ? toldAtMs : nowMs };
    if (isStillThere) answer.prolong();
    if (!isTold) void ask(text, via, isStillThere);
  };
  return { scan, isAsking: asked !== undefined };
}
