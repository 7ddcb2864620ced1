import { onOurClock } from '../server-clock.ts';
import { cheaperGoneOf, estimateOf, type LineState, peopleBefore } from './line-state.ts';

/** Before the first answer. */
export const NOTHING: LineState = {
  ...{ line: undefined, place: undefined, before: undefined, estimate: undefined },
  ...{ isTurn: false, turnEndsAtMs: undefined, mayGetNone: false, cheaperGone: [] },
  ...{ wasGivenUp: false, isUnknown: false, trouble: undefined },
};

/** What is known after a change, with all that follows from it. `seen`: the ticket types that were left at first. */
export function nextState(
  state: LineState,
  change: Partial<LineState>,
  seen: ReadonlySet<string>,
): LineState {
  const { line, place, ...rest } = { ...state, ...change };
  const number = place?.state === 'waiting' ? place.number : undefined;
  const before = line && number !== undefined ? peopleBefore(line, number) : undefined;
  const isTurn = place?.state === 'turn';
  return {
    ...{ ...rest, line, place, before, isTurn },
    estimate: line && before !== undefined ? estimateOf(line, before) : undefined,
    turnEndsAtMs: isTurn && place.until !== undefined ? onOurClock(place.until) : undefined,
    mayGetNone:
      line !== undefined &&
      before !== undefined &&
      line.remaining + line.held <= before + line.turns,
    cheaperGone: line === undefined ? [] : cheaperGoneOf(line.left, seen),
  };
}
