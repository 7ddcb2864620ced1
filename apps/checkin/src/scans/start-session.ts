import { answerScan } from '@onsale/check-in';
import type { ScanVia } from '@onsale/contracts';
import type { KeptDevice, KeptScan } from '../device/database.ts';
import { NotOwner } from '../device/disk.ts';
import { become, noteRevoked, signIn } from '../device/sign-in.ts';
import { searchNames } from '../list/name-search.ts';
import type {
  CheckinSession,
  FoundTicket,
  LogEntry,
  ReadVia,
  SessionState,
  ShownAnswer,
  SignInOutcome,
} from './checkin-session.ts';
import { type Decided, decideScan, keepFact } from './decide-scan.ts';
import { KeepInTouch } from './keep-in-touch.ts';
import { toLogEntry } from './kept-scans.ts';
import { type Desk, openDesk } from './open-desk.ts';
import type { Reading } from './read-code.ts';
import { StateHolder } from './session-state.ts';

/** A code that is read again within this time is still the same one, held in front of the camera. */
const SAME_CODE_MS = 3000;
/** Codes in front of a camera, with some that have just left. */
const MOST_RECENT = 20;
/** After a question that took too long, the list decides for a while without asking. */
const DONT_ASK_MS = 10_000;

/** Starts what this device does at the entrance. What is on the disk is read meanwhile: `starting`. */
export function startSession(options: { version: string }): Promise<CheckinSession> {
  const session = new Session(options.version);
  session.open();
  return Promise.resolve(session);
}

/** An answer, with what it was about. */
interface Live {
  scan: KeptScan | undefined;
  reading: Reading;
  shown: ShownAnswer;
}

class Session implements CheckinSession {
  readonly #version: string;
  readonly #state = new StateHolder();
  #desk: Desk | undefined;
  #touch: KeepInTouch | undefined;
  #opening: Promise<void> = Promise.resolve();
  /** Whoever stands there is answered before the next one. */
  #turn: Promise<unknown> = Promise.resolve();
  #inTurn = 0;
  #live: Live | undefined;
  readonly #recent = new Map<string, { readAtMs: number; live: Promise<Live> }>();
  #askAgainAtMs = 0;

  constructor(version: string) {
    this.#version = version;
  }

  getState = (): SessionState => this.#state.get();
  subscribe = (listener: () => void): (() => void) => this.#state.subscribe(listener);

  open(): void {
    this.close();
    this.#state.set({ phase: 'starting', shown: undefined });
    this.#opening = this.#open();
  }

  takeOver(): void {
    this.open();
  }

  close(): void {
    this.#touch?.end();
    this.#desk?.disk.close();
    this.#touch = undefined;
    this.#desk = undefined;
    this.#live = undefined;
    this.#recent.clear();
  }

  now(): number {
    return this.#desk?.clock.now() ?? Date.now();
  }

  async signIn(code: string): Promise<SignInOutcome> {
    return await this.#next(async () => {
      const desk = await this.#opened();
      if (desk === undefined) return { ok: false, why: 'refused' };
      const outcome = await signIn(desk, code, this.#version);
      if (outcome.ok) {
        this.dismiss();
        void this.#persist();
        this.#publish({ phase: 'signed_in', progress: undefined, rules: undefined });
        this.#touch?.wake();
      }
      return outcome;
    });
  }

  async signOut({ evenThough = false }: { evenThough?: boolean } = {}): Promise<{
    waiting: number;
  }> {
    return await this.#next(async () => {
      const desk = await this.#opened();
      const device = desk?.device;
      if (desk === undefined || device === undefined) return { waiting: 0 };
      await this.#touch?.send().catch(() => undefined);
      const waiting = [...desk.scans.waiting.values()];
      const count = waiting.filter(({ deviceId }) => deviceId === device.deviceId).length;
      if (count > 0 && !evenThough) return { waiting: count };
      await become(desk, undefined);
      this.dismiss();
      this.#publish({ phase: 'signed_out', progress: undefined, rules: undefined });
      this.#touch?.wake();
      return { waiting: count };
    });
  }

  async chooseEntrance(entranceId: string): Promise<void> {
    await this.#next(async () => {
      const desk = await this.#opened();
      const device = desk?.device;
      if (desk === undefined || device === undefined) return;
      await desk.disk.write(['devices'], { isLasting: true }, async (writing) => {
        await writing.objectStore('devices').put({ ...device, entranceId });
      });
      device.entranceId = entranceId;
      this.#publish();
    });
  }

  async scan(text: string, via: ReadVia): Promise<ShownAnswer> {
    const code = text.trim();
    const recent = this.#recent.get(code);
    const nowMs = performance.now();
    if (recent !== undefined && nowMs - recent.readAtMs < SAME_CODE_MS) {
      recent.readAtMs = nowMs;
      return this.#again(await recent.live);
    }
    const live = this.#decide({ code }, via);
    this.#recent.delete(code);
    this.#recent.set(code, { readAtMs: nowMs, live });
    for (const old of this.#recent.keys()) {
      if (this.#recent.size > MOST_RECENT) this.#recent.delete(old);
    }
    const { shown } = await live;
    // It was read all the while.
    const entry = this.#recent.get(code);
    if (entry !== undefined) entry.readAtMs = performance.now();
    return shown;
  }

  async pick(ticket: string): Promise<ShownAnswer> {
    return (await this.#decide({ ticket }, 'name')).shown;
  }

  async letIn(): Promise<void> {
    await this.#next(async () => {
      const { live, desk, device } = this.#atHand();
      if (live?.scan === undefined || desk === undefined || device === undefined) return;
      const { shown, scan } = live;
      if (!shown.answer.mayLetIn || shown.isIn) return;
      const { kind, reason } = shown.answer;
      const { via, ticket, order, place, of, type, day } = scan;
      const about = { ticket, order, place, of, type, day };
      await this.#keep(desk, device, {
        ...defined(about),
        ...{ ...live.reading, via, letIn: true },
        shown: { kind, admitted: true, ...(reason === undefined ? {} : { reason }) },
      });
      this.#update(live, { isIn: true, isLetIn: true, isUndone: false });
    });
  }

  async letInOther(ticket: string): Promise<void> {
    const { live } = this.#atHand();
    if (live === undefined || live.shown.othersIn.includes(ticket)) return;
    await this.#decide({ ticket }, 'order', live);
  }

  async undo(ticket?: string): Promise<void> {
    await this.#next(async () => {
      const { live, desk, device } = this.#atHand();
      if (live?.scan === undefined || desk === undefined || device === undefined) return;
      const { shown, scan, reading } = live;
      const other = ticket === scan.ticket ? undefined : ticket;
      const { before } = shown.answer;
      if (other === undefined && !shown.isIn && before === undefined) return;
      const of = other ?? scan.ticket;
      const found = of === undefined ? undefined : desk.list.orders.find(of);
      await this.#keep(desk, device, {
        ...(of === undefined ? reading : { ticket: of }),
        ...defined({ day: before?.day ?? scan.day, type: scan.type, of: scan.of }),
        ...(found === undefined ? {} : { order: found.order.order, place: found.place }),
        ...{ via: scan.via, undo: true },
        shown: { kind: shown.answer.kind, admitted: false },
      });
      if (other !== undefined) {
        this.#update(live, { othersIn: shown.othersIn.filter((each) => each !== other) });
        return;
      }
      this.#update(live, { isIn: false, isUndone: true });
      // Read once more, it is another question.
      this.#recent.clear();
    });
  }

  dismiss(): void {
    this.#live = undefined;
    if (this.getState().shown !== undefined) this.#state.set({ shown: undefined });
  }

  async search(text: string): Promise<FoundTicket[]> {
    const desk = await this.#opened();
    const rules = desk?.list.head?.rules;
    if (desk?.device === undefined || rules === undefined) return [];
    const { entranceId } = desk.device;
    const circumstances = { rules, entranceId, nowMs: desk.clock.now() };
    return searchNames(desk.list.orders, text).flatMap(({ order, place }) => {
      const listed = order.tickets.find((each) => each.place === place);
      const found = desk.list.orders.find(listed?.ticket ?? '');
      const { ticket, before } = answerScan({ found }, circumstances);
      if (listed === undefined || ticket === undefined) return [];
      const { state } = listed;
      return [{ ...ticket, state, ...defined({ inSince: before?.at, buyer: order.buyer }) }];
    });
  }

  async log({ before, limit = 50 }: { before?: number; limit?: number } = {}): Promise<LogEntry[]> {
    const desk = await this.#opened();
    if (desk === undefined) return [];
    const scans = await desk.scans.log(before, limit);
    return scans.map(toLogEntry);
  }

  async sync(): Promise<void> {
    await this.#opened();
    await this.#touch?.now();
  }

  async #open(): Promise<void> {
    try {
      const desk = await openDesk(() => this.#lose(desk));
      this.#desk = desk;
      this.#touch = new KeepInTouch({
        ...{ desk, version: this.#version },
        onChange: (changes) => this.#publish(changes),
        onSent: (scan) => this.#noteSent(scan),
        onRevoked: async (device) => {
          await noteRevoked(desk, device);
          if (desk.device?.deviceId !== device.deviceId) return;
          this.dismiss();
          this.#publish({ phase: 'revoked', progress: undefined });
        },
        onLost: () => this.#lose(desk),
      });
      this.#publish({ phase: desk.device?.state ?? 'signed_out' } as Partial<SessionState>);
      void this.#persist();
      this.#touch.start();
    } catch {
      // Forbidden by whoever owns this device, or there is no room left.
      this.#state.set({ phase: 'broken' });
    }
  }

  #lose(desk: Desk): void {
    if (this.#desk !== desk) return;
    this.close();
    this.#state.set({ phase: 'elsewhere', shown: undefined });
  }

  async #opened(): Promise<Desk | undefined> {
    await this.#opening;
    return this.#desk;
  }

  #atHand(): { live: Live | undefined; desk: Desk | undefined; device: KeptDevice | undefined } {
    const desk = this.#desk;
    const device = desk?.device?.state === 'signed_in' ? desk.device : undefined;
    return { live: this.#live, desk, device };
  }

  // With `beside`: one more of its order, which stays on the screen when that is welcome.
  async #decide(reading: Reading, via: ScanVia, beside?: Live): Promise<Live> {
    try {
      return await this.#next(async () => {
        await this.#opened();
        const { desk, device } = this.#atHand();
        if (desk === undefined || device === undefined) return refusal(reading, via);
        const mayAsk = this.getState().isOnline && performance.now() >= this.#askAgainAtMs;
        const decided = await decideScan(desk, device, { reading, via, mayAsk });
        if (decided.asked === 'late') this.#askAgainAtMs = performance.now() + DONT_ASK_MS;
        if (decided.asked === 'failed') this.#touch?.noteOffline();
        if (decided.scan.state === 'waiting') this.#touch?.sendSoon();
        // The office has lists: it says so to a device that it tells nothing any more.
        if (decided.asked === 'answered' && decided.answer.reason === 'no_list') {
          this.#touch?.wake();
        }
        if (beside !== undefined && beside === this.#live && decided.answer.kind === 'welcome') {
          const ticket = decided.scan.ticket ?? '';
          this.#update(beside, { othersIn: [...beside.shown.othersIn, ticket] });
          return beside;
        }
        const live = liveOf(decided, reading);
        this.#live = live;
        this.#publish({ shown: live.shown });
        return live;
      });
    } catch (error) {
      this.#fail(error);
      return refusal(reading, via);
    }
  }

  // The same code in front of the camera: what another one was answered meanwhile stays.
  #again(live: Live): ShownAnswer {
    const { shown } = this.getState();
    if (live.shown.number === 0) return live.shown;
    if (shown !== undefined && this.#live !== live) return live.shown;
    this.#live = live;
    live.shown = { ...live.shown, isRepeat: true };
    if (shown?.isRepeat !== true) this.#state.set({ shown: live.shown });
    return live.shown;
  }

  async #keep(desk: Desk, device: KeptDevice, fact: Parameters<typeof keepFact>[2]): Promise<void> {
    await keepFact(desk, device, fact);
    this.#publish();
    this.#touch?.sendSoon();
  }

  #update(live: Live, changes: Partial<ShownAnswer>): void {
    live.shown = { ...live.shown, ...changes };
    if (this.#live === live) this.#publish({ shown: live.shown });
  }

  #noteSent({ number, conflict, other }: KeptScan): void {
    const live = this.#live;
    if (live?.shown.number !== number || conflict === undefined) return;
    this.#update(live, { conflict, other });
  }

  async #next<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#inTurn += 1;
    this.#state.set({ isDeciding: true });
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    try {
      return await done;
    } catch (error) {
      this.#fail(error);
      throw error;
    } finally {
      this.#inTurn -= 1;
      if (this.#inTurn === 0) this.#state.set({ isDeciding: false });
    }
  }

  #fail(error: unknown): void {
    if (error instanceof NotOwner && this.#desk !== undefined) this.#lose(this.#desk);
    // What can't be kept must not be shown as accepted.
    else if (this.#desk !== undefined) this.#state.set({ phase: 'broken', shown: undefined });
  }

  async #persist(): Promise<void> {
    // Not on plain http.
    const storage = navigator.storage as StorageManager | undefined;
    const isPersistent = (await storage?.persist?.().catch(() => false)) ?? false;
    this.#state.set({ isPersistent });
  }

  // Tells what is on the desk, and `changes`.
  #publish(changes: Partial<SessionState> = {}): void {
    const desk = this.#desk;
    if (desk === undefined) return this.#state.set(changes);
    const { clock, list, scans, device } = desk;
    const { head, orders } = list;
    const loading = this.#touch?.loading;
    this.#state.set({
      device,
      ...{ waiting: scans.waiting.size, unsendable: scans.unsendable, isClockOff: clock.isOff },
      conflicts: scans.conflicts.map(toLogEntry),
      ...(head === undefined ? {} : { rules: head.rules, progress: head.progress }),
      list: {
        state: loading !== undefined ? 'loading' : head === undefined ? 'none' : 'ready',
        ...(loading ?? { loaded: 0, total: 0 }),
        ...{ tickets: orders.tickets, hasNames: orders.hasNames },
        completeAtMs: head?.completeAtMs,
      },
      ...changes,
    });
  }
}

function liveOf({ scan, answer }: Decided, reading: Reading): Live {
  return {
    ...{ scan, reading },
    shown: {
      ...{ number: scan.number, via: scan.via, atMs: scan.atMs, answer },
      ...{ isIn: answer.kind === 'welcome', isLetIn: false, isUndone: false, othersIn: [] },
      ...{ decidedBy: scan.decidedBy, isRepeat: false },
      ...{ conflict: scan.conflict, other: scan.other },
    },
  };
}

// Of what was not kept: nobody is let in by it.
function refusal(reading: Reading, via: ScanVia): Live {
  return {
    ...{ scan: undefined, reading },
    shown: {
      ...{ number: 0, via, atMs: Date.now() },
      answer: { kind: 'undecided', reason: 'no_list', mayLetIn: false },
      ...{ isIn: false, isLetIn: false, isUndone: false, othersIn: [] },
      ...{ decidedBy: 'list', isRepeat: false },
    },
  };
}

type Defined<Of> = { [Key in keyof Of]?: Exclude<Of[Key], undefined> };

// Without those that are undefined.
function defined<Of extends object>(values: Of): Defined<Of> {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as Defined<Of>;
}
