import { ApiError, type Place, request } from '@onsale/api-client';

// What the panel of the line has learnt, for the order that is sent. A page reloaded in mid-order has learnt nothing
// yet, and what it knows may just have ended: then the waiting room is asked.
const known = new Map<string, string>();

/** Notes the admission of a turn to an event; undefined when there is none, or not any more. */
export function noteAdmission(eventId: string, admission: string | undefined): void {
  if (admission === undefined) known.delete(eventId);
  else known.set(eventId, admission);
}

/**
 * Does what needs an admission to the event where it has a waiting room: with the one that is known, and once more with
 * a fresh one when it was refused. Rejects as `place` does.
 */
export async function inTurn<Placed>(
  eventId: string,
  place: (admission: string | undefined) => Promise<Placed>,
): Promise<Placed> {
  try {
    return await place(known.get(eventId));
  } catch (error) {
    if (!isAdmissionRequired(error)) throw error;
    const fresh = await askAdmission(eventId).catch(() => undefined);
    if (fresh === undefined) throw error;
    noteAdmission(eventId, fresh);
    return await place(fresh);
  }
}

/** Whether an order was refused because it is not its buyer's turn. */
export function isAdmissionRequired(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'ADMISSION_REQUIRED';
}

async function askAdmission(eventId: string): Promise<string | undefined> {
  const path = `/api/v1/lines/${encodeURIComponent(eventId)}/place`;
  return (await request<Place>(path)).admission;
}
