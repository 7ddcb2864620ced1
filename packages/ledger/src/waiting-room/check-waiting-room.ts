import { checkTime, type ReportProblem } from '../events/check-values.ts';
import type { EventDocument } from '../events/event-document.ts';
import { salesWindowOf } from '../events/sales-window.ts';
import { admissionFromOf, lobbyFromMsOf } from './waiting-room-times.ts';

/** Reports what is wrong with the waiting room of an event, whose own times are right. */
export function checkWaitingRoom(event: EventDocument, report: ReportProblem): void {
  const { waitingRoom } = event;
  if (waitingRoom === undefined) return;
  const { opens, from, lobbyFrom } = waitingRoom;
  const at = (name: string) => ['waitingRoom', name];
  const areTimes = [
    checkTime(from, at('from'), report),
    checkTime(lobbyFrom, at('lobbyFrom'), report),
  ];
  if (!areTimes.every(Boolean)) return;
  if (from !== undefined && opens !== 'from') {
    report(at('from'), `is only for a waiting room that opens from a moment on, not ${opens}`);
    return;
  }
  const opensAtMs = admissionFromOf(event);
  if (from !== undefined && Date.parse(from) >= salesWindowOf(event).toMs) {
    report(at('from'), 'must be before the end of the sale');
  }
  if (lobbyFrom === undefined) return;
  if (typeof opensAtMs !== 'number' || opensAtMs === 0) {
    report(at('lobbyFrom'), 'needs a moment at which the line opens: from, or salesFrom');
  } else if ((lobbyFromMsOf(event) ?? 0) >= opensAtMs) {
    report(at('lobbyFrom'), 'must be before the line opens');
  }
}
