import { answerScan, findInOrder, type FoundInList } from '@onsale/check-in';
import type { Random } from '@onsale/crowd';
import type {
  CheckInList,
  EntranceRules,
  ListedCheckIn,
  ListedOrder,
  Scan,
  ScanAnswer,
  TicketKey,
} from '@onsale/contracts';
import type { TestDevice } from '@onsale/testing';
import { verifyCode } from '@onsale/ticket-codes/verify';

/** As long as the app waits for the office before it decides by its list. */
const ANSWER_MS = 1000;
/** Nobody stands there and waits for the rest. */
const SYNC_MS = 20_000;
/** Scans sent in one request. */
const BATCH = 50;

/** What a phone has shown to whoever stood there. */
export interface ShownScan {
  deviceId: string;
  number: number;
  code: string;
  admitted: boolean;
  /** Whether the office has decided. */
  byOffice: boolean;
}

/** A phone at the entrance, as the app is one: what must survive it keeps until it was answered. */
export interface Phone {
  deviceId: string;
  /** All that it has shown, in its order. */
  shown: readonly ShownScan[];
  /** Whether it has a network. */
  isOnline: boolean;
  /** What it should never have been answered, a sentence each. */
  wrong: readonly string[];
  /** By how much its clock is ahead; negative: behind. The app knows the time of the office beside it. */
  aheadMs: number;
  /** Numbers of the scans that the office was asked about, and whose answer nobody has seen. */
  unseen: ReadonlySet<number>;
  /** Scans that wait to be sent. */
  waiting(): number;
  /** What it knows of who is in, as order and place. */
  inside(): Set<string>;
  /** Orders in its list. */
  orders(): ReadonlyMap<string, ListedOrder>;
  scan(code: string): Promise<void>;
  /** Goes out in the middle of whatever it does, and starts again with what it has kept. */
  kill(): void;
  /** Sends what waits and asks what has changed; throws when nobody answers. */
  sync(): Promise<void>;
}

/** A phone that is signed in. It asks any of these offices, each time another one. */
export function startPhone(
  { deviceId, entranceId, token }: Pick<TestDevice, 'deviceId' | 'entranceId' | 'token'>,
  { offices, random }: { offices: readonly string[]; random: Random },
): Phone {
  const shown: ShownScan[] = [];
  const wrong: string[] = [];
  const waiting = new Map<number, Scan>();
  /** Whom it has let in itself, until the list says so. */
  const own = new Map<string, CheckIn>();
  /** By code, what the office was asked when it went out: the same question keeps its number. */
  const asking = new Map<string, number>();
  const unseen = new Set<number>();
  let life = new AbortController();
  let list: List = emptyList();
  let number = 0;
  const phone: Phone = {
    ...{ deviceId, shown, wrong, unseen, isOnline: true, aheadMs: 0 },
    waiting: () => waiting.size,
    orders: () => list.orders,
    inside: () => new Set(list.checkIns.keys()),
    async scan(code) {
      const scan: Scan = { number: asking.get(code) ?? ++number, at: now(), via: 'camera', code };
      const { signal } = life;
      asking.set(code, scan.number);
      unseen.add(scan.number);
      const answer = phone.isOnline ? await askOffice(scan) : undefined;
      if (signal.aborted) return;
      asking.delete(code);
      unseen.delete(scan.number);
      if (answer !== undefined) {
        note(scan, { admitted: answer.kind === 'welcome', byOffice: true });
        return;
      }
      const { kind, reason } = await decide(code);
      const admitted = kind === 'welcome';
      waiting.set(scan.number, {
        ...scan,
        shown: { kind, admitted, ...(reason === undefined ? {} : { reason }) },
      });
      note(scan, { admitted, byOffice: false });
    },
    kill() {
      life.abort();
      life = new AbortController();
    },
    async sync() {
      while (waiting.size > 0) await sendSome();
      own.clear();
      await refresh();
    },
  };

  function note({ number: of, code = '' }: Scan, how: Pick<ShownScan, 'admitted' | 'byOffice'>) {
    shown.push({ deviceId, number: of, code, ...how });
  }

  // Undefined when it takes too long: nobody knows then whether the office has decided.
  async function askOffice(scan: Scan): Promise<ScanAnswer | undefined> {
    try {
      const { results } = await post([scan], ANSWER_MS);
      return results[0]?.answer;
    } catch {
      return undefined;
    }
  }

  async function decide(code: string): Promise<ScanAnswer> {
    const { rules, keys } = list;
    const eventId = rules?.eventId ?? '';
    const verdict = await verifyCode(code, keys, { eventId });
    const found = verdict.ok ? find(verdict.ticket) : undefined;
    const answer = answerScan(
      { code: verdict, found },
      { rules, entranceId, nowMs: Date.now(), listAgeMs: Date.now() - list.atMs },
    );
    if (answer.kind === 'welcome' && found !== undefined && rules !== undefined) {
      const { order, place } = found;
      const at = new Date().toISOString();
      own.set(keyOf({ order: order.order, place }), {
        ...{ order: order.order, place, day: rules.days[0] ?? '', at },
      });
    }
    return answer;
  }

  function find(ticket: string): FoundInList | undefined {
    const order = list.orders.get(list.byTicket.get(ticket) ?? '');
    const inOrder = order === undefined ? undefined : findInOrder(order, ticket);
    if (order === undefined || inOrder === undefined) return undefined;
    const known = [...list.checkIns.values(), ...own.values()];
    const checkIns = known.filter((each) => each.order === order.order);
    return { order, ...inOrder, checkIns };
  }

  // Now and then twice, as when an answer was lost.
  async function sendSome(): Promise<void> {
    const batch = [...waiting.values()].slice(0, BATCH);
    if (random.integer(1, 5) === 1) await post(batch).catch(() => undefined);
    const { results } = await post(batch);
    for (const each of results) waiting.delete(each.number);
  }

  async function refresh(): Promise<void> {
    let query: Record<string, string> = list.cursor === undefined ? {} : { cursor: list.cursor };
    let next = list;
    for (let isFirst = true; ; isFirst = false) {
      const search = new URLSearchParams({ ...query, waiting: String(waiting.size) });
      const page = (await ask(`/v1/check-in-list?${String(search)}`)) as CheckInList;
      if (isFirst && !page.isDifference) next = emptyList();
      apply(next, page);
      if (page.nextPage === undefined) break;
      query = { page: page.nextPage };
    }
    list = next;
    list.atMs = Date.now();
  }

  async function post(scans: readonly Scan[], timeoutMs = SYNC_MS) {
    const body = JSON.stringify({ sentAt: now(), scans });
    return (await ask('/v1/checkins', { method: 'POST', body, timeoutMs })) as {
      results: { number: number; answer: ScanAnswer }[];
    };
  }

  async function ask(
    path: string,
    { timeoutMs = SYNC_MS, ...options }: RequestInit & { timeoutMs?: number } = {},
  ): Promise<unknown> {
    const response = await fetch(`${random.pick(offices)}${path}`, {
      ...options,
      headers: {
        authorization: `Bearer ${token}`,
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      signal: AbortSignal.any([life.signal, AbortSignal.timeout(timeoutMs)]),
    });
    const answer: unknown = await response.json();
    if (response.status === 200) return answer;
    if (response.status === 503) throw new Error('503');
    // Nothing else is to be expected, whatever is killed.
    const text = `${path.split('?')[0]} was answered ${response.status}: ${JSON.stringify(answer)}`;
    wrong.push(text);
    throw new Error(text);
  }
  function now(): number {
    return Date.now() + phone.aheadMs;
  }
  return phone;
}

type CheckIn = Pick<ListedCheckIn, 'order' | 'place' | 'day' | 'at'>;

const keyOf = ({ order, place }: Pick<CheckIn, 'order' | 'place'>) => `${order} ${place}`;

interface List {
  rules: EntranceRules | undefined;
  keys: readonly TicketKey[];
  orders: Map<string, ListedOrder>;
  byTicket: Map<string, string>;
  checkIns: Map<string, CheckIn>;
  cursor: string | undefined;
  atMs: number;
}

function emptyList(): List {
  return {
    ...{ rules: undefined, keys: [], orders: new Map(), byTicket: new Map() },
    ...{ checkIns: new Map(), cursor: undefined, atMs: 0 },
  };
}

function apply(list: List, page: CheckInList): void {
  Object.assign(list, { rules: page.rules, keys: page.keys, cursor: page.cursor });
  for (const order of page.orders) {
    list.orders.set(order.order, order);
    for (const { ticket, replaced = [] } of order.tickets) {
      for (const each of [ticket, ...replaced]) list.byTicket.set(each, order.order);
    }
  }
  for (const checkIn of page.checkIns) add(list, checkIn);
}

function add({ checkIns }: List, { undone = false, ...checkIn }: ListedCheckIn): void {
  if (undone) checkIns.delete(keyOf(checkIn));
  else checkIns.set(keyOf(checkIn), checkIn);
}
