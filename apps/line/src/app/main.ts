import { LineFollower, type LineState } from '@onsale/api-client';
import { makeScreen, type Show } from '../screen/screen.ts';
import {
  type ActionName,
  type LineView,
  lineView,
  titleOf,
  type Visit,
} from '../view/line-view.ts';
import { onLanguageChange, restoreLanguage } from './language.ts';
import { m } from './texts.ts';

/** Milliseconds of vibration and pause. */
const VIBRATION = [300, 150, 300, 150, 300];
/** How long before the end of a turn it is said. */
const SOON_OVER_MS = 60_000;

const eventId = decodeURIComponent(/^\/line\/([^/]+)/.exec(location.pathname)?.[1] ?? '');
const eventPath = `/events/${encodeURIComponent(eventId)}`;
// What was chosen before, as the shop's addresses have it.
const chosen = location.search;

const visit: Visit = { hasLeft: false, isLeaving: false, hasFailed: false };
let draw: Show;
let state: LineState;
let wasTurn = false;
// Loaded for whoever wants to hear it.
let ringing: Promise<{ ring: () => void }> | undefined;

await restoreLanguage();
draw = newScreen();
const follower = new LineFollower({ eventId, joins: true, onState: show });
onLanguageChange(() => {
  draw = newScreen();
  show(state);
});
// Clocks count down between answers.
setInterval(() => show(state), 1000);

function newScreen(): Show {
  return makeScreen({ hrefOf, onAction: act, onRing: setRinging });
}

function setRinging(isWanted: boolean): void {
  ringing = isWanted ? import('@onsale/ui/ring') : undefined;
  // So that everybody knows what it will sound like, and that it does.
  void ringing?.then(({ ring }) => ring());
}

// Vibrates where the device can: before any touch the browser refuses, and says so in its log alone.
function call(): void {
  if (navigator.userActivation?.hasBeenActive) navigator.vibrate?.(VIBRATION);
  void ringing?.then(({ ring }) => ring());
}

function show(changed: LineState): void {
  state = changed;
  if (state.isTurn && !wasTurn) call();
  wasTurn = state.isTurn;
  const view = lineView(state, visit, Date.now());
  document.title = titleOf(view, state.line?.name);
  draw(view, state, saidOf(view));
}

// What somebody who does not look hears: what changes, and not each number.
function saidOf({ heading, notices, isTurn }: LineView): string {
  const isSoonOver = isTurn && (state.turnEndsAtMs ?? Infinity) - Date.now() < SOON_OVER_MS;
  return [heading, ...notices, ...(isSoonOver ? [m.turn_ends()] : [])].join('. ');
}

function hrefOf(name: ActionName): string | undefined {
  const checkout = chosen === '' ? eventPath : `${eventPath}/checkout${chosen}`;
  const orderId = state.place?.orderId;
  const links: Partial<Record<ActionName, string | undefined>> = {
    order: checkout,
    prepare: checkout,
    event: eventPath + chosen,
    events: '/',
    orderPage: orderId === undefined ? '/' : `/orders/${orderId}`,
  };
  return links[name];
}

function act(name: ActionName): void {
  visit.isLeaving = name === 'leave';
  visit.hasFailed = false;
  const doing: Partial<Record<ActionName, () => Promise<void>>> = {
    join: async () => {
      await follower.join();
      visit.hasLeft = false;
    },
    leaveSurely: async () => {
      await follower.leave();
      visit.hasLeft = true;
    },
    back: () => follower.ask(),
    moreTime: () => follower.askMoreTime(),
  };
  const done = doing[name]?.() ?? Promise.resolve();
  void done.catch(() => (visit.hasFailed = true)).finally(() => show(state));
}
