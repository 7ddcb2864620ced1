import { setTimeout as delay } from 'node:timers/promises';
import type { EventDetails, OfficeEvent } from '@onsale/contracts';
import { type Installation, RefusedRehearsal } from '../installation.ts';
import { OfficeClient } from '../office-client.ts';
import { requireOwnHost, requireRehearsal } from '../safety/require-rehearsal.ts';
import { newRehearsalId, rehearsalEvent, type RehearsalTimes } from './rehearsal-event.ts';

/** The event that is played on. */
export interface PreparedEvent {
  eventId: string;
  ticketId: string;
  name: string;
  price: number;
  currency: string;
  capacity: number;
  opensAtMs: number;
  /** What buyers call the door, as the office has it. */
  publicUrl: string;
  /** Ends its sale, and takes it away as far as that can be done. */
  remove(): Promise<void>;
}

const SHOWN_MS = 30_000;
const LOOK_MS = 200;

/** Makes an event for a rehearsal, a copy of `copyOf` where it is given, and waits until the shop shows it. */
export async function prepareEvent(
  installation: Installation,
  plan: { tickets: number; copyOf: string | undefined; eventId: string | undefined },
  times: RehearsalTimes,
): Promise<PreparedEvent> {
  const { kind, office } = installation;
  if (office === undefined) {
    throw new RefusedRehearsal(
      'no_office',
      'making a rehearsal needs an API key of the office; set OFFICE_API_KEY',
    );
  }
  const client = new OfficeClient(office);
  const copyOf = plan.copyOf === undefined ? undefined : await readOriginal(client, plan.copyOf);
  const isRehearsal = kind === 'running';
  const eventId = plan.eventId ?? newRehearsalId();
  const input = rehearsalEvent(copyOf, { eventId, tickets: plan.tickets, isRehearsal }, times);
  const [seat] = input.tickets;
  if (seat === undefined) throw new Error('the event that was made has no ticket type');
  const made = await client.post<OfficeEvent>('/v1/events', input);
  const publicUrl = new URL(made.url).origin;
  const remove = async () => {
    const event = await client.get<OfficeEvent>(`/v1/events/${eventId}`);
    if (event.status === 'draft') {
      await client.delete(`/v1/events/${eventId}`, { 'if-match': `"${event.revision}"` });
    } else if (event.steps.includes('close')) {
      await client.post(`/v1/events/${eventId}/steps`, { step: 'close' });
    }
  };
  try {
    // Inside of a cluster, every shop has a name that could be anybody's.
    requireOwnHost(publicUrl, installation.allowedHost);
    await client.post(`/v1/events/${eventId}/steps`, { step: 'publish' });
    const shown = await untilShown(installation.url, eventId);
    const books = await client.get<OfficeEvent>(`/v1/events/${eventId}`);
    requireRehearsal({ ...shown, taken: books.held + books.sold }, { kind, madeHere: true });
  } catch (error) {
    await remove().catch(() => undefined);
    throw error;
  }
  return {
    ...{ eventId, ticketId: seat.id, name: input.name, price: Number(seat.price) },
    currency: input.currency,
    ...{ capacity: plan.tickets, opensAtMs: times.opensAtMs, publicUrl, remove },
  };
}

async function readOriginal(client: OfficeClient, eventId: string): Promise<OfficeEvent['event']> {
  const { event } = await client.get<OfficeEvent>(`/v1/events/${encodeURIComponent(eventId)}`);
  return event;
}

// By every gateway and the waiting room, as far as one can see: a few times in a row.
async function untilShown(url: string, eventId: string): Promise<EventDetails> {
  const deadlineMs = performance.now() + SHOWN_MS;
  for (;;) {
    const [event, line] = await Promise.all([
      fetch(`${url}/api/v1/events/${eventId}`).catch(() => undefined),
      fetch(`${url}/api/v1/lines/${eventId}`).catch(() => undefined),
    ]);
    if (event?.status === 200 && line?.status === 200) return (await event.json()) as EventDetails;
    if (performance.now() > deadlineMs) {
      throw new Error(
        `the shop does not show the rehearsal (${event?.status ?? 'no answer'}), or its line ` +
          `(${line?.status ?? 'no answer'})`,
      );
    }
    await delay(LOOK_MS);
  }
}
