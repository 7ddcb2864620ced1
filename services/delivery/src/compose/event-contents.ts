import { type EventDocument, toDecimal } from '@onsale/ledger';
import { daysLater, wallClockOf } from '@onsale/i18n';
import type { MailAbouts } from '@onsale/mails';
import { calendarFile, ticketsFile } from './attachments.ts';
import type { Composing, OrderMailParts, Pointless } from './composing.ts';
import { hasTickets, type OrderOfMail } from './read-order.ts';

export function composeEventCancelled(from: OrderMailParts): Composing {
  const { shop, about } = from;
  const { order } = about;
  const { extras = {}, status, totalMinor, currency } = order;
  // What was refunded before was told before, and of a held order nothing was paid.
  const earlier = (extras.refunds ?? []).filter(({ id }) => !id.startsWith(OF_EVENT));
  const earlierMinor = earlier.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const wasPaid = status === 'confirmed' || status === 'refunded';
  const backMinor = wasPaid ? totalMinor - earlierMinor : 0;
  const refund = backMinor > 0 ? toDecimal(backMinor, currency) : undefined;
  return {
    content: { kind: 'event_cancelled', shop: shop.shop, ...about.shown, refund },
    // Who has confirmed tickets has it in a calendar; whoever was still to pay has not.
    attachments: wasPaid || totalMinor === 0 ? calendarFile(from) : [],
  };
}

/** With what ids of refunds begin that the office's task makes for a cancelled event. */
const OF_EVENT = 'cancel_';

export async function composeEventChanged(
  from: OrderMailParts,
  { before, note }: MailAbouts['event_changed'],
): Promise<Composing | Pointless> {
  const { shop, about } = from;
  const obstacle = obstacleOf(about);
  if (obstacle !== undefined) return obstacle;
  const files = await ticketsFile(from);
  return {
    content: {
      ...{ kind: 'event_changed', shop: shop.shop, ...about.shown, before, note },
      attached: { tickets: files.length > 0 },
    },
    attachments: [...files, ...calendarFile(from)],
  };
}

export async function composeReminder(from: OrderMailParts): Promise<Composing | Pointless> {
  const { shop, about } = from;
  const obstacle = obstacleOf(about);
  if (obstacle !== undefined) return obstacle;
  const files = await ticketsFile(from);
  return {
    content: {
      ...{ kind: 'reminder', shop: shop.shop, ...about.shown },
      isTomorrow: isTomorrow(about.event, Date.now()),
      attached: { tickets: files.length > 0 },
    },
    attachments: [...files, ...calendarFile(from)],
  };
}

// A mail may wait for hours, in which much can happen.
function obstacleOf({ order, event, eventState }: OrderOfMail): Pointless | undefined {
  if (!hasTickets(order)) return { pointless: 'the order has no tickets any more' };
  if (event === undefined || eventState?.status === 'cancelled') {
    return { pointless: 'the event does not take place' };
  }
  const isOver = Date.parse(event.endsAt ?? event.startsAt) < Date.now();
  return isOver ? { pointless: 'the event is over' } : undefined;
}

function isTomorrow(event: EventDocument | undefined, nowMs: number): boolean {
  if (event === undefined) return false;
  const { startsAt, timeZone = 'UTC' } = event;
  const today = wallClockOf(new Date(nowMs).toISOString(), timeZone).slice(0, 16);
  return daysLater(today, 1).slice(0, 10) === wallClockOf(startsAt, timeZone).slice(0, 10);
}
