import type { SessionState } from './checkin-session.ts';

/** What screens see; each change is another object. */
export class StateHolder {
  readonly #listeners = new Set<() => void>();
  #state: SessionState = {
    phase: 'starting',
    isOnline: navigator.onLine,
    list: { state: 'none', loaded: 0, total: 0, tickets: 0, hasNames: false },
    ...{ waiting: 0, unsendable: 0, conflicts: [] },
    ...{ isDeciding: false, isClockOff: false, isPersistent: false, isIdle: true },
  };

  get(): SessionState {
    return this.#state;
  }

  set(changes: Partial<SessionState>): void {
    const state = { ...this.#state, ...changes };
    state.isIdle = state.shown === undefined && !state.isDeciding && state.list.state !== 'loading';
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
