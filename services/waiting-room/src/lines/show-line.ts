import type { Line } from '@onsale/contracts';
import { given, type LineState, lineRulesOf, type StoredEvent } from '@onsale/ledger';
import { type LineFacts, statusOf } from './line-status.ts';
import type { TicketsLeft } from './tickets-left.ts';

/** Everything that is told about a line. */
export interface LineReport extends Omit<LineFacts, 'phase'> {
  state: LineState;
  tickets: TicketsLeft;
  perMinute: Line['perMinute'];
}

/**
 * How soon clients ask again: all who wait hear within ten seconds that nothing is left. To it comes a fifth, the two
 * seconds for which nginx may keep what it has, and the half second between two looks.
 */
const LEAST_POLL_S = 2;
const MOST_POLL_S = 5;
/** With each of these people, a second more. */
const WAITING_PER_POLL_S = 15_000;
/** Own places that are asked for in a second after a draw. */
const ASKED_PER_S = 4000;
const MOST_SPREAD_S = 15;

/** A line in the API's form. */
export function showLine(report: LineReport): Line {
  const { event, state, settings, tickets, perMinute } = report;
  const { opensAt, lobbyFrom, turnMs } = timesOf(event);
  const people = state.lobby + state.waiting + state.slowed;
  return {
    eventId: event.document.id,
    name: event.document.name,
    status: statusOf({ ...report, phase: state.phase }),
    ...given({ lobbyFrom, opensAt }),
    serving: state.serving,
    lastNumber: state.lastNumber,
    lobby: state.lobby,
    waiting: state.waiting,
    turns: state.turns,
    before: state.before,
    ...given({ perMinute }),
    left: tickets.left,
    remaining: tickets.remaining,
    held: tickets.held,
    ...given({ message: settings.message, draw: drawOf(state) }),
    turnS: turnMs / 1000,
    pollS: Math.min(MOST_POLL_S, LEAST_POLL_S + people / WAITING_PER_POLL_S),
    spreadS: Math.min(MOST_SPREAD_S, Math.max(1, Math.ceil(people / ASKED_PER_S))),
  };
}

function timesOf({ document }: StoredEvent) {
  const rules = lineRulesOf(document);
  const opensAtMs = rules?.opensAtMs;
  const isKnown = typeof opensAtMs === 'number' && opensAtMs > 0;
  return {
    opensAt: isKnown ? isoOf(opensAtMs) : undefined,
    lobbyFrom: rules?.lobbyFromMs === undefined ? undefined : isoOf(rules.lobbyFromMs),
    turnMs: rules?.turnMs ?? 0,
  };
}

function drawOf({ draw }: LineState): Line['draw'] {
  if (draw === undefined) return undefined;
  const { seedHash, listHash, places, isDrawn } = draw;
  return { seedHash, ...given({ listHash, places }), isDrawn };
}

function isoOf(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
