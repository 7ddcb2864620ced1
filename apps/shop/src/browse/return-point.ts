/** Where a visitor was on the list when an event was opened from it. */
export interface ReturnPoint {
  scrollY: number;
  eventId: string;
}

const NAME = 'returnPoint';

/** Notes it beside the address that is left, so that only the way back finds it. */
export function noteReturnPoint(eventId: string): void {
  const point: ReturnPoint = { scrollY: window.scrollY, eventId };
  window.history.replaceState({ ...stateOf(window.history), [NAME]: point }, '');
}

/** The point to return to; undefined when the list was opened in another way. */
export function readReturnPoint(): ReturnPoint | undefined {
  return stateOf(window.history)[NAME] as ReturnPoint | undefined;
}

function stateOf(history: History): Record<string, unknown> {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null ? { ...state } : {};
}
