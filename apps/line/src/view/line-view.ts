import { type Line, type LineState, onOurClock, type Place } from '@onsale/api-client';
import { formatCount, formatPrice } from '@onsale/i18n';
import { m } from '../app/texts.ts';
import { countdown, momentOf, wordsOfEstimate } from './durations.ts';

/** What the visitor has done on this page, which no answer tells. */
export interface Visit {
  hasLeft: boolean;
  /** The button to leave was pressed once. */
  isLeaving: boolean;
  hasFailed: boolean;
}

export type ActionName =
  | ('order' | 'event' | 'events' | 'orderPage' | 'prepare')
  | ('join' | 'back' | 'leave' | 'leaveSurely' | 'stay' | 'moreTime');

export interface Action {
  name: ActionName;
  text: string;
  isPrimary?: boolean;
}

/** What the page shows: what somebody who waits wants to know, the most important first. */
export interface LineView {
  /** What it is about, and what is read aloud when it changes. */
  heading: string;
  /** The number that is looked at: people, or a clock. */
  value?: string | undefined;
  /** What the value counts. */
  caption?: string | undefined;
  /** Below it: how long it takes, who is here. */
  detail?: string | undefined;
  next?: string | undefined;
  notices: string[];
  actions: Action[];
  /** Whether there is something to be rung for. */
  canRing: boolean;
  isTurn: boolean;
}

type Core = Omit<LineView, 'notices' | 'canRing' | 'isTurn'> & { canRing?: boolean };

/** `nowMs` by this device's clock, to which `state` has been set. */
export function lineView(state: LineState, visit: Visit, nowMs: number): LineView {
  const core = coreOf(state, visit, nowMs);
  const isIn = state.place !== undefined && core.canRing === true;
  return {
    canRing: false,
    ...core,
    isTurn: state.isTurn,
    notices: [...(visit.hasFailed ? [m.failed()] : []), ...noticesOf(state)],
    actions: isIn ? [...core.actions, ...leaving(visit)] : core.actions,
  };
}

function coreOf(state: LineState, visit: Visit, nowMs: number): Core {
  const { line, place, trouble } = state;
  if (state.isUnknown) return plain(m.unknown(), m.unknown_next(), [toEvents()]);
  if (line === undefined) {
    return plain(trouble === undefined ? m.connecting() : m.line());
  }
  if (place?.state === 'served') return served(place);
  if (line.status === 'closed') return plain(m.closed(), m.closed_next(), [toEvents()]);
  if (line.status === 'off' && isAhead(line.lobbyFrom, nowMs)) return lobby(line, place, nowMs);
  if (line.status === 'off') return plain(m.off(), undefined, [toEvent()]);
  if (visit.hasLeft && place === undefined) {
    return plain(m.left(), m.left_next(), [{ name: 'join', text: m.join(), isPrimary: true }]);
  }
  if (line.status === 'lobby') return lobby(line, place, nowMs);
  if (line.status === 'drawing' || place?.state === 'lobby') {
    return { ...plain(m.drawing(), m.drawing_next()), canRing: true };
  }
  return place === undefined ? plain(m.connecting()) : inLine(state, place, nowMs);
}

function lobby(line: Line, place: Place | undefined, nowMs: number): Core {
  const { opensAt, lobbyFrom } = line;
  const time = opensAt === undefined ? '' : momentOf(opensAt);
  const leftMs = (iso: string) => onOurClock(iso) - nowMs;
  if (lobbyFrom !== undefined && isAhead(lobbyFrom, nowMs)) {
    const core = plain(m.before_lobby(), m.before_lobby_next({ time }), [toEvent()]);
    return { ...core, value: countdown(leftMs(lobbyFrom)) };
  }
  const text = formatCount(line.lobby);
  return {
    heading: m.lobby(),
    value: opensAt === undefined ? undefined : countdown(leftMs(opensAt)),
    caption: place === undefined ? undefined : m.lobby_in(),
    detail: line.lobby > 0 ? m.lobby_people({ text }) : undefined,
    next: m.lobby_next({ time }),
    actions: place === undefined ? [] : [{ name: 'prepare', text: m.prepare(), isPrimary: true }],
    canRing: true,
  };
}

function isAhead(iso: string | undefined, nowMs: number): boolean {
  return iso !== undefined && onOurClock(iso) > nowMs;
}

function inLine(state: LineState, place: Place, nowMs: number): Core {
  const { line } = state;
  if (place.state === 'turn') return turn(state, place, nowMs);
  if (place.state === 'missed') {
    const back: Action = { name: 'back', text: m.back_to_front(), isPrimary: true };
    return plain(m.missed(), m.missed_next(), [back]);
  }
  if (place.state === 'slowed') {
    const leftMs = place.until === undefined ? 0 : onOurClock(place.until) - nowMs;
    const core = { ...plain(m.slowed(), m.slowed_next()), value: countdown(leftMs) };
    return { ...core, canRing: true };
  }
  const before = state.before ?? place.before ?? 0;
  const isOpen = line?.status === 'open';
  const minutes = Math.round((line?.turnS ?? 0) / 60);
  return {
    heading: line?.status === 'sold_out' ? m.sold_out() : m.line(),
    ...(before === 0
      ? { value: m.next_one() }
      : { value: formatCount(before), caption: before === 1 ? m.before_one() : m.before() }),
    detail: isOpen
      ? state.estimate === undefined
        ? m.no_estimate()
        : wordsOfEstimate(state.estimate)
      : undefined,
    next: line?.status === 'sold_out' ? m.sold_out_next() : m.waiting_next({ minutes }),
    actions: [{ name: 'prepare', text: m.prepare(), isPrimary: line?.status !== 'sold_out' }],
    canRing: true,
  };
}

function turn({ turnEndsAtMs }: LineState, place: Place, nowMs: number): Core {
  const more: Action[] =
    place.canHaveMoreTime === true ? [{ name: 'moreTime', text: m.more_time() }] : [];
  return {
    heading: m.turn(),
    value: turnEndsAtMs === undefined ? undefined : countdown(turnEndsAtMs - nowMs),
    caption: m.turn_left(),
    actions: [{ name: 'order', text: m.order_now(), isPrimary: true }, ...more],
    canRing: true,
  };
}

function served({ orderId }: Place): Core {
  const orderPage: Action = { name: 'orderPage', text: m.to_order(), isPrimary: true };
  return plain(m.served(), undefined, orderId === undefined ? [toEvents()] : [orderPage]);
}

function noticesOf(state: LineState): string[] {
  const { line, place, trouble } = state;
  const notices: string[] = [];
  if (trouble !== undefined) {
    notices.push(
      trouble.kind === 'offline'
        ? m.trouble_offline()
        : place === undefined
          ? m.trouble_first()
          : m.trouble(),
    );
  }
  if (line === undefined) return notices;
  if (line.message !== undefined) notices.push(`${m.seller_says()}: ${line.message}`);
  if (state.wasGivenUp) notices.push(m.given_up());
  if (place?.state !== 'waiting') return notices;
  if (line.status === 'paused') notices.push(m.paused());
  if (line.status === 'halted') notices.push(m.halted());
  if (state.mayGetNone && line.status !== 'sold_out') notices.push(m.fewer());
  const lowest = cheapestOf(line);
  for (const { name } of lowest === undefined ? [] : state.cheaperGone) {
    notices.push(m.cheaper_gone({ name, price: lowest ?? '' }));
  }
  return notices;
}

/** The price of the cheapest ticket type that is left, in words. */
function cheapestOf({ left }: Line): string | undefined {
  const [lowest] = left
    .filter(({ remaining }) => remaining > 0)
    .sort((one, other) => one.price - other.price);
  return lowest === undefined ? undefined : priceOf(lowest);
}

/** A row for each ticket type: its name, its price, and what is left. */
export function ticketRows({ left }: Line): [name: string, price: string, left: string][] {
  return left.map((type) => [type.name, priceOf(type), leftOf(type)]);
}

function leftOf({ remaining, held }: Line['left'][number]): string {
  if (remaining > 0) return formatCount(remaining);
  return held === 0 ? m.gone() : `${m.gone()} · ${m.held({ text: formatCount(held) })}`;
}

function priceOf({ price, currency }: Line['left'][number]): string {
  return price === 0 ? m.free() : formatPrice(price, currency);
}

/** What the tab says: what changes comes first, because tabs are narrow. */
export function titleOf(view: LineView, eventName: string | undefined): string {
  const isCount = view.value !== undefined && view.caption !== undefined && !view.isTurn;
  const what = isCount ? `${view.value} ${view.caption}` : view.heading;
  return eventName === undefined ? `${what} · Onsale` : m.title({ what, event: eventName });
}

function leaving({ isLeaving }: Visit): Action[] {
  if (!isLeaving) return [{ name: 'leave', text: m.leave() }];
  return [
    { name: 'leaveSurely', text: m.leave_yes() },
    { name: 'stay', text: m.stay() },
  ];
}

function plain(heading: string, next?: string, actions: Action[] = []): Core {
  return { heading, next, actions };
}

function toEvent(): Action {
  return { name: 'event', text: m.to_event(), isPrimary: true };
}

function toEvents(): Action {
  return { name: 'events', text: m.to_events() };
}
