import type { CheckinSession, SessionState, ShownAnswer } from '../../src/scans/checkin-session.ts';
import { ANSWERS, FOUND, LOG, stateOf } from './invented.ts';

/** A session that does what the screens ask for, and keeps nothing. */
export function inventedSession(query: URLSearchParams): CheckinSession {
  let state = stateOf(query.get('state') ?? 'ready', query.get('answer'));
  const listeners = new Set<() => void>();
  const change = (to: Partial<SessionState>) => {
    state = { ...state, ...to };
    for (const listener of listeners) listener();
  };
  const changeShown = (to: Partial<ShownAnswer>) => {
    if (state.shown !== undefined) change({ shown: { ...state.shown, ...to } });
  };
  let number = 100;
  const show = (name: string): ShownAnswer => {
    const isRepeat = state.shown?.number === number && state.shown.via === 'camera';
    if (!isRepeat) number++;
    const shown = { ...ANSWERS[name]!, number, atMs: Date.now(), isRepeat };
    change({ shown });
    return shown;
  };
  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    // `ahead`: of the clock of this machine, which is wrong by that (ms).
    now: () => Date.now() + Number(query.get('ahead') ?? 0),
    signIn: async (code) => {
      await Promise.resolve();
      if (code.startsWith('7')) change({ phase: 'signed_in' });
      return code.startsWith('7') ? { ok: true } : { ok: false, why: 'expired' };
    },
    signOut: async (options) => {
      await Promise.resolve();
      if (state.waiting === 0 || options?.evenThough === true) change({ phase: 'signed_out' });
      return { waiting: state.waiting };
    },
    chooseEntrance: async (entranceId) => {
      await Promise.resolve();
      if (state.device !== undefined) change({ device: { ...state.device, entranceId } });
    },
    takeOver: () => change({ phase: 'signed_in' }),
    scan: async () => await Promise.resolve(show(query.get('scan') ?? 'welcome')),
    pick: async () => await Promise.resolve(show('welcome-others')),
    letIn: async () => await Promise.resolve(changeShown({ isIn: true, isLetIn: true })),
    letInOther: async (ticket) => {
      await Promise.resolve();
      changeShown({ othersIn: [...(state.shown?.othersIn ?? []), ticket] });
    },
    undo: async (ticket) => {
      await Promise.resolve();
      if (ticket === undefined) changeShown({ isIn: false, isUndone: true });
      else changeShown({ othersIn: state.shown?.othersIn.filter((each) => each !== ticket) ?? [] });
    },
    dismiss: () => change({ shown: undefined }),
    search: async (text) => {
      await Promise.resolve();
      const wanted = text.toLowerCase();
      return FOUND.filter(({ name, buyer }) => `${name} ${buyer}`.toLowerCase().includes(wanted));
    },
    log: async ({ limit = 50 } = {}) => await Promise.resolve(LOG.slice(0, limit)),
    sync: async () => await Promise.resolve(change({ waiting: 0 })),
    close: () => undefined,
  };
}
