import { useEffect, useRef, useState } from 'react';
import { lookOf } from '../answer/AnswerScreen.tsx';
import { giveSignal } from '../answer/signal.ts';
import { stayOf } from '../answer/staying.ts';
import type { CheckinSession, ShownAnswer } from '../scans/checkin-session.ts';
import { currentPreferences } from './preferences.ts';

/** So long an answer that has left the screen can be brought back and, for example, be taken back. */
const RECALLED_MS = 60_000;

/** The answer on the screen, and what is done about it. */
export interface AnswerOnScreen {
  /** What was answered last; undefined when there is nothing to bring back. */
  last: ShownAnswer | undefined;
  isVisible: boolean;
  /** How long it stays (ms); undefined when it does not leave by itself. */
  staysMs: number | undefined;
  /** Another one whenever that time begins anew. */
  turn: number;
  hide: () => void;
  /** Shows it anew: somebody has come back with the same code. */
  show: () => void;
  /** The code of it is still held there: while it is seen, it stays a little longer. */
  prolong: () => void;
  /** Somebody is busy with it: it stays. */
  hold: () => void;
}

/**
 * Shows each answer with its sound for as long as it has to be read. Then the camera has the screen again, and the
 * answer can be brought back for a minute.
 */
export function useAnswer(session: CheckinSession, shown: ShownAnswer | undefined): AnswerOnScreen {
  const news = shown === undefined ? undefined : newsOf(shown);
  const [known, setKnown] = useState(news);
  const [isVisible, setIsVisible] = useState(shown !== undefined);
  const [isHeld, setIsHeld] = useState(false);
  const [turn, setTurn] = useState(0);
  const signalled = useRef(news);
  const staysMs = shown === undefined || isHeld ? undefined : stayOf(shown);
  const show = () => {
    setIsVisible(true);
    setTurn((before) => before + 1);
  };
  if (news !== known) {
    setKnown(news);
    if (shown !== undefined) {
      setIsHeld(false);
      show();
    }
  }

  useEffect(() => {
    if (news === signalled.current) return;
    signalled.current = news;
    if (shown !== undefined) giveSignal(lookOf(shown), currentPreferences());
  }, [news, shown]);

  useEffect(() => {
    if (!isVisible || staysMs === undefined) return undefined;
    const timer = setTimeout(() => setIsVisible(false), staysMs);
    return () => clearTimeout(timer);
    // With each turn the time begins anew.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [isVisible, staysMs, turn]);

  useEffect(() => {
    if (isVisible || known === undefined) return undefined;
    const timer = setTimeout(() => session.dismiss(), RECALLED_MS);
    return () => clearTimeout(timer);
  }, [isVisible, known, session]);

  return {
    ...{ last: shown, isVisible: isVisible && shown !== undefined, staysMs, turn, show },
    hide: () => {
      setIsHeld(false);
      setIsVisible(false);
    },
    prolong: () => setTurn((before) => before + 1),
    hold: () => setIsHeld(true),
  };
}

// What makes it another answer to whoever looks. That its code is still there does not, and others of its order
// that come in with it do not either.
function newsOf(shown: ShownAnswer): string {
  const { number, atMs, conflict = '' } = shown;
  return `${number === 0 ? atMs : number} ${lookOf(shown)} ${conflict}`;
}
