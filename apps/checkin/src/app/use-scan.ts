import { useRef } from 'react';
import type { CheckinSession, ReadVia } from '../scans/checkin-session.ts';
import type { AnswerOnScreen } from './use-answer.ts';

/** The camera reads up to ten times a second; one that was read so lately is still held there. */
const STILL_THERE_MS = 1_500;
/** So often the session hears that it still is, by which it knows that it is the same scan. */
const TOLD_EVERY_MS = 1_000;

/** Hands what was read to the session: each code once, and then now and again for as long as it is held there. */
export function useScan(
  session: CheckinSession,
  answer: AnswerOnScreen,
): (text: string, via: ReadVia) => void {
  const last = useRef({ text: '', readAtMs: 0, toldAtMs: 0 });
  return (text, via) => {
    const nowMs = Date.now();
    const { text: before, readAtMs, toldAtMs } = last.current;
    const isStillThere =
      via === 'camera' && text === before && nowMs - readAtMs < STILL_THERE_MS && nowMs >= readAtMs;
    const isTold = isStillThere && nowMs - toldAtMs < TOLD_EVERY_MS;
    last.current = { text, readAtMs: nowMs, toldAtMs: isTold ? toldAtMs : nowMs };
    if (isStillThere) answer.prolong();
    else if (text === before) answer.show();
    if (!isTold) void session.scan(text, via);
  };
}
