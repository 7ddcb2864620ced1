import type {
  AnswerKind,
  AnswerReason,
  EntranceRules,
  OtherMoment,
  ScanAnswer,
  ScanVia,
  TicketAtEntrance,
} from '@onsale/contracts';

/**
 * What this device does at the entrance, as the screens see it. It has no screens, camera or sound of its own.
 *
 * Nothing is shown before it is on the disk: an answer is in `state.shown` once it is kept, so that a reload, a dead
 * battery or a new version of the app loses none. What can't be sent now is sent later, by itself.
 */
export interface CheckinSession {
  /** The same object until something has changed: for `useSyncExternalStore`. */
  getState(): SessionState;
  /** Tells when it has changed. Returns what ends that. */
  subscribe(listener: () => void): () => void;
  /**
   * What the clock of the office says, as near as it is known here: Unix time in ms. All moments in the state are by
   * it; that of this device may be wrong.
   */
  now(): number;

  /** Signs in by the code that the console shows, as typed or from `#code=` in the address. */
  signIn(code: string): Promise<SignInOutcome>;
  /**
   * Signs out, and forgets the list. Scans that still wait can't count by themselves any more, so it does nothing
   * but answer how many there are, unless it is told `evenThough`.
   */
  signOut(options?: { evenThough?: boolean }): Promise<{ waiting: number }>;
  /** At which entrance this device is from now on; one of `state.rules.entrances`. */
  chooseEntrance(entranceId: string): Promise<void>;
  /** In `elsewhere`: works here from now on, and no longer in the other window. */
  takeOver(): void;

  /**
   * Answers what was read, and shows it. The same code again within seconds is answered as before (`isRepeat`),
   * and counts for nothing. Never throws: also what can't be decided is an answer.
   */
  scan(text: string, via: ReadVia): Promise<ShownAnswer>;
  /** The same for a ticket that was found by name; `ticket` is what `FoundTicket` calls it. */
  pick(ticket: string): Promise<ShownAnswer>;
  /** A person lets in what `state.shown` leaves to them (`answer.mayLetIn`). */
  letIn(): Promise<void>;
  /** Lets in one more of the order of `state.shown`: one of its `others`, by `ticket`. */
  letInOther(ticket: string): Promise<void>;
  /**
   * Takes back what `state.shown` has let in; where it says `already_in`, what let the ticket in before. With
   * `ticket`: one of the others that were let in with it.
   */
  undo(ticket?: string): Promise<void>;
  /** Takes away what is shown. */
  dismiss(): void;

  /** Tickets by the name of their holder or buyer, the best first. Empty when names are not on devices. */
  search(text: string): Promise<FoundTicket[]>;
  /** What this device has done, the newest first; `before` is the number of the last one had. No names. */
  log(options?: { before?: number; limit?: number }): Promise<LogEntry[]>;

  /** Asks for news and sends what waits, now and not only when it is due. */
  sync(): Promise<void>;
  /** Ends timers and requests. */
  close(): void;
}

/** How a code came. */
export type ReadVia = Extract<ScanVia, 'camera' | 'scanner' | 'typed'>;

/**
 * `starting`: reads what is on the disk. `elsewhere`: another window of this browser is at work. `signed_out`.
 * `signed_in`. `revoked`: a member has signed this device out; what waits is still sent, and whoever has a new code
 * signs in again. `broken`: this browser keeps nothing (storage is forbidden or full), so that it can't be used.
 */
export type Phase = 'starting' | 'elsewhere' | 'signed_out' | 'signed_in' | 'revoked' | 'broken';

export interface SessionState {
  phase: Phase;
  /** In `signed_in` and `revoked`. */
  device?: DeviceHere | undefined;
  /** Undefined until there has been a first answer; kept over reloads. */
  rules?: EntranceRules | undefined;
  /** Whether the office answered last. */
  isOnline: boolean;
  list: ListState;
  /** Scans that the office does not have yet. */
  waiting: number;
  /** What the office can't take, whatever is done; they stay in the log. */
  unsendable: number;
  /** Of the whole event, as the office said last. */
  progress?: { expected: number; in: number } | undefined;
  /** What fills the screen; undefined while it waits for the next one. */
  shown?: ShownAnswer | undefined;
  /** Whether an answer is on its way; what is shown until then is the one before. */
  isDeciding: boolean;
  /** Tickets that this device has let in without a network, and that were in already; the newest first. */
  conflicts: LogEntry[];
  /** Whether the clock of this device is more than two minutes off. */
  isClockOff: boolean;
  /** Whether the browser has promised to keep what is here (`storage.persist`). */
  isPersistent: boolean;
  /** Whether a new version may take over now: nothing is shown, and nothing is on its way. */
  isIdle: boolean;
}

export interface DeviceHere {
  deviceId: string;
  name: string;
  eventId: string;
  eventName: string;
  /** Where it is: as signed in, or as chosen since. */
  entranceId: string;
}

/** The list on this device. */
export interface ListState {
  /** `none`: nothing can be decided without a network. `loading`: for the first time, or anew. `ready`. */
  state: 'none' | 'loading' | 'ready';
  /** While it loads: orders that are here, of how many. */
  loaded: number;
  total: number;
  tickets: number;
  /** When it was complete last, by the clock of the office: Unix time in ms. */
  completeAtMs?: number | undefined;
  /** Whether it has names to search by. */
  hasNames: boolean;
}

/** An answer on the screen. */
export interface ShownAnswer {
  /** Of the scan, as this device counts; 0 where it was not kept. */
  number: number;
  via: ScanVia;
  /** By the clock of the office: Unix time in ms. */
  atMs: number;
  answer: ScanAnswer;
  /** Whether the holder is in by this: welcome, or let in by a person. */
  isIn: boolean;
  /** Whether a person has let in what the rule did not. */
  isLetIn: boolean;
  /** Whether it was taken back. */
  isUndone: boolean;
  /** Others of the order that were let in with it, by `ticket`. */
  othersIn: readonly string[];
  /** Whether the office has decided, or the list on this device. */
  decidedBy: 'office' | 'list';
  /** Whether it is the answer to a code that is still being read: no new sound. */
  isRepeat: boolean;
  /** What the office has found since. */
  conflict?: 'double' | 'dead' | undefined;
  /** With `double`: the other time that it was let in. */
  other?: OtherMoment | undefined;
}

export interface FoundTicket extends TicketAtEntrance {
  state: 'valid' | 'refunded' | 'cancelled';
  /** When it was let in (ISO 8601), where this day needs to know. */
  inSince?: string | undefined;
  buyer?: string | undefined;
}

/** One thing that this device did. */
export interface LogEntry {
  number: number;
  /** By the clock of the office: Unix time in ms. */
  atMs: number;
  via: ScanVia;
  kind: AnswerKind;
  reason?: AnswerReason | undefined;
  /** Whether somebody is in by it. */
  isIn: boolean;
  isLetIn: boolean;
  /** Whether this took back what was let in before. */
  isUndo: boolean;
  decidedBy: 'office' | 'list';
  type?: string | undefined;
  place?: number | undefined;
  of?: number | undefined;
  entranceId: string;
  /** `waiting`: the office does not have it. `sent`. `unsendable`. */
  state: 'waiting' | 'sent' | 'unsendable';
  conflict?: 'double' | 'dead' | undefined;
  /** With `double`: the other time that it was let in. */
  other?: OtherMoment | undefined;
}

/**
 * `expired`: used, too old or never one. `busy`: too many tries; later. `offline`: the office does not answer.
 * `refused`: the office does not know what it was told.
 */
export type SignInOutcome =
  | { ok: true }
  | { ok: false; why: 'expired' | 'busy' | 'offline' | 'refused' };

export type StartSession = (options: {
  /** Of the app. */
  version: string;
}) => Promise<CheckinSession>;
