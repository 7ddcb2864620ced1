import type { EventDocument } from '../events/event-document.ts';
import {
  admissionFromOf,
  lobbyFromMsOf,
  placesPerNetworkOf,
  turnMsOf,
} from './waiting-room-times.ts';

/** What the document of an event says about its line. Times are Unix times in ms. */
export interface LineRules {
  /** When the line opens, 0 when it always is; `automatic` when `openLine` is called for it. */
  opensAtMs: number | 'automatic';
  /** When its lobby opens; undefined when there is none. */
  lobbyFromMs: number | undefined;
  /** How long a turn is once it has begun. */
  turnMs: number;
  /** Places of one network after which further ones are slowed. */
  placesPerNetwork: number;
}

/** The rules of an event's line; undefined without a waiting room. */
export function lineRulesOf(event: EventDocument): LineRules | undefined {
  const opensAtMs = admissionFromOf(event);
  if (opensAtMs === undefined) return undefined;
  return {
    opensAtMs,
    lobbyFromMs: lobbyFromMsOf(event),
    turnMs: turnMsOf(event),
    placesPerNetwork: placesPerNetworkOf(event),
  };
}

/** When lobby and line open, as scripts take it: "" for an automatic line, and for no lobby. */
export function packOpening(rules: Pick<LineRules, 'opensAtMs' | 'lobbyFromMs'>): string[] {
  const { opensAtMs, lobbyFromMs } = rules;
  return [
    opensAtMs === 'automatic' ? '' : String(opensAtMs),
    lobbyFromMs === undefined ? '' : String(lobbyFromMs),
  ];
}
