import type { Message, MessageAudience, MessageState } from '@onsale/api-client';
import type { EventInput, Placeholder } from '@onsale/contracts';
import { m } from '../app/texts.ts';
import { wordsOfStatus } from '../orders/words-of-order.ts';

const STATES: Record<MessageState, () => string> = {
  draft: () => m.messages_state_draft(),
  scheduled: () => m.messages_state_scheduled(),
  sending: () => m.messages_state_sending(),
  sent: () => m.messages_state_sent(),
  stopped: () => m.messages_state_stopped(),
};

export function wordsOfState(state: MessageState): string {
  return STATES[state]();
}

/** Whether its time has come and nobody has sent it. */
export function isOverdue({ state, sendAt }: Pick<Message, 'state' | 'sendAt'>): boolean {
  return state === 'scheduled' && sendAt !== undefined && Date.parse(sendAt) <= Date.now();
}

/** "Confirmed, Awaiting payment · Adult". A ticket type that was removed keeps its id. */
export function wordsOfAudience(
  { orders, ticketIds }: MessageAudience,
  tickets: EventInput['tickets'],
): string {
  const states = orders.map((state) => wordsOfStatus(state)).join(', ');
  if (ticketIds === undefined) return `${states} · ${m.messages_all_types()}`;
  const names = ticketIds.map((id) => tickets.find((ticket) => ticket.id === id)?.name ?? id);
  return `${states} · ${names.join(', ')}`;
}

const WORDS: Record<Placeholder, () => string> = {
  name: () => m.messages_placeholder_name(),
  event: () => m.messages_placeholder_event(),
  venue: () => m.messages_placeholder_venue(),
  starts: () => m.messages_placeholder_starts(),
  orders: () => m.messages_placeholder_orders(),
};

/** What may stand in a text for something of the buyer or the event. */
export const PLACEHOLDERS = Object.keys(WORDS) as Placeholder[];

/** What a placeholder becomes. */
export function wordsOfPlaceholder(placeholder: Placeholder): string {
  return WORDS[placeholder]();
}
